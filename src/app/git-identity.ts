/** Whose commits a folder's git makes: an address, or null. */
export {readGitEmail as gitEmail} from '../probes/git.ts';

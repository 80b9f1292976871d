import type {Report} from '../report.ts';

/** Why a report is not of a whole run, as a sentence without its end. */
export function incompleteText(incomplete: NonNullable<Report['incomplete']>): string {
  return INCOMPLETE_TEXT[incomplete];
}

const INCOMPLETE_TEXT = {
  unfinished: 'INCOMPLETE: the run has not ended',
  interrupted: 'INCOMPLETE: the run was interrupted',
  bail: 'INCOMPLETE: the run stopped at the first failure (--bail)',
  bug: 'INCOMPLETE: migrate-check itself failed; see the stack below',
  shards: 'INCOMPLETE: not all shards of the run are here',
} as const;

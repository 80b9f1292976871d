/** Of each CI system: the variable that is always set there, the one that says who started the job, and its name. */
const SYSTEMS = [
  {sign: 'GITHUB_ACTIONS', who: 'GITHUB_ACTOR', name: 'GitHub Actions'},
  {sign: 'GITLAB_CI', who: 'GITLAB_USER_LOGIN', name: 'GitLab CI'},
  // Of the plugin "build user vars".
  {sign: 'JENKINS_URL', who: 'BUILD_USER_ID', name: 'Jenkins'},
] as const;

/** Who started the run, as the CI system says: `octocat (GitHub Actions)`; null where it is none, or says nobody. */
export function startedBy(env: NodeJS.ProcessEnv): string | null {
  const system = SYSTEMS.find(({sign}) => (env[sign] ?? '') !== '');
  const who = system === undefined ? '' : (env[system.who] ?? '');
  return system === undefined || who === '' ? null : `${who} (${system.name})`;
}

import {userInfo} from 'node:os';
import {join} from 'node:path';

/**
 * For npm, which is not under test: the user's configuration and cache, and access to its registry, which the guard
 * denies everything else.
 */
export function npmEnvironment(): NodeJS.ProcessEnv {
  const env = Object.fromEntries(
    Object.entries(process.env).map(([key, value]) => [key.replace('TEST_GUARD_NPM_', ''), value]),
  );
  const home = userInfo().homedir;
  return {
    npm_config_userconfig: join(home, '.npmrc'),
    npm_config_cache: join(home, '.npm'),
    ...env,
    npm_config_prefer_offline: 'true',
    // What it has done is looked at, also under `npm run --silent`.
    npm_config_loglevel: 'notice',
    NODE_OPTIONS: '',
  };
}

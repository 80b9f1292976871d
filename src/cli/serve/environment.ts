import {readFile} from 'node:fs/promises';
import {parseEnv} from 'node:util';
import {normaliseBasePath} from '../../mcp-server/base-path.ts';
import {messageOf, UsageError} from '../../model/errors.ts';

/** Read from the working directory when no other file is named. */
const DEFAULT_ENV_FILE = '.env';

/**
 * The variables of an env file, parsed as Node.js does. Without a path, `.env` is read if there is one.
 * @throws UsageError when a named file cannot be read.
 */
export async function readEnvFile(path?: string): Promise<Readonly<Record<string, string | undefined>>> {
  try {
    return parseEnv(await readFile(path ?? DEFAULT_ENV_FILE, 'utf8'));
  } catch (error) {
    // `.env` is also a common name for a Python environment, which is a folder.
    const notThere = ['ENOENT', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
    if (path === undefined && notThere) return {};
    const where = path ?? DEFAULT_ENV_FILE;
    throw new UsageError(`cannot be read (${messageOf(error)}); name a readable file`, {
      code: 'env-file-unreadable',
      where,
      cause: error,
    });
  }
}

/** Where BASE_PATH comes from, in order of precedence: the flag, the real environment, the env file. */
export function basePathFrom(sources: {
  flag: string | undefined;
  environment: Readonly<Record<string, string | undefined>>;
  envFile: Readonly<Record<string, string | undefined>>;
}): string {
  if (sources.flag !== undefined) return normaliseBasePath(sources.flag, '--base-path');
  return normaliseBasePath(sources.environment.BASE_PATH ?? sources.envFile.BASE_PATH ?? '');
}

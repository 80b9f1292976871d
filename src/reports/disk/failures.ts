import {messageOf, ReportLost, UsageError} from '../../model/errors.ts';

/** @throws UsageError for whatever the attempt throws, saying why the path cannot be written. */
export async function openOrRefuse<T>(path: string, attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (error) {
    throw new UsageError(`${path}: the report cannot be written there (${reasonOf(error)}). Name another path.`, {
      code: 'report-path',
      where: path,
      cause: error,
    });
  }
}

/** What to do with an error after the first check. @throws ReportLost */
export function lost(path: string): (error: unknown) => never {
  return (error) => {
    throw new ReportLost(`${path}: the report could not be written (${reasonOf(error)})`, {cause: error});
  };
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}

/** Without the system call's own message, which names the temporary file. */
export function reasonOf(error: unknown): string {
  return messageOf(error).replace(/, \w+( '.*')?$/s, '');
}

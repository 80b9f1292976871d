import {appendFileSync, statSync, truncateSync} from 'node:fs';
import {lost, openOrRefuse} from './failures.ts';

/** The end of a file that others write to as well. */
export interface FileEnd {
  /** How much of it others had written. */
  readonly bytesBefore: number;
  /** Writes in place of what was written meanwhile. @throws ReportLost when it cannot be written any more. */
  write(text: string): void;
}

/**
 * Makes sure that a file can be appended to, and appends `meanwhile`, which is replaced later unless somebody else has
 * written after it.
 * @throws UsageError when it cannot be written, saying why.
 */
export async function openFileEnd(path: string, meanwhile: string): Promise<FileEnd> {
  return await openOrRefuse(path, async () => {
    const bytesBefore = statSync(path, {throwIfNoEntry: false})?.size ?? 0;
    appendFileSync(path, meanwhile);
    return {
      bytesBefore,
      write(text: string) {
        try {
          const isLast = statSync(path).size === bytesBefore + Buffer.byteLength(meanwhile);
          if (isLast) truncateSync(path, bytesBefore);
          appendFileSync(path, text);
        } catch (error) {
          lost(path)(error);
        }
      },
    };
  });
}

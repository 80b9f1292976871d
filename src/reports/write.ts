import {type FileHandle, open, rename, rm, stat} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {messageOf, UsageError} from '../model/errors.ts';

/** A report file that is known to be writable before the work begins, and that a reader never sees half written. */
export interface ReportFile {
  write(text: string): Promise<void>;
  /** Leaves the disk as it was. Does nothing once written. */
  discard(): Promise<void>;
}

/**
 * Opens a temporary file beside `path`; writing fills it and moves it into place. A device or pipe is written to as it is.
 * @throws UsageError when the path can't be written, saying why.
 */
export async function openReportFile(path: string): Promise<ReportFile> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  const {handle, moveInto} = await openForWriting(path, temporary);
  let settled = false;
  return {
    async write(text) {
      settled = true;
      try {
        await handle.writeFile(text);
        if (moveInto) await handle.sync();
      } finally {
        await handle.close();
      }
      if (moveInto) await rename(temporary, path);
    },
    async discard() {
      if (settled) return;
      settled = true;
      await handle.close();
      if (moveInto) await rm(temporary, {force: true});
    },
  };
}

async function openForWriting(path: string, temporary: string): Promise<{handle: FileHandle; moveInto: boolean}> {
  try {
    const existing = await stat(path).catch(() => null);
    if (existing?.isDirectory()) throw new Error('it is a folder');
    if (existing !== null && !existing.isFile()) return {handle: await open(path, 'w'), moveInto: false};
    // Moving over a file that is read-only would succeed, and is not what its owner wants.
    if (existing !== null) await (await open(path, 'r+')).close();
    return {handle: await open(temporary, 'w'), moveInto: true};
  } catch (error) {
    throw new UsageError(`${path}: the report can't be written there (${messageOf(error)}). Name another path.`, {
      code: 'report-path',
      where: path,
      cause: error,
    });
  }
}

import {rmSync} from 'node:fs';
import {type FileHandle, open, rename, rm, stat} from 'node:fs/promises';
import {basename, dirname, join, resolve} from 'node:path';
import {messageOf, UsageError} from '../model/errors.ts';

/** A report file that is known to be writable before the work begins, and that is never seen half written. */
export interface ReportFile {
  write(text: string): Promise<void>;
  /** Restores the disk. Does nothing once written. */
  discard(): Promise<void>;
}

/** Absolute paths already in use: a second document would replace the first. */
const taken = new Set<string>();

/**
 * Opens a temporary file beside `path`; writing fills it and moves it into place. A device or pipe is written directly.
 * @throws UsageError when the path cannot be written, saying why.
 */
export async function openReportFile(path: string): Promise<ReportFile> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.tmp`);
  const {handle, moveInto} = await openForWriting(path, temporary);
  // `process.exit`, as after a second Ctrl+C, leaves no time for anything asynchronous.
  const tidyUp = () => rmSync(temporary, {force: true});
  if (moveInto) {
    taken.add(resolve(path));
    process.once('exit', tidyUp);
  }
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
      if (!moveInto) return;
      await rename(temporary, path);
      process.off('exit', tidyUp);
      taken.delete(resolve(path));
    },
    async discard() {
      if (settled) return;
      settled = true;
      await handle.close();
      if (!moveInto) return;
      await rm(temporary, {force: true});
      process.off('exit', tidyUp);
      taken.delete(resolve(path));
    },
  };
}

async function openForWriting(path: string, temporary: string): Promise<{handle: FileHandle; moveInto: boolean}> {
  try {
    const existing = await stat(path).catch(() => null);
    if (taken.has(resolve(path))) throw new Error('another document of this run goes there');
    if (existing?.isDirectory()) throw new Error('it is a folder');
    if (existing !== null && !existing.isFile()) return {handle: await open(path, 'w'), moveInto: false};
    // Moving over a read-only file would succeed, which is not what its owner wants.
    if (existing !== null) await (await open(path, 'r+')).close();
    return {handle: await open(temporary, 'w'), moveInto: true};
  } catch (error) {
    throw new UsageError(`${path}: the report cannot be written there (${reasonOf(error)}). Name another path.`, {
      code: 'report-path',
      where: path,
      cause: error,
    });
  }
}

/** Without the system call's own message, which names the temporary file. */
function reasonOf(error: unknown): string {
  return messageOf(error).replace(/, \w+ '.*'$/s, '');
}

import {
  closeSync,
  existsSync,
  fchmodSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import {open, rename, rm} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {codeOf} from './failures.ts';
import {type FileTarget, targetOf} from './target.ts';

/** Puts a text in place at once, where there is a file or could be one; what prevents it is found again when it is opened. */
export function putInPlace(path: string, text: string): void {
  try {
    const target = targetOf(path);
    if (target.kind !== 'file') return;
    replaceSync(target, text);
    sweep(dirname(target.path));
  } catch {}
}

function temporaryBeside(path: string): string {
  return join(dirname(path), `.migrate-check-${process.pid}-${crypto.randomUUID()}.tmp`);
}

/** Removes what runs left that were killed at the wrong moment. */
function sweep(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = /^\.migrate-check-(\d+)-[0-9a-f-]{36}\.tmp$/.exec(name)?.[1];
    if (pid !== undefined && hasEnded(Number(pid))) rmSync(join(folder, name), {force: true});
  }
}

function hasEnded(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return codeOf(error) === 'ESRCH';
  }
}

export function proveWritable({path, mode}: FileTarget): void {
  const temporary = temporaryBeside(path);
  try {
    closeSync(openSync(temporary, 'wx'));
  } catch (error) {
    // It will be written in place then.
    if (mode === null) throw error;
  } finally {
    rmSync(temporary, {force: true});
  }
}

export function replaceSync({path, mode}: FileTarget, text: string): void {
  const temporary = temporaryBeside(path);
  try {
    const file = openSync(temporary, 'wx');
    try {
      if (mode !== null) fchmodSync(file, mode);
      writeFileSync(file, text);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, {force: true});
    overwrite(path, text, error);
  }
}

export async function replace({path, mode}: FileTarget, text: string): Promise<void> {
  const temporary = temporaryBeside(path);
  // `process.exit`, as after a second Ctrl+C, leaves no time for anything asynchronous.
  const tidyUp = () => rmSync(temporary, {force: true});
  process.once('exit', tidyUp);
  try {
    const file = await open(temporary, 'wx');
    try {
      if (mode !== null) await file.chmod(mode);
      await file.writeFile(text);
      await rename(temporary, path);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    await rm(temporary, {force: true});
    overwrite(path, text, error);
  } finally {
    process.off('exit', tidyUp);
  }
}

/**
 * Where no file can be made or moved: a folder that is read-only, a full disk, a file that a container was given. Where there
 * is no room for the text either, what was there is put back: it says that the run has not ended.
 */
function overwrite(path: string, text: string, because: unknown): void {
  if (!existsSync(path)) throw because;
  const before = readFileSync(path);
  const file = openSync(path, 'r+');
  try {
    try {
      fill(file, Buffer.from(text));
    } catch (error) {
      fill(file, before);
      throw error;
    }
  } finally {
    closeSync(file);
  }
}

function fill(file: number, content: Buffer): void {
  let written = 0;
  while (written < content.length) written += writeSync(file, content, written, content.length - written, written);
  ftruncateSync(file, content.length);
}

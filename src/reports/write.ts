import {
  appendFileSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  ftruncateSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import {type FileHandle, open, rename, rm} from 'node:fs/promises';
import {basename, dirname, join, resolve} from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import {messageOf, ReportLost, UsageError} from '../model/errors.ts';

/** A place for one report, known to be writable, where nothing is ever seen half written. */
export interface ReportFile {
  /** @throws ReportLost when it cannot be written any more. */
  write(text: string): Promise<void>;
}

/** A place for lines that are written while the work goes on. */
export interface LineFile {
  /** Returns at once; what goes wrong is said at the end. */
  append(text: string): void;
  /** Writes the last text. @throws ReportLost when not all could be written. */
  end(text: string): Promise<void>;
}

/** The end of a file that others write to as well. */
export interface FileEnd {
  /** How much of it others had written. */
  readonly bytesBefore: number;
  /** Writes in place of what was written meanwhile. @throws ReportLost when it cannot be written any more. */
  write(text: string): void;
}

/** A file to be replaced, with the mode of the one that is there; or a device or pipe, which is written to. */
type Target =
  | {readonly kind: 'file'; readonly path: string; readonly mode: number | null}
  | {readonly kind: 'stream'; readonly path: string};

const MOST_LINKS = 40;
const FULL_PIPE_WAIT_MS = 20;

/**
 * Makes sure that a report can be written to `path`, links followed, and puts `meanwhile` there until it is; null leaves
 * what is there. `taken` are the places of this run's other documents, to which this one is added.
 * @throws UsageError when the path cannot be written, saying why.
 */
export async function openReportFile(path: string, meanwhile: string | null, taken: Set<string>): Promise<ReportFile> {
  return await openOrRefuse(path, async () => {
    const target = takenOnce(path, taken);
    if (target.kind === 'file') {
      if (meanwhile === null) proveWritable(target);
      else replaceSync(target, meanwhile);
      return {write: (text) => replace(target, text).catch(lost(path))};
    }
    const stream = await openStream(target.path);
    return {write: (text) => writeToStream(stream, text).catch(lost(path))};
  });
}

function takenOnce(path: string, taken: Set<string>): Target {
  const target = targetOf(path);
  if (taken.has(target.path)) throw new Error('another document of this run goes there');
  taken.add(target.path);
  return target;
}

async function openOrRefuse<T>(path: string, attempt: () => Promise<T>): Promise<T> {
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

/** As {@link openReportFile}, for a document that is written line by line. It begins with `meanwhile`. */
export async function openLineFile(path: string, meanwhile: string, taken: Set<string>): Promise<LineFile> {
  const target = await openOrRefuse(path, async () => {
    const found = takenOnce(path, taken);
    if (found.kind === 'file') replaceSync(found, meanwhile);
    return {file: found.kind === 'file' ? await open(found.path, 'a') : await openStream(found.path), kind: found.kind};
  });
  const lines = new Lines(target.file);
  if (target.kind === 'stream') lines.append(meanwhile);
  return {
    append: (text) => lines.append(text),
    end: (text) => lines.end(text).catch(lost(path)),
  };
}

/** Texts for one handle, in their order, however many come while one is being written. */
class Lines {
  readonly #file: FileHandle;
  #waiting = '';
  #writing: Promise<void> | null = null;
  #failure: {readonly error: unknown} | null = null;

  constructor(file: FileHandle) {
    this.#file = file;
  }

  append(text: string): void {
    if (this.#failure !== null) return;
    this.#waiting += text;
    this.#writing ??= this.#writeWaiting();
  }

  async end(text: string): Promise<void> {
    this.append(text);
    await this.#writing;
    await this.#file.close();
    if (this.#failure !== null) throw this.#failure.error;
  }

  async #writeWaiting(): Promise<void> {
    try {
      while (this.#waiting !== '') {
        const text = this.#waiting;
        this.#waiting = '';
        await writeAll(this.#file, text);
      }
    } catch (error) {
      this.#failure = {error};
      this.#waiting = '';
    } finally {
      this.#writing = null;
    }
  }
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

/** Puts a text in place at once, where there is a file or could be one; what prevents it is found again when it is opened. */
export function putInPlace(path: string, text: string): void {
  try {
    const target = targetOf(path);
    if (target.kind !== 'file') return;
    replaceSync(target, text);
    sweep(dirname(target.path));
  } catch {}
}

function targetOf(path: string): Target {
  // These names lead to what is open already, even where that is a file.
  if (/^\/dev\/(?:fd\/|stdout$|stderr$)|^\/proc\/[^/]+\/fd\//.test(path)) return {kind: 'stream', path};
  const target = throughLinks(resolve(path));
  const existing = statSync(target, {throwIfNoEntry: false});
  if (existing === undefined) return {kind: 'file', path: target, mode: null};
  if (existing.isDirectory()) throw new Error('it is a folder');
  if (!existing.isFile()) return {kind: 'stream', path: target};
  // Moving over a read-only file would succeed, which is not what its owner wants.
  closeSync(openSync(target, 'r+'));
  return {kind: 'file', path: target, mode: existing.mode & 0o7777};
}

/** Where a path leads, whether or not there is anything. */
function throughLinks(path: string, links = 0): string {
  const here = join(realpathSync(dirname(path)), basename(path));
  if (lstatSync(here, {throwIfNoEntry: false})?.isSymbolicLink() !== true) return here;
  if (links === MOST_LINKS) throw new Error('its links lead in a circle');
  return throughLinks(resolve(dirname(here), readlinkSync(here)), links + 1);
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

type File = Target & {readonly kind: 'file'};

function proveWritable({path, mode}: File): void {
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

function replaceSync({path, mode}: File, text: string): void {
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

async function replace({path, mode}: File, text: string): Promise<void> {
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

/** Never waits for the other end of a pipe, as opening one otherwise does. */
async function openStream(path: string): Promise<FileHandle> {
  const {O_WRONLY, O_APPEND, O_NONBLOCK = 0} = constants;
  try {
    return await open(path, O_WRONLY | O_APPEND | O_NONBLOCK);
  } catch (error) {
    if (codeOf(error) !== 'ENXIO') throw error;
    throw new Error('nobody reads from it', {cause: error});
  }
}

async function writeToStream(stream: FileHandle, text: string): Promise<void> {
  try {
    await writeAll(stream, text);
  } finally {
    await stream.close();
  }
}

/** A reader that goes away has had what it wanted. */
async function writeAll(file: FileHandle, text: string): Promise<void> {
  let rest: Buffer = Buffer.from(text);
  try {
    while (rest.length > 0) {
      const written = await file.write(rest).catch((error: unknown) => {
        if (codeOf(error) === 'EAGAIN') return null;
        throw error;
      });
      if (written === null) await delay(FULL_PIPE_WAIT_MS);
      else rest = rest.subarray(written.bytesWritten);
    }
  } catch (error) {
    if (codeOf(error) !== 'EPIPE') throw error;
  }
}

function lost(path: string): (error: unknown) => never {
  return (error) => {
    throw new ReportLost(`${path}: the report could not be written (${reasonOf(error)})`, {cause: error});
  };
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
}

/** Without the system call's own message, which names the temporary file. */
function reasonOf(error: unknown): string {
  return messageOf(error).replace(/, \w+( '.*')?$/s, '');
}

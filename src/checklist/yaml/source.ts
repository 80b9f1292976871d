import {createHash} from 'node:crypto';
import type {Stats} from 'node:fs';
import {open, stat} from 'node:fs/promises';
import {resolve} from 'node:path';
import {STDIN_NAME} from '../../model/checklist.ts';
import {messageOf} from '../../model/errors.ts';
import {READABLE_PATHS, type ReadableFolders} from '../../model/readable-folders.ts';
import {IS_A_FOLDER, whyNotRead} from './file-words.ts';
import {readPipe} from './pipe.ts';

/** A file a person wrote, as text. */
export interface Source {
  /** As the user named it. */
  readonly file: string;
  readonly text: string;
  /** Of the bytes, hex. */
  readonly sha256: string;
}

/** Why a file could not be read as text. */
export interface Unreadable {
  readonly why: string;
  readonly missing: boolean;
  /** What could be read before the position that is wrong; null when no position in the file is to blame. */
  readonly readable: string | null;
}

/** Reads at most so many bytes of what stands for `-`. */
export type ReadStdin = (atMost: number) => Promise<Buffer>;

export const IS_EMPTY = 'is empty';

const STDIN = '-';

/** What messages call a file that a user named. */
export function shownName(file: string): string {
  return file === STDIN ? STDIN_NAME : file;
}

/**
 * Larger files are refused: no checklist comes near this size, and a parser should not be given arbitrary input by
 * accident.
 */
const MAX_BYTES = 1024 * 1024;

export function isSource(read: Source | Unreadable): read is Source {
  return 'text' in read;
}

/** Reads the file that a user named, `-` being stdin; `shown` is what messages call it. */
export async function readNamed(file: string, shown: string, readStdin?: ReadStdin): Promise<Source | Unreadable> {
  if (file !== STDIN || readStdin === undefined) return readSource(resolve(file), shown);
  return decode(await readStdin(MAX_BYTES + 1), shown);
}

/** Reads a file that a checklist names, or that lies beside it, if it may be read; `file` is what messages call it. */
export async function readReadable(
  readable: ReadableFolders,
  path: string,
  file: string,
): Promise<Source | Unreadable> {
  const resolved = await readable.resolve(path).catch((thrown: unknown) => ({thrown}));
  if ('thrown' in resolved) return unreadable(`cannot be read: ${messageOf(resolved.thrown)}`);
  if ('refusal' in resolved) return unreadable(`${resolved.refusal}; ${READABLE_PATHS}`);
  // What nobody named on a command line is not from a shell: a pipe there would be waited for in silence.
  return readSource(resolved.real, file, {mayBePipe: false});
}

/** Reads `path`; `file` is what messages call it. */
export async function readSource(path: string, file: string, {mayBePipe = true} = {}): Promise<Source | Unreadable> {
  try {
    const stats = await stat(path);
    const refusal = whyNotAFile(stats, mayBePipe);
    if (refusal !== null) return unreadable(refusal);
    return decode(stats.isFIFO() ? await readPipe(path, MAX_BYTES + 1) : await readBytes(path), file);
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    const missing = code === 'ENOENT' || code === 'ENOTDIR';
    return {why: await whyNotRead(path, thrown), missing, readable: null};
  }
}

function unreadable(why: string, readable: string | null = null): Unreadable {
  return {why, missing: false, readable};
}

function whyNotAFile(stats: Stats, mayBePipe: boolean): string | null {
  if (stats.isDirectory()) return IS_A_FOLDER;
  // A pipe is what `<(…)` of a shell hands over.
  if (!stats.isFile() && !(mayBePipe && stats.isFIFO())) return 'is not a regular file';
  return stats.size > MAX_BYTES ? tooLarge(stats.size) : null;
}

function tooLarge(bytes: number): string {
  return `is ${(bytes / MAX_BYTES).toFixed(1)} MiB, more than the 1 MiB a checklist may have; split it`;
}

/** At most one byte more than is allowed, however large the file has become meanwhile. */
async function readBytes(path: string): Promise<Buffer> {
  const handle = await open(path);
  try {
    const bytes = Buffer.alloc(MAX_BYTES + 1);
    let length = 0;
    while (length < bytes.length) {
      const {bytesRead} = await handle.read(bytes, length, bytes.length - length);
      if (bytesRead === 0) break;
      length += bytesRead;
    }
    return bytes.subarray(0, length);
  } finally {
    await handle.close();
  }
}

function decode(bytes: Buffer, file: string): Source | Unreadable {
  if (bytes.length > MAX_BYTES) return unreadable('is larger than the 1 MiB a checklist may have; split it');
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff') return unreadable('is UTF-16, not UTF-8; save it as UTF-8');
  if (bytes.includes(0)) return unreadable('is a binary file, not YAML text');
  const text = new TextDecoder('utf-8').decode(bytes);
  try {
    new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch {
    const readable = text.slice(0, text.indexOf('\ufffd'));
    const byte = bytes[Buffer.byteLength(readable)] ?? 0;
    return unreadable(`is not UTF-8: found the byte 0x${byte.toString(16).toUpperCase()}; save it as UTF-8`, readable);
  }
  if (text.trim() === '') return unreadable(IS_EMPTY);
  if (text.includes('\r') && !text.includes('\n')) {
    return unreadable('has lines that end with CR alone; save it with LF or CRLF at their ends');
  }
  return {file, text, sha256: createHash('sha256').update(bytes).digest('hex')};
}

import {constants} from 'node:fs';
import {open} from 'node:fs/promises';
import {CannotTell, messageOf} from '../../model/errors.ts';
import {READABLE_PATHS, type ReadableFolders} from '../../model/readable-folders.ts';

const MAX_FILE_BYTES = 1024 * 1024;

/** Called with each file that is looked for: where it is, or would be, once links are resolved. */
export type NoteFile = (real: string) => void;

export interface Readable {
  readonly folders: ReadableFolders;
  readonly noteFile: NoteFile;
}

/** The text of a file that may be read; null when there is none. */
export async function readReadable(
  {folders, noteFile}: Readable,
  path: string,
  signal: AbortSignal,
  maxBytes = MAX_FILE_BYTES,
): Promise<string | null> {
  try {
    const real = await realPathOf(folders, path);
    noteFile(real);
    return await readText(real, path, {signal, maxBytes});
  } catch (thrown) {
    if (thrown instanceof CannotTell || signal.aborted) throw thrown;
    const code = (thrown as NodeJS.ErrnoException).code;
    // ENOTDIR: a folder of the path is a file, so there is no such file either.
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw new CannotTell(`${path}: cannot be read (${code ?? messageOf(thrown)})`, 'let this user read the file', {
      cause: thrown,
    });
  }
}

/**
 * Where a path leads once links are resolved.
 * @throws {CannotTell} where that must not be read.
 */
export async function realPathOf(folders: ReadableFolders, path: string): Promise<string> {
  const resolved = await folders.resolve(path);
  if ('real' in resolved) return resolved.real;
  throw new CannotTell(`${path}: ${resolved.refusal}`, READABLE_PATHS);
}

interface Limits {
  readonly signal: AbortSignal;
  readonly maxBytes: number;
}

async function readText(file: string, path: string, {signal, maxBytes}: Limits): Promise<string> {
  signal.throwIfAborted();
  // Non-blocking, or opening a named pipe would wait for its writer. No link: one that is there now was not there before.
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0));
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw new CannotTell(`${path}: is not a regular file`, 'name a file');
    if (stats.size > maxBytes) {
      const limit = `${maxBytes / MAX_FILE_BYTES} MiB`;
      throw new CannotTell(
        `${path}: has ${stats.size} bytes, more than the ${limit} that is read`,
        'name a smaller file',
      );
    }
    return decode(await handle.readFile({signal}), path);
  } finally {
    await handle.close();
  }
}

function decode(bytes: Buffer, path: string): string {
  const other = OTHER_FORMATS.find(({begins}) => bytes.subarray(0, begins.length).equals(begins));
  if (other !== undefined) throw new CannotTell(`${path}: ${other.is}`, other.fix);
  let text: string;
  try {
    text = new TextDecoder('utf-8', {fatal: true}).decode(bytes);
  } catch (thrown) {
    throw new CannotTell(`${path}: is not UTF-8`, 'save it as UTF-8', {cause: thrown});
  }
  // UTF-16 without a mark is valid UTF-8 as long as it is ASCII.
  if (text.includes('\0'))
    throw new CannotTell(`${path}: holds NUL, as binary files and UTF-16 do`, 'save it as UTF-8');
  return text;
}

/** Whose text is not what the file would be read as. */
const OTHER_FORMATS = [
  {
    begins: Buffer.from('PK\u0003\u0004'),
    is: 'is a ZIP archive, as `terraform plan -out` saves a plan',
    fix: 'name a text file; for a saved plan that is what `terraform show -json PLAN > plan.json` writes',
  },
  {
    begins: Buffer.from([0xff, 0xfe]),
    is: 'is UTF-16',
    fix: 'save it as UTF-8, for example with `iconv -f UTF-16 -t UTF-8`',
  },
  {
    begins: Buffer.from([0xfe, 0xff]),
    is: 'is UTF-16',
    fix: 'save it as UTF-8, for example with `iconv -f UTF-16 -t UTF-8`',
  },
  {
    begins: Buffer.from('version https://git-lfs.github.com/spec/'),
    is: 'is a pointer of Git LFS, and what it points to is not here',
    fix: 'fetch it with `git lfs pull`',
  },
] as const;

import {constants} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';
import {IS_A_FOLDER} from '../../checklist/yaml/file-words.ts';
import {readStdin} from '../stdin.ts';

/** Far more than a run writes; JSON of this size is parsed in a second. */
export const MAX_BYTES = 64 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/**
 * Reads a file that must be one: a FIFO or a device, of which nobody knows whether they end, is refused at once, and so is
 * what is larger than {@link MAX_BYTES}.
 */
export async function readRegularFile(path: string): Promise<Buffer> {
  // Without O_NONBLOCK the opening of a FIFO waits for somebody to write to it.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new Error(stats.isDirectory() ? IS_A_FOLDER : 'is not a regular file');
    if (stats.size > MAX_BYTES) throw tooLarge();
    return await readUpTo(file);
  } finally {
    await file.close();
  }
}

/** As {@link readRegularFile}, but that `-` is stdin, which need not be a file and is bounded all the same. */
export async function readBounded(file: string): Promise<Buffer> {
  if (file !== '-') return readRegularFile(file);
  const bytes = await readStdin(MAX_BYTES + 1);
  if (bytes.length > MAX_BYTES) throw tooLarge();
  return bytes;
}

/** Files of /proc say that they are empty: what is read is counted, too. */
async function readUpTo(file: FileHandle): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let length = 0; ; ) {
    const {bytesRead, buffer} = await file.read(Buffer.alloc(CHUNK_BYTES), 0, CHUNK_BYTES, null);
    if (bytesRead === 0) return Buffer.concat(chunks);
    length += bytesRead;
    if (length > MAX_BYTES) throw tooLarge();
    chunks.push(buffer.subarray(0, bytesRead));
  }
}

function tooLarge(): Error {
  return new Error(`is larger than ${MAX_BYTES / 1024 / 1024} MiB`);
}

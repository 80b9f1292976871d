import {UsageError} from '../model/errors.ts';

let isTaken = false;

/**
 * Reads stdin, which `-` stands for where a file is expected, up to this many bytes.
 *
 * @throws UsageError when stdin has already been read.
 */
export async function readStdin(atMost = Number.POSITIVE_INFINITY): Promise<Buffer> {
  if (isTaken) throw new UsageError('stdin can be read only once; name a file for the other', {where: '-'});
  isTaken = true;
  const chunks: Buffer[] = [];
  let length = 0;
  // Leaving the loop closes stdin, so that an endless pipe does not keep the process alive.
  for await (const chunk of process.stdin) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= atMost) break;
  }
  return Buffer.concat(chunks).subarray(0, Math.min(length, atMost));
}

import {constants, open as openCallback} from 'node:fs';
import {Socket} from 'node:net';
import {promisify} from 'node:util';

/** A descriptor that the socket owns: a `FileHandle` would close it, too. */
const open = promisify(openCallback);

/**
 * What is written to a pipe, such as `<(…)` of a shell, at most so many bytes of it. As long as nobody writes it waits, in
 * the event loop: a thread that waits in `open` or `read` would keep the process from ending at a signal.
 */
export async function readPipe(path: string, atMost: number): Promise<Buffer> {
  const {O_RDONLY, O_NONBLOCK} = constants;
  const fd = await open(path, O_RDONLY | O_NONBLOCK, 0);
  const pipe = new Socket({fd, readable: true, writable: false});
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of pipe as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= atMost) break;
  }
  return Buffer.concat(chunks).subarray(0, atMost);
}

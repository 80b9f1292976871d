import {constants, write} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';
import {setTimeout as delay} from 'node:timers/promises';
import {promisify} from 'node:util';
import {codeOf} from './failures.ts';

const FULL_PIPE_WAIT_MS = 20;

/** Texts for one handle, in their order, however many come while one is being written. */
export class Lines {
  readonly #file: Sink;
  #waiting = '';
  #writing: Promise<void> | null = null;
  #failure: {readonly error: unknown} | null = null;

  constructor(file: Sink) {
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

/** What is written to without an end. */
export type Sink = Pick<FileHandle, 'close'> & {write(bytes: Buffer): Promise<{readonly bytesWritten: number}>};

/** Opened a second time, a file behind it would have two places to write to. */
const OPEN_ALREADY = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/;
const writeTo = promisify(write);

/** Never waits for the other end of a pipe, as opening one otherwise does. */
export async function openStream(path: string): Promise<Sink> {
  const [, number] = OPEN_ALREADY.exec(path === '/dev/stderr' ? '/dev/fd/2' : path) ?? [];
  if (number !== undefined) return {write: (bytes) => writeTo(Number(number), bytes), close: async () => {}};
  const {O_WRONLY, O_APPEND, O_NONBLOCK = 0} = constants;
  try {
    return await open(path, O_WRONLY | O_APPEND | O_NONBLOCK);
  } catch (error) {
    if (codeOf(error) !== 'ENXIO') throw error;
    throw new Error('nobody reads from it', {cause: error});
  }
}

export async function writeToStream(stream: Sink, text: string): Promise<void> {
  try {
    await writeAll(stream, text);
  } finally {
    await stream.close();
  }
}

/** A reader that goes away has had what it wanted. */
async function writeAll(file: Sink, text: string): Promise<void> {
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

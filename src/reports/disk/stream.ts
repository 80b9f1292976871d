import {constants} from 'node:fs';
import {type FileHandle, open} from 'node:fs/promises';
import {setTimeout as delay} from 'node:timers/promises';
import {codeOf} from './failures.ts';

const FULL_PIPE_WAIT_MS = 20;

/** Texts for one handle, in their order, however many come while one is being written. */
export class Lines {
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

/** Never waits for the other end of a pipe, as opening one otherwise does. */
export async function openStream(path: string): Promise<FileHandle> {
  const {O_WRONLY, O_APPEND, O_NONBLOCK = 0} = constants;
  try {
    return await open(path, O_WRONLY | O_APPEND | O_NONBLOCK);
  } catch (error) {
    if (codeOf(error) !== 'ENXIO') throw error;
    throw new Error('nobody reads from it', {cause: error});
  }
}

export async function writeToStream(stream: FileHandle, text: string): Promise<void> {
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

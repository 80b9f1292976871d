import {isUtf8} from 'node:buffer';

const NOTHING = Buffer.alloc(0);

/** Whether all bytes so far are UTF-8, or the beginning of it. */
export class Utf8Check {
  isValid = true;
  /** The beginning of a character, at most three bytes. */
  #begun = NOTHING;

  read(chunk: Buffer): void {
    if (!this.isValid) return;
    const bytes = this.#begun.length === 0 ? chunk : Buffer.concat([this.#begun, chunk]);
    const end = bytes.length - unfinishedBytes(bytes);
    this.isValid = isUtf8(end === bytes.length ? bytes : bytes.subarray(0, end));
    // Copied: a piece of a chunk would keep all of it in memory.
    this.#begun = end === bytes.length ? NOTHING : Buffer.from(bytes.subarray(end));
  }
}

/** How many bytes at the end are the beginning of a character that may still be completed. */
function unfinishedBytes(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    // A continuation belongs to what is before it.
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? back : 0;
  }
  return 0;
}

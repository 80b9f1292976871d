import {errorName} from './error-codes.ts';
import {MAX_HEADER_BYTES} from './transport.ts';

const HEAD_BYTES = 9;
/** That of the first request of a client. */
const STREAM_ID = 1;
const TYPES = {data: 0, headers: 1, reset: 3, goaway: 7, continuation: 9};
const FLAGS = {endStream: 0x1, endHeaders: 0x4, padded: 0x8, priority: 0x20};
/** Without a byte of a body between them: far more than any server has a use for. */
const MOST_EMPTY_FRAMES = 100_000;

interface Frame {
  readonly type: number;
  readonly flags: number;
  readonly streamId: number;
  /** What is still to come of its payload. */
  left: number;
  /** As much of the payload as is looked at. */
  kept: Buffer;
  readonly keep: number;
}

/**
 * Reads along with what a server sends on a connection with one request (RFC 9113, section 4), and knows what `node:http2`
 * does not tell apart: whether the stream was ended, or reset, or the connection given up, or just closed.
 */
export class FrameWatch {
  /** END_STREAM was received. */
  isEnded = false;
  /** The error code of RST_STREAM, and of the last GOAWAY. */
  reset: string | null = null;
  goaway: string | null = null;
  /** More frames came than make sense that carry nothing. */
  isFlooded = false;
  /** The header blocks as they came, still compressed; null: too long to be kept, or not wanted any longer. */
  headerBlocks: Buffer[] | null = [];
  #headBytes = 0;
  #start = Buffer.alloc(0);
  #frame: Frame | null = null;
  #endsWithHeaders = false;
  #emptyFrames = 0;

  read(chunk: Buffer): void {
    let at = 0;
    while (at < chunk.length) {
      if (this.#frame === null) {
        const taken = chunk.subarray(at, at + HEAD_BYTES - this.#start.length);
        at += taken.length;
        this.#start = Buffer.concat([this.#start, taken]);
        if (this.#start.length < HEAD_BYTES) return;
        this.#frame = this.#begun(this.#start);
        this.#start = Buffer.alloc(0);
      }
      const frame = this.#frame;
      const payload = chunk.subarray(at, at + frame.left);
      at += payload.length;
      frame.left -= payload.length;
      const wanted = payload.subarray(0, frame.keep - frame.kept.length);
      if (wanted.length > 0) frame.kept = Buffer.concat([frame.kept, wanted]);
      if (frame.left > 0) return;
      this.#frame = null;
      this.#received(frame);
    }
  }

  #begun(head: Buffer): Frame {
    const left = head.readUIntBE(0, 3);
    const type = head[3] ?? 0;
    if (type === TYPES.headers || type === TYPES.continuation) this.#headBytes += left;
    if (this.#headBytes > MAX_HEADER_BYTES) this.headerBlocks = null;
    this.#emptyFrames = type === TYPES.data && left > 0 ? 0 : this.#emptyFrames + 1;
    if (this.#emptyFrames > MOST_EMPTY_FRAMES) this.isFlooded = true;
    const streamId = head.readUInt32BE(5) & 0x7fff_ffff;
    return {type, flags: head[4] ?? 0, streamId, left, kept: Buffer.alloc(0), keep: this.#kept(type, left)};
  }

  /** How much of a payload is looked at. */
  #kept(type: number, length: number): number {
    switch (type) {
      case TYPES.headers:
      case TYPES.continuation:
        return this.headerBlocks === null ? 0 : length;
      case TYPES.reset:
        return 4;
      case TYPES.goaway:
        return 8;
      default:
        return 0;
    }
  }

  #received({type, flags, streamId, kept}: Frame): void {
    if (streamId !== (type === TYPES.goaway ? 0 : STREAM_ID)) return;
    const has = (flag: number) => (flags & flag) !== 0;
    switch (type) {
      case TYPES.data:
        if (has(FLAGS.endStream)) this.isEnded = true;
        break;
      case TYPES.headers:
        this.headerBlocks?.push(blockOf(kept, has(FLAGS.padded), has(FLAGS.priority)));
        this.#endsWithHeaders = has(FLAGS.endStream);
        if (has(FLAGS.endHeaders) && this.#endsWithHeaders) this.isEnded = true;
        break;
      case TYPES.continuation:
        this.#continued(kept);
        if (has(FLAGS.endHeaders) && this.#endsWithHeaders) this.isEnded = true;
        break;
      case TYPES.reset:
        if (kept.length === 4) this.reset ??= errorName(kept.readUInt32BE(0));
        break;
      case TYPES.goaway:
        if (kept.length === 8) this.goaway = errorName(kept.readUInt32BE(4));
        break;
    }
  }

  #continued(more: Buffer): void {
    const before = this.headerBlocks?.pop();
    if (before !== undefined) this.headerBlocks?.push(Buffer.concat([before, more]));
  }
}

/** The field block of HEADERS, without its padding and priority (RFC 9113, section 6.2). */
function blockOf(payload: Buffer, isPadded: boolean, hasPriority: boolean): Buffer {
  const padding = isPadded ? (payload[0] ?? 0) : 0;
  return payload.subarray((isPadded ? 1 : 0) + (hasPriority ? 5 : 0), payload.length - padding);
}

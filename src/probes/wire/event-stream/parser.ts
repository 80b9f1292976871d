import {LineSplitter} from './line-splitter.ts';

const COLON = 0x3a;
const SPACE = 0x20;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const PLAIN_NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

export interface ParsedEvent {
  /** `message` when the stream names none. */
  readonly type: string;
  /** The event's own; null when it has none. */
  readonly id: string | null;
  /** The first characters of its data. */
  readonly data: string;
  /** Of all its data, in UTF-8. */
  readonly bytes: number;
}

export interface ParserEvents {
  event(event: ParsedEvent): void;
  /** Without the colon and a space behind it. */
  comment(text: string): void;
  /** A field that no client knows. */
  unknownField(name: string): void;
  /** A line that is no field. */
  strayLine(text: string): void;
}

/**
 * Reads bytes as an event stream, exactly as WHATWG HTML, section 9.2.6 says. Of each line and of each event's data it keeps
 * as many bytes as asked, and counts the rest: neither has to fit into memory.
 */
export class EventStreamParser {
  readonly #events: ParserEvents;
  readonly #keptBytes: number;
  readonly #lines: LineSplitter;
  #isFirstLine = true;
  #hasBom = false;
  #lastEventId = '';
  #retryMs: number | null = null;
  // What is known of the event that is not over.
  #type = '';
  #id: string | null = null;
  /** Becomes the stream's with the next empty line. */
  #nextLastEventId = '';
  #data = '';
  #dataBytes = 0;
  #dataLines = 0;
  /** Lines that are lost when no empty line comes. */
  #open = '';
  #openBytes = 0;

  constructor(keptBytes: number, events: ParserEvents) {
    this.#keptBytes = keptBytes;
    this.#events = events;
    this.#lines = new LineSplitter(keptBytes);
  }

  read(chunk: Buffer): void {
    this.#lines.read(chunk, this.#takeLine);
  }

  /** What a client that reconnects sends as Last-Event-ID. */
  get lastEventId(): string {
    return this.#lastEventId;
  }

  get retryMs(): number | null {
    return this.#retryMs;
  }

  get hasBom(): boolean {
    return this.#hasBom || (this.#isFirstLine && this.#lines.unfinished.kept.subarray(0, BOM.length).equals(BOM));
  }

  get lineEnds(): LineSplitter['lineEnds'] {
    return this.#lines.lineEnds;
  }

  get hasNul(): boolean {
    return this.#lines.hasNul;
  }

  get largestLineBytes(): number {
    return this.#lines.largestLine;
  }

  /** Of the event that is not over. */
  get openDataBytes(): number {
    return this.#dataBytes;
  }

  get openLineBytes(): number {
    return this.#lines.unfinished.length;
  }

  /** What is discarded when the stream ends here; comments and `retry` need no empty line. Null: nothing. */
  get dangling(): {readonly bytes: number; readonly text: string} | null {
    const {kept, length} = this.#lines.unfinished;
    const isLost = length > 0 && kept[0] !== COLON;
    const bytes = this.#openBytes + (isLost ? length : 0);
    return bytes === 0 ? null : {bytes, text: this.#open + (isLost ? kept.toString() : '')};
  }

  readonly #takeLine = (
    bytes: Buffer,
    start: number,
    to: number,
    {length: whole, hasNul}: {readonly length: number; readonly hasNul: boolean},
  ): void => {
    let from = start;
    let length = whole;
    if (this.#isFirstLine) {
      this.#isFirstLine = false;
      if (bytes.subarray(from, to).subarray(0, BOM.length).equals(BOM)) {
        this.#hasBom = true;
        from += BOM.length;
        length -= BOM.length;
      }
    }
    if (length === 0) this.#endEvent();
    else if (bytes[from] === COLON) this.#events.comment(textOf(bytes, afterColon(bytes, from, to), to));
    else this.#field(bytes, from, to, length, hasNul);
  };

  #field(bytes: Buffer, from: number, to: number, length: number, hasNul: boolean): void {
    const line = textOf(bytes, from, to);
    // The names of fields are ASCII, so that bytes and characters are the same up to the colon.
    const colon = line.indexOf(':');
    const name = colon === -1 ? line : line.slice(0, colon);
    const valueAt = colon === -1 ? line.length : colon + (line.charCodeAt(colon + 1) === SPACE ? 2 : 1);
    switch (name) {
      case 'data':
        this.#addData(line, valueAt, length - valueAt);
        break;
      case 'event':
        this.#type = line.slice(valueAt);
        break;
      case 'id':
        if (!hasNul) {
          this.#id = line.slice(valueAt);
          this.#nextLastEventId = this.#id;
        }
        break;
      case 'retry':
        this.#retry(line.slice(valueAt));
        return;
      default:
        if (colon !== -1 && PLAIN_NAME.test(name)) this.#events.unknownField(name);
        else this.#events.strayLine(line);
    }
    this.#openBytes += length + 1;
    if (this.#open.length < this.#keptBytes) this.#open += `${line}\n`;
  }

  #addData(line: string, valueAt: number, bytes: number): void {
    this.#dataLines += 1;
    this.#dataBytes += bytes + (this.#dataLines === 1 ? 0 : 1);
    if (this.#dataLines === 1) this.#data = line.slice(valueAt);
    else if (this.#data.length < this.#keptBytes) this.#data += `\n${line.slice(valueAt)}`;
  }

  #retry(value: string): void {
    if (/^[0-9]+$/.test(value)) this.#retryMs = Math.min(Number(value), Number.MAX_SAFE_INTEGER);
  }

  #endEvent(): void {
    this.#lastEventId = this.#nextLastEventId;
    const isEvent = this.#dataLines > 0;
    const event = {
      type: this.#type === '' ? 'message' : this.#type,
      id: this.#id,
      data: this.#data,
      bytes: this.#dataBytes,
    };
    this.#type = '';
    this.#id = null;
    this.#data = '';
    this.#dataBytes = 0;
    this.#dataLines = 0;
    this.#open = '';
    this.#openBytes = 0;
    if (isEvent) this.#events.event(event);
  }
}

function afterColon(bytes: Buffer, colon: number, to: number): number {
  return colon + 1 < to && bytes[colon + 1] === SPACE ? colon + 2 : colon + 1;
}

function textOf(bytes: Buffer, from: number, to: number): string {
  return bytes.toString('utf8', from, to);
}

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
  /** Lines that are lost when no empty line comes, as pairs of what is before a value and the value. */
  readonly #open: string[] = [];
  #openParts = 0;
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
    return bytes === 0 ? null : {bytes, text: this.#openText() + (isLost ? kept.toString() : '')};
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
    const known = knownField(bytes, from, to);
    if (known === null) {
      this.#otherLine(bytes, from, to, length);
      return;
    }
    const valueAt = Math.min(to, afterColon(bytes, from + known.length, to));
    const value = textOf(bytes, valueAt, to);
    switch (known) {
      case 'data':
        this.#addData(value, length - (valueAt - from));
        break;
      case 'event':
        this.#type = value;
        break;
      case 'id':
        if (!hasNul) {
          this.#id = value;
          this.#nextLastEventId = value;
        }
        break;
      case 'retry':
        this.#retry(value);
        return;
    }
    this.#keepOpen(beforeValue(known, valueAt - from), value, length);
  }

  #otherLine(bytes: Buffer, from: number, to: number, length: number): void {
    const line = textOf(bytes, from, to);
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon));
    if (PLAIN_NAME.test(name)) this.#events.unknownField(name);
    else this.#events.strayLine(line);
    this.#keepOpen('', line, length);
  }

  /** Parts are written over, not joined: of most events nothing is lost. */
  #keepOpen(before: string, value: string, length: number): void {
    if (this.#openBytes < this.#keptBytes) {
      this.#open[this.#openParts++] = before;
      this.#open[this.#openParts++] = value;
    }
    this.#openBytes += length + 1;
  }

  #openText(): string {
    let text = '';
    for (let part = 0; part < this.#openParts; part += 2) text += `${this.#open[part]}${this.#open[part + 1]}\n`;
    return text;
  }

  #addData(value: string, bytes: number): void {
    this.#dataLines += 1;
    this.#dataBytes += bytes + (this.#dataLines === 1 ? 0 : 1);
    if (this.#dataLines === 1) this.#data = value;
    else if (this.#data.length < this.#keptBytes) this.#data += `\n${value}`;
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
    this.#openParts = 0;
    this.#openBytes = 0;
    if (isEvent) this.#events.event(event);
  }
}

type Known = 'data' | 'event' | 'id' | 'retry';

const KNOWN: readonly {readonly name: Known; readonly bytes: Buffer}[] = (
  ['data', 'event', 'id', 'retry'] as const
).map((name) => ({name, bytes: Buffer.from(name)}));

/** The field that a line is, by its bytes: most of a stream is data, and only its value is needed as text. */
function knownField(bytes: Buffer, from: number, to: number): Known | null {
  for (const {name, bytes: wanted} of KNOWN) {
    const end = from + wanted.length;
    if (end > to || (end < to && bytes[end] !== COLON)) continue;
    let at = 0;
    while (at < wanted.length && bytes[from + at] === wanted[at]) at += 1;
    if (at === wanted.length) return name;
  }
  return null;
}

/** What a line was before its value, of which there are so many bytes: without a colon there is no value. */
function beforeValue(name: Known, bytes: number): string {
  if (bytes === name.length) return name;
  return bytes === name.length + 1 ? `${name}:` : `${name}: `;
}

function afterColon(bytes: Buffer, colon: number, to: number): number {
  return colon + 1 < to && bytes[colon + 1] === SPACE ? colon + 2 : colon + 1;
}

function textOf(bytes: Buffer, from: number, to: number): string {
  return bytes.toString('utf8', from, to);
}

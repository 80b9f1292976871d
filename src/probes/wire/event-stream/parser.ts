import {LineSplitter, type TakeLine} from './line-splitter.ts';
import {TakenText, type TextBytes} from './text-bytes.ts';

const COLON = 0x3a;
const SPACE = 0x20;
const BOM = Buffer.from([0xef, 0xbb, 0xbf]);
const NOTHING: Buffer = Buffer.alloc(0);
const PLAIN_NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Written over by the next one, as its texts are. */
export interface ParsedEvent {
  /** `message` when the stream names none. */
  readonly type: string;
  /** The event's own; null when it has none. */
  readonly id: TextBytes | null;
  /** The beginning of its data. */
  readonly data: TextBytes;
  /** Of all its data, in UTF-8. */
  readonly bytes: number;
}

export interface ParserEvents {
  event(event: ParsedEvent): void;
  /** Without the colon and a space behind it. */
  comment(text: TextBytes): void;
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
  readonly #lastEventId = new TakenText();
  #retryMs: number | null = null;
  /** What is being read. */
  #chunk: Buffer = NOTHING;
  readonly #comment = new TakenText();
  /** Of the newest event that had one: most streams have one type. */
  #newestType = '';
  // What is known of the event that is not over.
  #type = '';
  #hasId = false;
  readonly #id = new TakenText();
  readonly #data = new TakenText();
  #dataLines = 0;
  readonly #event = {type: '', id: null as TextBytes | null, data: this.#data, bytes: 0};
  /** Lines that are lost when no empty line comes: those of earlier chunks, and where those of this one begin and end. */
  #openText = '';
  readonly #open: number[] = [];
  #openParts = 0;
  #openBytes = 0;

  constructor(keptBytes: number, events: ParserEvents) {
    this.#keptBytes = keptBytes;
    this.#events = events;
    this.#lines = new LineSplitter(keptBytes);
  }

  read(chunk: Buffer): void {
    this.#chunk = chunk;
    this.#lines.read(chunk, this.#takeLine);
    this.#lastEventId.keep();
    if (this.#openBytes > 0) {
      this.#openText = this.#textOfOpen();
      this.#openParts = 0;
      this.#id.keep();
      this.#data.keep();
    }
    this.#chunk = NOTHING;
  }

  /** What a client that reconnects sends as Last-Event-ID. */
  get lastEventId(): string {
    return this.#lastEventId.toString();
  }

  get retryMs(): number | null {
    return this.#retryMs;
  }

  get hasBom(): boolean {
    return this.#hasBom || (this.#isFirstLine && this.#lines.unfinished.kept.subarray(0, BOM.length).equals(BOM));
  }

  /** Where the end of the line is that made the event or the comment which is being given, in what is being read. */
  get lineEnd(): number {
    return this.#lines.lineEnd;
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
    return this.#event.bytes;
  }

  get openLineBytes(): number {
    return this.#lines.unfinished.length;
  }

  /** What is discarded when the stream ends here; comments and `retry` need no empty line. Null: nothing. */
  get dangling(): {readonly bytes: number; readonly text: string} | null {
    const {kept, length} = this.#lines.unfinished;
    const isLost = length > 0 && kept[0] !== COLON;
    const bytes = this.#openBytes + (isLost ? length : 0);
    return bytes === 0 ? null : {bytes, text: this.#textOfOpen() + (isLost ? kept.toString() : '')};
  }

  readonly #takeLine: TakeLine = (bytes, start, to, whole, hasNul) => {
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
    else if (bytes[from] === COLON) {
      this.#comment.take(bytes, afterColon(bytes, from, to), to);
      this.#events.comment(this.#comment);
    } else this.#field(bytes, from, to, length, hasNul);
  };

  #field(bytes: Buffer, from: number, to: number, length: number, hasNul: boolean): void {
    const known = knownField(bytes, from, to);
    if (known === null) {
      this.#otherLine(bytes, from, to, length);
      return;
    }
    const valueAt = Math.min(to, afterColon(bytes, from + known.length, to));
    switch (known) {
      case 'data':
        this.#addData(bytes, valueAt, to, length - (valueAt - from));
        break;
      case 'event':
        this.#type = this.#typeOf(bytes, valueAt, to);
        break;
      case 'id':
        if (!hasNul) {
          this.#hasId = true;
          this.#id.take(bytes, valueAt, to);
        }
        break;
      case 'retry':
        this.#retry(textOf(bytes, valueAt, to));
        return;
    }
    this.#keepOpen(bytes, from, to, length);
  }

  #otherLine(bytes: Buffer, from: number, to: number, length: number): void {
    const line = textOf(bytes, from, to);
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon));
    if (PLAIN_NAME.test(name)) this.#events.unknownField(name);
    else this.#events.strayLine(line);
    this.#keepOpen(bytes, from, to, length);
  }

  /** Places, not texts: of most events nothing is lost. */
  #keepOpen(bytes: Buffer, from: number, to: number, length: number): void {
    if (this.#openBytes < this.#keptBytes) {
      // The rest of a line that began in an earlier chunk is the first of its own.
      if (bytes !== this.#chunk) this.#openText += `${textOf(bytes, from, to)}\n`;
      else {
        this.#open[this.#openParts++] = from;
        this.#open[this.#openParts++] = to;
      }
    }
    this.#openBytes += length + 1;
  }

  #textOfOpen(): string {
    let text = this.#openText;
    for (let part = 0; part < this.#openParts; part += 2) {
      text += `${textOf(this.#chunk, this.#open[part] ?? 0, this.#open[part + 1] ?? 0)}\n`;
    }
    return text;
  }

  #addData(bytes: Buffer, from: number, to: number, length: number): void {
    this.#dataLines += 1;
    this.#event.bytes += length + (this.#dataLines === 1 ? 0 : 1);
    if (this.#dataLines === 1) this.#data.take(bytes, from, to);
    else if (this.#data.length < this.#keptBytes) this.#data.addLine(bytes, from, to);
  }

  #typeOf(bytes: Buffer, from: number, to: number): string {
    if (isAscii(bytes, from, to, this.#newestType)) return this.#newestType;
    const type = textOf(bytes, from, to);
    if (type !== '') this.#newestType = type;
    return type;
  }

  #retry(value: string): void {
    if (/^[0-9]+$/.test(value)) this.#retryMs = Math.min(Number(value), Number.MAX_SAFE_INTEGER);
  }

  #endEvent(): void {
    const event = this.#event;
    if (this.#hasId) this.#lastEventId.take(this.#id.bytes, this.#id.from, this.#id.to);
    if (this.#dataLines > 0) {
      event.type = this.#type === '' ? 'message' : this.#type;
      event.id = this.#hasId ? this.#id : null;
      this.#events.event(event);
    }
    this.#type = '';
    this.#hasId = false;
    this.#data.clear();
    event.bytes = 0;
    this.#dataLines = 0;
    this.#openText = '';
    this.#openParts = 0;
    this.#openBytes = 0;
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

function isAscii(bytes: Buffer, from: number, to: number, text: string): boolean {
  if (to - from !== text.length) return false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f || bytes[from + at] !== code) return false;
  }
  return true;
}

function afterColon(bytes: Buffer, colon: number, to: number): number {
  return colon + 1 < to && bytes[colon + 1] === SPACE ? colon + 2 : colon + 1;
}

function textOf(bytes: Buffer, from: number, to: number): string {
  return bytes.toString('utf8', from, to);
}

import type {StreamAnswer} from '../../../model/facts/wire/stream.ts';
import type {KnownSecrets} from '../../../model/text/secrets/known-secrets.ts';
import {FramingNotes} from './framing-notes.ts';
import {KeptLines} from './kept-lines.ts';
import {EventStreamParser} from './parser.ts';
import {ServerClock} from './server-clock.ts';
import {TimelineRows} from './timeline-rows.ts';
import {Utf8Check} from './utf8-check.ts';
import type {Chunks} from './waiting-chunks.ts';

/** Twice the 200 characters that are shown, each of up to four bytes. */
const KEPT_BYTES = 1616;
/** Real clients take lines and events of megabytes; something without an end is told from them here. */
const MAX_BYTES = 64 * 1024 * 1024;

type Facts = Pick<StreamAnswer, 'firstEventAtMs' | 'events' | 'comments' | 'framing' | 'timeline' | 'lines'>;

/** A chunk that is read alone. One for all streams: it is needed only while it is read. */
const ALONE = {count: 1, ms: 0, length: 0, atMs: (): number => ALONE.ms, end: (): number => ALONE.length};

/** What the body of a stream is, byte by byte, and when it came. */
export class EventStream {
  events = 0;
  comments = 0;
  /** What is being read, and of its chunk that is being read: when it came, where it begins and ends, what came before. */
  #chunks: Chunks = ALONE;
  #index = 0;
  #nowMs = 0;
  #from = 0;
  #end = 0;
  #eventsBefore = 0;
  #commentsBefore = 0;
  #firstEventAtMs: number | null = null;
  readonly #lines = new KeptLines();
  readonly #notes = new FramingNotes();
  readonly #clock = new ServerClock();
  readonly #rows = new TimelineRows();
  readonly #utf8 = new Utf8Check();
  readonly #parser = new EventStreamParser(KEPT_BYTES, {
    event: (event) => {
      this.#findChunk();
      this.events += 1;
      this.#firstEventAtMs ??= this.#nowMs;
      this.#notes.event(event);
      this.#rows.event(this.#nowMs, event.bytes, this.#clock.event(event.data, this.#nowMs));
      this.#lines.add(this.#nowMs, event.type, event.id, event.data);
    },
    comment: (text) => {
      this.#findChunk();
      this.comments += 1;
      this.#clock.comment(text, this.#nowMs);
      this.#lines.add(this.#nowMs, null, null, text);
    },
    unknownField: (name) => this.#notes.unknownField(name),
    strayLine: (text) => this.#notes.strayLine(text),
  });

  read(chunk: Buffer, atMs: number): void {
    ALONE.ms = atMs;
    ALONE.length = chunk.length;
    this.readAll(chunk, ALONE);
  }

  /** What is known then is what would be if each chunk had been read alone. */
  readAll(bytes: Buffer, chunks: Chunks): void {
    this.#chunks = chunks;
    this.#begin(0, 0);
    this.#utf8.read(bytes);
    this.#lines.begin(bytes);
    this.#parser.read(bytes);
    this.#lines.keep();
    while (this.#index < chunks.count) this.#endChunk();
  }

  /** An event and a comment came with the chunk in which their last line ended. */
  #findChunk(): void {
    while (this.#parser.lineEnd >= this.#end) this.#endChunk();
  }

  #begin(index: number, from: number): void {
    this.#index = index;
    if (index === this.#chunks.count) return;
    this.#nowMs = this.#chunks.atMs(index);
    this.#from = from;
    this.#end = this.#chunks.end(index);
    this.#eventsBefore = this.events;
    this.#commentsBefore = this.comments;
  }

  #endChunk(): void {
    const events = this.events - this.#eventsBefore;
    const comments = this.comments - this.#commentsBefore;
    this.#rows.arrival(this.#nowMs, this.#end - this.#from, events, comments);
    this.#begin(this.#index + 1, this.#end);
  }

  /** A line or an event that no client can be asked to take. */
  get isTooLarge(): boolean {
    return this.#parser.openLineBytes > MAX_BYTES || this.#parser.openDataBytes > MAX_BYTES;
  }

  facts(secrets: KnownSecrets): Facts {
    return {
      firstEventAtMs: this.#firstEventAtMs,
      events: this.events,
      comments: this.comments,
      framing: this.#notes.facts(this.#parser, this.#utf8.isValid, this.#clock, secrets),
      timeline: this.#rows.timeline,
      lines: this.#lines.withoutSecrets(secrets),
    };
  }
}

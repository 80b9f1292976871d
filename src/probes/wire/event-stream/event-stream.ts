import type {StreamAnswer} from '../../../model/facts/wire/stream.ts';
import type {KnownSecrets} from '../../../model/text/secrets/known-secrets.ts';
import {FramingNotes} from './framing-notes.ts';
import {KeptLines} from './kept-lines.ts';
import {EventStreamParser} from './parser.ts';
import {ServerClock} from './server-clock.ts';
import {TimelineRows} from './timeline-rows.ts';
import {Utf8Check} from './utf8-check.ts';

/** Twice the 200 characters that are shown, each of up to four bytes. */
const KEPT_BYTES = 1616;
/** Real clients take lines and events of megabytes; something without an end is told from them here. */
const MAX_BYTES = 64 * 1024 * 1024;

type Facts = Pick<StreamAnswer, 'firstEventAtMs' | 'events' | 'comments' | 'framing' | 'timeline' | 'lines'>;

/** What the body of a stream is, byte by byte, and when it came. */
export class EventStream {
  events = 0;
  comments = 0;
  #nowMs = 0;
  #firstEventAtMs: number | null = null;
  readonly #lines = new KeptLines();
  readonly #notes = new FramingNotes();
  readonly #clock = new ServerClock();
  readonly #rows = new TimelineRows();
  readonly #utf8 = new Utf8Check();
  readonly #parser = new EventStreamParser(KEPT_BYTES, {
    event: (event) => {
      this.events += 1;
      this.#firstEventAtMs ??= this.#nowMs;
      this.#notes.event(event);
      this.#rows.event(this.#nowMs, event.bytes, this.#clock.event(event.data, this.#nowMs));
      this.#lines.add(this.#nowMs, event.type, event.id, event.data);
    },
    comment: (text) => {
      this.comments += 1;
      this.#clock.comment(text, this.#nowMs);
      this.#lines.add(this.#nowMs, null, null, text);
    },
    unknownField: (name) => this.#notes.unknownField(name),
    strayLine: (text) => this.#notes.strayLine(text),
  });

  read(chunk: Buffer, atMs: number): void {
    const [events, comments] = [this.events, this.comments];
    this.#nowMs = atMs;
    this.#utf8.read(chunk);
    this.#parser.read(chunk);
    this.#rows.arrival(atMs, chunk.length, this.events - events, this.comments - comments);
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

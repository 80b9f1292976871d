import type {Framing} from '../../../model/facts/wire/framing.ts';
import {type Measurement, measurementIn} from './measuring-event.ts';
import type {TextBytes} from './text-bytes.ts';

/** sse-starlette's, as Python writes an aware time; a time of a whole second has no fraction. */
const PING = /^ping - (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,6})?)\+00:00$/;
const LONGEST_PING = 48;

/** From one event to the next. */
const LARGEST_STEP = 250_000;
const LONGEST_STEP_MS = 3_600_000;

type Source = NonNullable<Framing['serverClock']>['source'];

/** What a server says about its own time. */
export class ServerClock {
  #source: Source | null = null;
  #firstMs = 0;
  #firstAtMs = 0;
  #lastMs = 0;
  #lastAtMs = 0;
  #last: Measurement | null = null;

  get facts(): Framing['serverClock'] {
    if (this.#source === null) return null;
    return {
      firstMs: this.#firstMs,
      lastMs: this.#lastMs,
      firstAtMs: this.#firstAtMs,
      lastAtMs: this.#lastAtMs,
      source: this.#source,
    };
  }

  /** Null: the event does not say it. */
  event(data: TextBytes, atMs: number): Measurement | null {
    const said = measurementIn(data);
    if (said === null) return null;
    if (this.#last !== null && !follows(said, this.#last)) return null;
    this.#last = said;
    this.#note('measuring event', said.serverMs, atMs);
    return said;
  }

  comment(text: TextBytes, atMs: number): void {
    if (text.length > LONGEST_PING) return;
    const [, day, time] = PING.exec(text.toString()) ?? [];
    const serverMs = Date.parse(`${day}T${time}Z`);
    if (!Number.isNaN(serverMs)) this.#note('ping comment', serverMs, atMs);
  }

  /** One stream, one clock: the first that it shows. */
  #note(source: Source, serverMs: number, atMs: number): void {
    if (this.#source === null) {
      this.#source = source;
      this.#firstMs = serverMs;
      this.#firstAtMs = atMs;
    }
    if (this.#source !== source) return;
    this.#lastMs = serverMs;
    this.#lastAtMs = atMs;
  }
}

/** Numbers that jump about say nothing, and would be all of a recording. */
function follows(said: Measurement, last: Measurement): boolean {
  return (
    Math.abs(said.sequence - last.sequence) <= LARGEST_STEP &&
    Math.abs(said.serverMs - last.serverMs) <= LONGEST_STEP_MS
  );
}

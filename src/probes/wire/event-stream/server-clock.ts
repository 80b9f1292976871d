import type {Framing} from '../../../model/facts/wire/framing.ts';

/** The beginning of an event of `/mcp/sse/events`, as `mcp-server/streams/measuring-stream.ts` writes it. */
const MEASURING_EVENT = /^\{"seq":\d{1,9},"serverTime":"[0-9T:.Z-]{1,40}","sinceStartMs":\d{1,9}(?:\.\d{1,6})?[,}]/;
const [SEQUENCE, SINCE_START] = ['{"seq":', '"sinceStartMs":'];
const LONGEST_NUMBER = 16;
/** sse-starlette's, as Python writes an aware time; a time of a whole second has no fraction. */
const PING = /^ping - (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d{1,6})?)\+00:00$/;

/** From one event to the next. */
const LARGEST_STEP = 250_000;
const LONGEST_STEP_MS = 3_600_000;

export interface Measurement {
  readonly sequence: number;
  readonly serverMs: number;
}

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
  event(data: string, atMs: number): Measurement | null {
    // Most events of other servers are told apart by this alone.
    if (!data.startsWith(SEQUENCE)) return null;
    if (!MEASURING_EVENT.test(data)) return null;
    const said = {sequence: numberAfter(SEQUENCE, data), serverMs: numberAfter(SINCE_START, data)};
    if (this.#last !== null && !follows(said, this.#last)) return null;
    this.#last = said;
    this.#note('measuring event', said.serverMs, atMs);
    return said;
  }

  comment(text: string, atMs: number): void {
    if (!text.startsWith('ping - ')) return;
    const [, day, time] = PING.exec(text) ?? [];
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

/** Found by its place, not as a group: the groups of a match would be most of what an event costs. */
function numberAfter(label: string, data: string): number {
  const at = data.indexOf(label) + label.length;
  return Number.parseFloat(data.slice(at, at + LONGEST_NUMBER));
}

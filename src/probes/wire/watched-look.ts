import type {Clock} from '../../model/clock.ts';
import type {NoAnswer} from '../../model/errors.ts';
import type {StreamRequest} from '../../model/facts/wire/stream.ts';
import type {LookProgress, OnLook} from '../../model/look-progress.ts';
import type {BodyReader} from './exchange.ts';
import type {StreamReader} from './stream-reader.ts';

/** What comes faster than anybody reads is said together: as often as a screen is drawn. */
const SAID_EVERY_MS = 250;

interface Look {
  readonly request: StreamRequest;
  /** Its URL, redacted. */
  readonly shown: string;
  readonly reader: StreamReader;
}

export interface WatchedLook {
  readonly reader: BodyReader;
  onPhase(phase: NoAnswer['phase']): void;
  over(end: NonNullable<LookProgress['end']>): void;
}

type Changing = {-readonly [Name in keyof LookProgress]: LookProgress[Name]};

/** Reads a stream as its own reader does, and says meanwhile how it is getting on. */
export function watchedLook({request, shown, reader}: Look, clock: Clock, onLook: OnLook): WatchedLook {
  const startedMs = clock.monotonicMs();
  const now: Changing = {...atTheBeginning(request, shown), key: crypto.randomUUID()};
  let saidAtMs = Number.NEGATIVE_INFINITY;
  let later: NodeJS.Timeout | undefined;

  function say(): void {
    clearTimeout(later);
    later = undefined;
    now.atMs = clock.monotonicMs() - startedMs;
    saidAtMs = now.atMs;
    if (now.headersAtMs !== null) now.dueAtMs = reader.untilMs(0);
    onLook({...now, ...reader.counts});
  }

  /** At once, unless something was said just now: then when that is over. */
  function saySoon(): void {
    if (later !== undefined) return;
    const inMs = saidAtMs + SAID_EVERY_MS - (clock.monotonicMs() - startedMs);
    if (inMs <= 0) say();
    else later = setTimeout(say, inMs).unref();
  }

  say();
  return {
    onPhase(phase) {
      now.phase = phase;
      say();
    },
    over(end) {
      now.phase = 'over';
      now.end = end;
      say();
    },
    reader: {
      head(head) {
        reader.head(head);
        now.phase = 'open';
        now.status = head.status;
        now.headersAtMs = head.at.atMs;
        say();
      },
      chunk(chunk, at) {
        const {events} = reader.counts;
        const end = reader.chunk(chunk, at);
        now.firstByteAtMs ??= at.atMs;
        now.lastByteAtMs = at.atMs;
        if (now.firstEventAtMs === null && reader.counts.events > events) now.firstEventAtMs = at.atMs;
        saySoon();
        return end;
      },
      untilMs: (lateMs) => reader.untilMs(lateMs),
      endsSooner: () => reader.endsSooner(),
      endAtTimeUp: () => reader.endAtTimeUp(),
    },
  };
}

function atTheBeginning(request: StreamRequest, url: string): Omit<LookProgress, 'key'> {
  const {address = null, protocol = 'agreed', coding = 'identity'} = request;
  const {headersWithinMs, holdForMs, firstEventWithinMs = null, heartbeatWithinMs = null} = request;
  return {
    url,
    address,
    protocol,
    coding,
    limits: {headersWithinMs, holdForMs, firstEventWithinMs, heartbeatWithinMs},
    atMs: 0,
    phase: 'resolve',
    status: null,
    headersAtMs: null,
    firstByteAtMs: null,
    firstEventAtMs: null,
    lastByteAtMs: null,
    dueAtMs: null,
    bytes: 0,
    events: 0,
    comments: 0,
    end: null,
  };
}

import type {Json} from '../../../src/model/outcome.ts';
import type {Beds} from './beds.ts';

/** A server or a hop as it is in the world, and what the tool has to say of it. */
export interface WireRow {
  /** What is so; unique. */
  readonly what: string;
  /** The cases behind it, as `W4`; none: of our own. */
  readonly cases?: readonly string[];
  /** Starts what it takes; what to look at. */
  readonly start: (beds: Beds) => Promise<string | Target>;
  readonly looks: readonly ExpectedLook[];
  /** What Chromium and the EventSource clients of Node.js make of it, where that is asked. */
  readonly clients?: ClientsGet;
}

export interface ClientsGet {
  /** `nothing`: no event within 3 s, and they go on waiting or trying. `refused`: they give up for good. */
  readonly get: 'events' | 'nothing' | 'refused';
  /** What the data of the first event is, or how long. */
  readonly first?: string | number;
}

export interface Target {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface ExpectedLook {
  /** The id of a check. */
  readonly check: string;
  /** Its parameters beside the URL, and those of {@link QUICK}. */
  readonly with?: Readonly<Record<string, Json>>;
  readonly status: 'pass' | 'fail' | 'error';
  /** Each is found in the sentence. */
  readonly says?: readonly RegExp[];
  /** Each is found in the advice. */
  readonly toDo?: readonly RegExp[];
  /** None is found in sentence or advice: the cause of another fault. */
  readonly never?: readonly RegExp[];
}

/** Long enough to see a timer of 3 s, with room for a machine that is busy; no test waits for a minute. */
export const QUICK = {holdFor: '6s', headersWithin: '4s', firstByteWithin: '4s', firstEventWithin: '4s'} as const;

/** The three claims that most rows are about share one look. */
export const HOLDS = 'sse/stream-holds';
export const WELL_FORMED = 'sse/stream-is-well-formed';
export const NOT_CACHED = 'sse/not-cached';
export const RESPONDS = 'http/responds';
export const CONNECTS = 'websocket/connects';

/** Nothing is wrong with it. */
export function isHealthy(options: Pick<ExpectedLook, 'with' | 'says'> = {}): readonly ExpectedLook[] {
  const {with: params = {}, says = []} = options;
  return [
    {check: HOLDS, status: 'pass', with: params, says},
    {check: WELL_FORMED, status: 'pass', with: params},
  ];
}

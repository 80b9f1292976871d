import type {LookProgress} from '../model/look-progress.ts';
import type {Mark} from '../model/report-stream.ts';

/** So many are drawn of one look; more are merged with their neighbours. */
const MAX_MARKS = 1000;

/** One look at a stream that is under way, or was. */
export interface Lane {
  readonly look: LookProgress;
  readonly marks: readonly Mark[];
  /** When it began, on the screen's own clock. */
  readonly startedMs: number;
}

/** The looks of a run by their keys, in the order in which they began. */
export type Lanes = ReadonlyMap<string, Lane>;

/** Follows looks through what is said of them; `nowMs` is the screen's own time. */
export function followLooks() {
  const lanes = new Map<string, {look: LookProgress; marks: Mark[]; startedMs: number}>();
  return {
    lanes: lanes as Lanes,
    follow(look: LookProgress, nowMs: number): void {
      const lane = lanes.get(look.key);
      if (lane === undefined) {
        lanes.set(look.key, {look, marks: marksSince(null, look), startedMs: nowMs - look.atMs});
        return;
      }
      lane.marks.push(...marksSince(lane.look, look));
      if (lane.marks.length > MAX_MARKS) lane.marks = inPairs(lane.marks);
      lane.look = look;
    },
  };
}

/** What came since the last time something was said. */
function marksSince(before: LookProgress | null, now: LookProgress): Mark[] {
  if (now.lastByteAtMs === null || now.bytes === (before?.bytes ?? 0)) return [];
  const mark = {
    fromMs: now.lastByteAtMs,
    toMs: now.lastByteAtMs,
    events: now.events - (before?.events ?? 0),
    comments: now.comments - (before?.comments ?? 0),
  };
  return [mark];
}

function inPairs(marks: readonly Mark[]): Mark[] {
  const pairs: Mark[] = [];
  for (let index = 0; index < marks.length; index += 2) {
    const [first, second] = [marks[index], marks[index + 1]];
    if (first === undefined) continue;
    pairs.push(
      second === undefined
        ? first
        : {
            fromMs: first.fromMs,
            toMs: second.toMs,
            events: first.events + second.events,
            comments: first.comments + second.comments,
          },
    );
  }
  return pairs;
}

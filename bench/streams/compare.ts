import {type Figures, measure} from './measure.ts';
import {FLOOR, needPython, OURS, PYTHON, SDK, SHARED, type Subject} from './subjects.ts';

/** Floor and ours, which are compared most closely, one right after the other. */
const ROUNDS = 5;
const FLOOR_AT_MOST = 1.2;
/** Ours keeps of each stream what the floor does not have: its heartbeat, its limits, its account for the log. */
const MEMORY_AT_MOST = 1.4;
const PYTHON_AT_LEAST = 5;

/**
 * 1,000 streams on each server by turns, so that other load affects all of them; prints the medians. False when ours
 * exceeds its bound relative to the floor or the Python service.
 */
export async function compareStreams(): Promise<boolean> {
  needPython();
  const rounds = new Map<Subject, Figures[]>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const subject of [FLOOR, OURS, SHARED, SDK, PYTHON]) {
      rounds.set(subject, [...(rounds.get(subject) ?? []), await measure(subject)]);
    }
  }
  console.log(
    `\n${'1,000 streams'.padEnd(36)}${['events/s', 'KiB each', 'p99 ms', 'CPU us'].map((head) => head.padStart(9)).join('')}`,
  );
  for (const [{name}, figures] of rounds) {
    const {perSecond, kibPerStream, p99Ms, cpuUs} = medians(figures);
    const row = [perSecond.toFixed(0), kibPerStream.toFixed(1), p99Ms.toFixed(0), cpuUs.toFixed(1)];
    console.log(`${name.padEnd(36)}${row.map((figure) => figure.padStart(9)).join('')}`);
  }
  const of = (subject: Subject) => medians(rounds.get(subject) ?? []);
  const [ours, floor, python] = [of(OURS), of(FLOOR), of(PYTHON)];
  const timesPython = Math.min(PYTHON_AT_LEAST, floor.perSecond / python.perSecond / FLOOR_AT_MOST);
  const judged = [
    judge('events/s: floor by ours', floor.perSecond / ours.perSecond, FLOOR_AT_MOST),
    judge('memory: ours by floor', ours.kibPerStream / floor.kibPerStream, MEMORY_AT_MOST),
    judge('CPU for each paced event: ours by floor', ours.cpuUs / floor.cpuUs, FLOOR_AT_MOST),
    // Both ends of a delay are measured in whole milliseconds, so a difference of one means nothing.
    judge('p99 lag: ours less 1 ms, by floor', (ours.p99Ms - 1) / Math.max(1, floor.p99Ms), FLOOR_AT_MOST),
    // On a machine where the bare writer itself is not as much faster, it is the bound (in the row above).
    judge(
      `events/s: ${timesPython.toFixed(1)} times Python by ours`,
      (timesPython * python.perSecond) / ours.perSecond,
      1,
    ),
  ];
  return judged.every((isWell) => isWell);
}

function judge(what: string, ratio: number, atMost: number): boolean {
  const isWell = ratio <= atMost;
  const row = [ratio.toFixed(2), atMost.toFixed(1)].map((figure) => figure.padStart(9)).join('');
  console.log(`${what.padEnd(54)}${row}  ${isWell ? 'ok' : 'OVER'}`);
  return isWell;
}

function medians(figures: readonly Figures[]): Figures {
  const of = (field: keyof Figures) => {
    const sorted = figures.map((each) => each[field]).sort((a, b) => a - b);
    return sorted[sorted.length >> 1] ?? Number.NaN;
  };
  return {perSecond: of('perSecond'), kibPerStream: of('kibPerStream'), p99Ms: of('p99Ms'), cpuUs: of('cpuUs')};
}

if (import.meta.main) process.exitCode = (await compareStreams()) ? 0 : 1;

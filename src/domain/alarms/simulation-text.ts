import type {Evidence} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';
import type {CourseRun} from './simulation-faults.ts';

/** What was simulated, minute by minute, for a report and `explain`. */
export function simulationEvidence(runs: readonly CourseRun[], source: string): Evidence[] {
  return runs.map(({course, simulation}) => {
    const {healthy, failing, minutes} = simulation;
    const during = `${course.healthyText}: ${healthy}`;
    if (course.kind === 'idle') return {what: 'simulated', value: [during], source};
    const shown = minutes.slice(0, Math.min(simulation.firesAfterMinutes ?? minutes.length, MOST_MINUTES));
    const series = shown.map(({minute, value, state}) => `minute ${minute}: ${value ?? 'no data'}, ${state}`);
    const isCut = simulation.firesAfterMinutes !== shown.length;
    return {
      what: 'simulated',
      value: [during, `then ${course.failingText}:`, ...series, ...(isCut ? [`…, at last ${failing}`] : [])],
      source,
    };
  });
}

const MOST_MINUTES = 20;

/** `with 10 errors a minute it would be in ALARM after 3 min`. */
export function watchText(runs: readonly CourseRun[]): string {
  const [main] = runs;
  if (main === undefined) return 'not simulated';
  const after = formatDuration((main.simulation.firesAfterMinutes ?? 0) * 60_000);
  return `with ${main.course.failingText} it would be in ALARM after ${after}`;
}

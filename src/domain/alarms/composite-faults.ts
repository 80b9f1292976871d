import type {CompositeAlarm} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';
import type {CompositeMove} from './composite-alarms.ts';
import type {Course} from './metric-courses.ts';

const MINUTE_MS = 60_000;

/** What is wrong with a composite alarm that moves so in this course; null where nothing is. */
export function compositeFault(
  alarm: CompositeAlarm,
  course: Course,
  move: CompositeMove,
  withinMinutes: number,
): Fault | null {
  return FAULTS[course.kind](alarm, course, move, withinMinutes);
}

type Judge = (alarm: CompositeAlarm, course: Course, move: CompositeMove, withinMinutes: number) => Fault | null;

const CHANGE_RULE = 'Change its rule so that it is in ALARM with an alarm on this metric alone, and at no other time.';

const FAULTS: Readonly<Record<Course['kind'], Judge>> = {
  fault({rule}, {healthyText, failingText}, move, withinMinutes) {
    if (move.type === 'stays') {
      const what =
        move.state === 'ALARM'
          ? `it would be in ALARM with ${healthyText}, by its rule ${rule}`
          : `it would be OK with ${failingText} however long it lasts, by its rule ${rule}`;
      return {what, fix: CHANGE_RULE};
    }
    if (move.type === 'sticks') {
      return {
        what: `once in ALARM it would stay so with ${healthyText}, and tell nobody the next time, by its rule ${rule}`,
        fix: CHANGE_RULE,
      };
    }
    if (move.type !== 'fires' || move.afterMinutes <= withinMinutes) return null;
    const [after, within] = [move.afterMinutes, withinMinutes].map((minutes) => formatDuration(minutes * MINUTE_MS));
    return {
      what: `with ${failingText} it would be in ALARM ${after} after its beginning, not within ${within}, by its rule ${rule}`,
      fix: 'Shorten the periods of the alarms in its rule, or let fewer datapoints decide.',
    };
  },
  silence({rule}, {failingText}, move) {
    if (move.type !== 'stays' || move.state === 'ALARM') return null;
    return {
      what: `it would be OK with ${failingText}, by its rule ${rule}`,
      fix: 'Set treat_missing_data of the alarms in its rule to breaching.',
    };
  },
  idle({rule}, {healthyText}, move) {
    if (move.type !== 'stays' || move.state !== 'ALARM') return null;
    return {
      what: `it would be in ALARM with ${healthyText}, by its rule ${rule}`,
      fix: 'Set treat_missing_data of the alarms in its rule to notBreaching.',
    };
  },
};

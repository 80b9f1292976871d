import type {CompositeAlarm} from '../../model/facts/aws-facts.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {alarmNameOf} from './alarm-rule.ts';
import type {AlarmTree} from './alarm-tree.ts';
import type {Watch} from './alarm-watch.ts';

/**
 * What an alarm that suppresses the actions of a composite alarm does to them.
 * Source: the CloudWatch API reference (PutCompositeAlarm: ActionsSuppressor and its wait and extension periods).
 */
export interface Suppression {
  /** Whether they are kept back; else it is not known. */
  readonly isKnown: boolean;
  readonly what: string;
  readonly fix: string;
}

/** Why a composite alarm would not act, or too late, once it is in ALARM; null where it acts. */
export function suppressionOf(
  {name, suppressor}: CompositeAlarm,
  tree: AlarmTree,
  watch: Watch,
  afterMinutes: number,
): Suppression | null {
  if (suppressor === null) return null;
  const by = alarmNameOf(suppressor.alarm);
  const alarm = tree.alarms.get(by) ?? null;
  if (alarm === null) {
    return unknown(
      `its actions are suppressed by alarm ${by}, which does not exist: whether they are taken is not known`,
      `correct the actions suppressor of ${name}`,
    );
  }
  const wait = `Wait until alarm ${by} is OK, or take it out of the actions suppressor of ${name}.`;
  if (alarm.state === 'ALARM') return nobody(`its actions are suppressed by alarm ${by}, which is in ALARM`, wait);
  if (suppressor.suppressedBy === 'ExtensionPeriod') {
    const rest = formatDuration(suppressor.extensionSeconds * 1000);
    return nobody(`its actions are suppressed for up to ${rest} after alarm ${by} was in ALARM`, wait);
  }
  const member = tree.memberOf(by);
  const actsAfter = afterMinutes + suppressor.waitSeconds / 60;
  if (member.type === 'simulated') {
    const {healthy, minutes} = member.timeline;
    if ([healthy, ...minutes.slice(0, Math.ceil(actsAfter))].includes('ALARM')) {
      const fix = `Let another alarm suppress the actions of ${name}: one that is not in ALARM with what it is to tell.`;
      return nobody(`its actions are suppressed by alarm ${by}, which is then in ALARM itself`, fix);
    }
  }
  if (actsAfter <= watch.withinMinutes) return null;
  const waits = formatDuration(suppressor.waitSeconds * 1000);
  return nobody(
    `it waits ${waits} for alarm ${by} before it acts, and tells somebody ${lateText(actsAfter, watch.withinMinutes)}`,
    `Shorten the wait period of the actions suppressor of ${name}.`,
  );
}

/** `4 min after its beginning, not within 3 min`. */
export function lateText(afterMinutes: number, withinMinutes: number): string {
  const [after, within] = [afterMinutes, withinMinutes].map((minutes) => formatDuration(minutes * 60_000));
  return `${after} after its beginning, not within ${within}`;
}

const nobody = (what: string, fix: string): Suppression => ({isKnown: true, what, fix});
const unknown = (what: string, fix: string): Suppression => ({isKnown: false, what, fix});

import {alarmNameOf, alarmsIn, parseRule} from '../domain/alarms/alarm-rule.ts';
import type {AlarmsByName} from '../domain/alarms/alarm-tree.ts';
import type {Alarm, AwsFacts, CompositeAlarm} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';

type Alb = ResourceRef<'loadBalancer'>;

/** An alarm with all that its rule asks for, and their rules, and what suppresses their actions. */
export async function alarmsBelow(
  alb: Alb,
  alarms: readonly Alarm[],
  aws: Pick<AwsFacts, 'alarm'>,
): Promise<AlarmsByName> {
  const found = new Map<string, Alarm | null>(alarms.map((alarm) => [alarm.name, alarm]));
  let next = alarms.flatMap(namesIn);
  while (next.length > 0) {
    const names = [...new Set(next)].filter((name) => !found.has(name));
    const read = await Promise.all(names.map(async (name) => [name, await aws.alarm(alb, name)] as const));
    for (const [name, alarm] of read) found.set(name, alarm);
    next = read.flatMap(([, alarm]) => (alarm === null ? [] : namesIn(alarm)));
  }
  return found;
}

/** The composite alarms above an alarm, those above them behind them. */
export async function alarmsAbove(
  alb: Alb,
  alarmName: string,
  aws: Pick<AwsFacts, 'alarm' | 'parentAlarms'>,
): Promise<CompositeAlarm[]> {
  const found = new Map<string, CompositeAlarm>();
  const asked = new Set([alarmName]);
  for (const name of asked) {
    for (const parentName of await aws.parentAlarms(alb, name)) {
      if (asked.has(parentName)) continue;
      const parent = await aws.alarm(alb, parentName);
      if (parent?.type !== 'composite') continue;
      asked.add(parentName);
      found.set(parentName, parent);
    }
  }
  return [...found.values()];
}

function namesIn(alarm: Alarm): string[] {
  if (alarm.type !== 'composite') return [];
  const rule = parseRule(alarm.rule);
  const suppressor = alarm.suppressor === null ? [] : [alarmNameOf(alarm.suppressor.alarm)];
  return [...(rule === null ? [] : alarmsIn(rule)), ...suppressor];
}

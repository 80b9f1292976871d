import {CannotTell} from '../../model/errors.ts';
import type {Alarm, MetricAlarm} from '../../model/facts/aws-facts.ts';
import {parseRule} from './alarm-rule.ts';
import type {AlarmState} from './alarm-state.ts';
import {judgeWatch, lookedAtMinutes, type Watch} from './alarm-watch.ts';
import {compositeMove, type Member, type Timeline} from './composite-alarms.ts';
import type {Course} from './metric-courses.ts';
import type {Simulation} from './simulate-alarm.ts';
import type {CourseRun} from './simulation-faults.ts';
import {metricsOfAlarm, readsMetric} from './watched-metrics.ts';

/** Alarms by name; null where there is none of the name. */
export type AlarmsByName = ReadonlyMap<string, Alarm | null>;

/** What all of some alarms do when what one of them is meant to notice happens. */
export interface AlarmTree {
  readonly alarms: AlarmsByName;
  /** What happens to a metric alarm; null for what is not computed. */
  runsOf(alarm: MetricAlarm): readonly CourseRun[] | null;
  /** How an alarm of any type moves in this kind of course. */
  memberOf(name: string, kind?: Course['kind']): Member;
}

export function alarmTree(alarms: AlarmsByName, watch: Watch): AlarmTree {
  const runs = new Map<string, readonly CourseRun[] | null>();
  const runsOf = (alarm: MetricAlarm) => {
    const known = runs.get(alarm.name);
    if (known !== undefined) return known;
    const made = runsIfComputed(alarm, watch);
    runs.set(alarm.name, made);
    return made;
  };
  const members = new Map<string, Member>();
  const memberOf = (name: string, kind: Course['kind'] = 'fault'): Member => {
    const key = `${kind}:${name}`;
    const known = members.get(key);
    if (known !== undefined) return known;
    const alarm = alarms.get(name) ?? null;
    if (alarm === null) return {type: 'missing'};
    const held: Member = {type: 'held', state: alarm.state as AlarmState};
    // A rule may lead back to its own alarm: there it is what it is now.
    members.set(key, held);
    const timeline =
      alarm.type === 'metric'
        ? timelineOf(runsOf(alarm), kind, lookedAtMinutes(watch))
        : alarm.type === 'composite'
          ? compositeTimeline(alarm.rule, (one) => memberOf(one, kind), lookedAtMinutes(watch))
          : null;
    // An alarm on something else is what it is now, which need not be well.
    const isHeld = timeline === null || (kind === 'fault' && alarm.type === 'metric' && !reads(alarm, watch));
    const member: Member = isHeld ? held : {type: 'simulated', timeline};
    members.set(key, member);
    return member;
  };
  return {alarms, runsOf, memberOf};
}

function reads(alarm: MetricAlarm, {metric, dimensions, loadBalancer}: Watch): boolean {
  return metricsOfAlarm(alarm).some((query) => readsMetric(query, metric.name, dimensions, loadBalancer));
}

function runsIfComputed(alarm: MetricAlarm, watch: Watch): readonly CourseRun[] | null {
  try {
    return judgeWatch(alarm, watch, true).runs;
  } catch (thrown) {
    if (thrown instanceof CannotTell) return null;
    throw thrown;
  }
}

/** An alarm that has nothing of its own in a course is as it is while all is well. */
function timelineOf(runs: readonly CourseRun[] | null, kind: Course['kind'], length: number): Timeline | null {
  const run = runs?.find(({course}) => course.kind === kind);
  const [main] = runs ?? [];
  if (run !== undefined) return asTimeline(run.simulation);
  if (main === undefined) return null;
  const {healthy} = main.simulation;
  return {healthy, minutes: Array.from({length}, () => healthy), recovered: healthy};
}

function asTimeline({healthy, minutes, recovered}: Simulation): Timeline {
  return {healthy, minutes: minutes.map(({state}) => state), recovered};
}

/** Null where it is not known. */
function compositeTimeline(text: string, memberOf: (alarm: string) => Member, length: number): Timeline | null {
  const rule = parseRule(text);
  const move = rule === null ? null : compositeMove(rule, memberOf, length);
  if (move === null) return null;
  if (move.type === 'fires' || move.type === 'sticks') return move.timeline;
  if (move.type !== 'stays') return null;
  return {healthy: move.state, minutes: Array.from({length}, () => move.state), recovered: move.state};
}

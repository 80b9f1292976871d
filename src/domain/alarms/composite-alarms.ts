import {type AlarmRule, alarmsIn, holdsRule} from './alarm-rule.ts';
import type {AlarmState} from './alarm-state.ts';

/** What an alarm is in, in the course of something that fails. */
export interface Timeline {
  /** When all has been well for long. */
  readonly healthy: AlarmState;
  /** In each minute since something began to fail, as long as it is looked at. */
  readonly minutes: readonly AlarmState[];
  /** When all is well again. */
  readonly recovered: AlarmState;
}

/** An alarm that a rule asks for. */
export type Member =
  | {readonly type: 'simulated'; readonly timeline: Timeline}
  /** What it would do is not computed: it is taken to stay what it is now. */
  | {readonly type: 'held'; readonly state: AlarmState}
  /** There is none of this name: what CloudWatch takes it for is not known. */
  | {readonly type: 'missing'};

/** What a composite alarm does when something fails. */
export type CompositeMove =
  | {readonly type: 'fires'; readonly afterMinutes: number; readonly timeline: Timeline}
  /** Only if others are in another state than they are taken to be in: `slow`, `deployment out of ALARM`. */
  | {readonly type: 'depends'; readonly on: readonly string[]}
  | {readonly type: 'stays'; readonly state: 'OK' | 'ALARM'}
  /** It comes to ALARM, and stays there when all is well again: it has nothing to tell the next time. */
  | {readonly type: 'sticks'; readonly timeline: Timeline}
  | {readonly type: 'unknown'; readonly missing: readonly string[]};

/** Of so many others every combination is tried. */
const MOST_OTHERS = 10;
const MOST_MISSING = 4;
const STATES: readonly AlarmState[] = ['OK', 'ALARM', 'INSUFFICIENT_DATA'];

/**
 * Plays a rule through with the states that its alarms have over time.
 *
 * @param memberOf by the name that the rule has.
 * @param minutes how long the failure is looked at: the length of every timeline.
 */
export function compositeMove(rule: AlarmRule, memberOf: (alarm: string) => Member, minutes: number): CompositeMove {
  const members = new Map(alarmsIn(rule).map((name) => [name, memberOf(name)]));
  const missing = [...members].flatMap(([name, {type}]) => (type === 'missing' ? [name] : []));
  if (missing.length > MOST_MISSING) return {type: 'unknown', missing};
  const moves = assignments(missing).map((states) => {
    const held = [...states].map(([name, state]): [string, Member] => [name, {type: 'held', state}]);
    return moveOf(rule, new Map([...members, ...held]), minutes);
  });
  const [first = {type: 'unknown', missing} as const, ...others] = moves;
  return others.every((move) => JSON.stringify(move) === JSON.stringify(first)) ? first : {type: 'unknown', missing};
}

function assignments(names: readonly string[]): ReadonlyMap<string, AlarmState>[] {
  return names.reduce<ReadonlyMap<string, AlarmState>[]>(
    (all, name) => all.flatMap((one) => STATES.map((state) => new Map([...one, [name, state]]))),
    [new Map()],
  );
}

type Members = ReadonlyMap<string, Member>;

function moveOf(rule: AlarmRule, members: Members, minutes: number): CompositeMove {
  const timeline = timelineOf(rule, members, minutes);
  if (timeline.healthy !== 'ALARM') {
    const at = timeline.minutes.indexOf('ALARM');
    if (at >= 0) {
      return timeline.recovered === 'ALARM'
        ? {type: 'sticks', timeline}
        : {type: 'fires', afterMinutes: at + 1, timeline};
    }
  }
  // What fails leaves them as they are, and something else may move them at the same time.
  const still = [...members].filter(([, member]) => member.type === 'held');
  const tried = still.slice(0, MOST_OTHERS);
  for (let choice = 1; choice < 2 ** tried.length; choice += 1) {
    const turned = tried.filter((_, i) => Math.floor(choice / 2 ** i) % 2 === 1);
    const others = new Map([...members, ...turned.map(([name, member]) => [name, turn(member, minutes)] as const)]);
    const other = timelineOf(rule, others, minutes);
    if (other.healthy === 'ALARM' || !other.minutes.includes('ALARM')) continue;
    return {
      type: 'depends',
      on: turned.map(([name, member]) => (stateNow(member) === 'ALARM' ? `${name} out of ALARM` : name)),
    };
  }
  if (still.length > tried.length) return {type: 'depends', on: still.map(([name]) => name)};
  return {type: 'stays', state: timeline.healthy === 'ALARM' ? 'ALARM' : 'OK'};
}

function timelineOf(rule: AlarmRule, members: Members, length: number): Timeline {
  const during = (pick: (timeline: Timeline) => AlarmState | undefined): AlarmState => {
    const holds = holdsRule(rule, (name) => {
      const member = members.get(name);
      if (member?.type === 'simulated') return pick(member.timeline) ?? 'INSUFFICIENT_DATA';
      return member?.type === 'held' ? member.state : 'INSUFFICIENT_DATA';
    });
    return holds ? 'ALARM' : 'OK';
  };
  return {
    healthy: during(({healthy}) => healthy),
    minutes: Array.from({length}, (_, i) => during(({minutes}) => minutes[i])),
    recovered: during(({recovered}) => recovered),
  };
}

/** The same the other way round: it goes to ALARM with what fails, or is out of ALARM all the time. */
function turn(member: Member, length: number): Member {
  const now = stateNow(member);
  if (now === 'ALARM') return {type: 'held', state: 'OK'};
  return {type: 'simulated', timeline: {healthy: now, minutes: Array.from({length}, () => 'ALARM'), recovered: now}};
}

function stateNow(member: Member): AlarmState {
  if (member.type === 'simulated') return member.timeline.healthy;
  return member.type === 'held' ? member.state : 'INSUFFICIENT_DATA';
}

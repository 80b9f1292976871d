import {type AlarmRule, alarmsIn, holdsRule} from './alarm-rule.ts';
import type {AlarmState} from './alarm-state.ts';

/** What a composite alarm does when some of its alarms go to ALARM. */
export type CompositeMove =
  | {readonly type: 'fires'}
  /** Only if others do, too. */
  | {readonly type: 'depends'; readonly on: readonly string[]}
  | {readonly type: 'stays'; readonly state: 'OK' | 'ALARM'};

/** Of so many others every combination is tried. */
const MOST_OTHERS = 10;

/** @param failing the names of the alarms that go from OK to ALARM; all others are OK while all is well. */
export function compositeMove(rule: AlarmRule, failing: ReadonlySet<string>): CompositeMove {
  const fires = (others: ReadonlySet<string>) => {
    const before = holdsRule(rule, (name) => stateIf(others.has(name)));
    const after = holdsRule(rule, (name) => stateIf(others.has(name) || failing.has(name)));
    return {before, isMove: after && !before};
  };
  const alone = fires(new Set());
  if (alone.isMove) return {type: 'fires'};
  const others = alarmsIn(rule).filter((name) => !failing.has(name));
  const tried = others.slice(0, MOST_OTHERS);
  for (let choice = 1; choice < 2 ** tried.length; choice += 1) {
    const on = tried.filter((_, i) => Math.floor(choice / 2 ** i) % 2 === 1);
    if (fires(new Set(on)).isMove) return {type: 'depends', on};
  }
  if (others.length > tried.length) return {type: 'depends', on: others};
  return {type: 'stays', state: alone.before ? 'ALARM' : 'OK'};
}

function stateIf(isAlarm: boolean): AlarmState {
  return isAlarm ? 'ALARM' : 'OK';
}

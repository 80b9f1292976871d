import {CannotTell} from '../../model/errors.ts';
import type {CompositeAlarm, MetricAlarm} from '../../model/facts/aws-facts.ts';
import type {Evidence, Fault} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {type AlarmBounds, alarmEvidence, blindnessFaults, settingFaults} from './alarm-faults.ts';
import {type AlarmRule, alarmsIn, parseRule} from './alarm-rule.ts';
import type {AlarmState} from './alarm-state.ts';
import type {AlarmTree} from './alarm-tree.ts';
import {type JudgedAlarm, judgeWatch, lookedAtMinutes, type Watch} from './alarm-watch.ts';
import {type CompositeMove, compositeMove, type Timeline} from './composite-alarms.ts';
import {compositeFault} from './composite-faults.ts';
import type {Course} from './metric-courses.ts';

const MINUTE_MS = 60_000;
const NAME_ANOTHER = 'name a metric alarm, or a composite alarm that fires with it alone';

/**
 * Whether a composite alarm stays OK while all is well, and comes to ALARM in time when it is not, by what all alarms of its
 * rule do meanwhile.
 *
 * @throws {CannotTell} where that depends on what is not computed, or not known.
 */
export function judgeComposite(alarm: CompositeAlarm, tree: AlarmTree, watch: Watch, bounds: AlarmBounds): JudgedAlarm {
  const rule = parseRule(alarm.rule);
  if (rule === null) {
    throw new CannotTell(`composite alarm ${alarm.name}: its rule is not read: ${alarm.rule}`, NAME_ANOTHER);
  }
  const leaves = leavesOf(rule, tree);
  const evidence: Evidence[] = [{what: 'rule', value: alarm.rule, source: alarm.arn}];
  const nothing = {text: 'watches nothing', firesAfterMinutes: 0, evidence};
  const watching = leaves.metric.filter((leaf) => !isBlind(leaf, watch));
  const [main] = watching;
  if (main === undefined) return {...nothing, faults: blindFaults(alarm, leaves, watch)};

  const moves = movesOf(rule, tree, watch, watching);
  const faults = moves.flatMap(({course, move}) => {
    if (course.kind === 'fault') requireKnown(alarm, course, move);
    const fault = compositeFault(alarm, course, move, watch.withinMinutes);
    return fault === null ? [] : [{kind: course.kind, fault}];
  });
  // As of a metric alarm: one that is wrong for its fault is not also blamed for silence.
  const wrong = faults.filter(({kind}) => kind === 'fault');
  const settings = watching.flatMap((leaf) =>
    settingFaults({...leaf, state: alarm.state}, watch, bounds).map(({what, fix}) => ({
      what: `alarm ${leaf.name}: ${what}`,
      fix,
    })),
  );
  const [first] = moves;
  const after = first?.move.type === 'fires' ? first.move.afterMinutes : 0;
  return {
    faults: [...(wrong.length > 0 ? wrong : faults).map(({fault}) => fault), ...settings],
    text: `with ${first?.course.failingText} it would be in ALARM after ${formatDuration(after * MINUTE_MS)}, by its rule ${alarm.rule}`,
    firesAfterMinutes: after,
    evidence: [
      ...evidence,
      ...watching.flatMap(alarmEvidence),
      ...moves.flatMap((one) => moveEvidence(one, tree, rule, alarm)),
    ],
  };
}

/** What it watches a part of is not seen by it alone. */
function isBlind(leaf: MetricAlarm, watch: Watch): boolean {
  try {
    return blindnessFaults(leaf, watch).length > 0;
  } catch (thrown) {
    if (thrown instanceof CannotTell) return true;
    throw thrown;
  }
}

interface Leaves {
  readonly metric: readonly MetricAlarm[];
  /** Names of those whose watching is not read. */
  readonly others: readonly string[];
}

function leavesOf(rule: AlarmRule, {alarms}: AlarmTree): Leaves {
  const metric: MetricAlarm[] = [];
  const others: string[] = [];
  const names = new Set(alarmsIn(rule));
  for (const name of names) {
    const alarm = alarms.get(name);
    if (alarm?.type === 'metric') metric.push(alarm);
    const nested = alarm?.type === 'composite' ? parseRule(alarm.rule) : null;
    if (nested !== null) for (const inner of alarmsIn(nested)) names.add(inner);
    else if (alarm?.type !== 'metric') others.push(name);
  }
  return {metric, others};
}

function blindFaults({name}: CompositeAlarm, {metric, others}: Leaves, watch: Watch): Fault[] {
  if (others.length > 0) {
    throw new CannotTell(
      `composite alarm ${name}: what ${others.join(' and ')} in its rule watches is not read`,
      'name the metric alarm behind it',
    );
  }
  const faults = metric.flatMap((leaf) => blindnessFaults(leaf, watch).map((fault) => ({leaf: leaf.name, ...fault})));
  const [fix = NAME_ANOTHER] = faults.map((fault) => fault.fix);
  if (faults.length === 0) return [{what: 'its rule asks for no alarm', fix: NAME_ANOTHER}];
  const seen = faults.map(({leaf, what}) => `alarm ${leaf}: ${what}`).join('; ');
  return [{what: `no alarm of its rule watches ${watch.metric.name} (${seen})`, fix}];
}

interface MoveInCourse {
  readonly course: Course;
  readonly move: CompositeMove;
}

/** In every course that one of the alarms has, the fault first. */
function movesOf(rule: AlarmRule, tree: AlarmTree, watch: Watch, watching: readonly MetricAlarm[]): MoveInCourse[] {
  const computed = watching.filter((leaf) => tree.runsOf(leaf) !== null);
  // None: whatever the first of them says, as an alarm of its own.
  if (computed.length === 0) for (const leaf of watching) judgeWatch(leaf, watch);
  const courses = computed.flatMap((leaf) => (tree.runsOf(leaf) ?? []).map(({course}) => course));
  const kinds = ['fault', 'silence', 'idle'] as const;
  return kinds.flatMap((kind) => {
    const course = courses.find((one) => one.kind === kind);
    if (course === undefined) return [];
    return [{course, move: compositeMove(rule, (one) => tree.memberOf(one, kind), lookedAtMinutes(watch))}];
  });
}

function requireKnown({name, rule}: CompositeAlarm, {failingText}: Course, move: CompositeMove): void {
  if (move.type === 'unknown') {
    throw new CannotTell(
      `composite alarm ${name}: its rule ${rule} asks for ${move.missing.join(' and ')}, which ${move.missing.length > 1 ? 'do' : 'does'} not exist`,
      'create what its rule asks for, or take it out of the rule',
    );
  }
  if (move.type === 'depends') {
    throw new CannotTell(
      `composite alarm ${name}: with ${failingText} it would be in ALARM only with others (${move.on.join(', ')}), by its rule ${rule}`,
      NAME_ANOTHER,
    );
  }
}

/** What the alarms of its rule are in, and it with them, in each minute in which one of them changes. */
function moveEvidence(
  {course, move}: MoveInCourse,
  tree: AlarmTree,
  rule: AlarmRule,
  {arn}: CompositeAlarm,
): Evidence[] {
  if (move.type !== 'fires' && move.type !== 'sticks') return [];
  const stateAt = (name: string, pick: (timeline: Timeline) => AlarmState | undefined) => {
    const member = tree.memberOf(name, course.kind);
    if (member.type === 'missing') return 'missing';
    return member.type === 'held' ? `${member.state} as it is now` : pick(member.timeline);
  };
  const line = (own: AlarmState, pick: (timeline: Timeline) => AlarmState | undefined) =>
    `${own} (${alarmsIn(rule)
      .map((name) => `${name}: ${stateAt(name, pick)}`)
      .join(', ')})`;
  const minutes = move.timeline.minutes.map((own, i) => line(own, ({minutes: states}) => states[i]));
  const changes = minutes.flatMap((text, i) =>
    i === 0 || text !== minutes[i - 1] ? [`minute ${i + 1}: ${text}`] : [],
  );
  const before = `${course.healthyText}: ${line(move.timeline.healthy, ({healthy}) => healthy)}`;
  return [{what: 'simulated', value: [before, `then ${course.failingText}:`, ...changes], source: arn}];
}

import {parseRule} from '../domain/alarms/alarm-rule.ts';
import {type AlarmTree, alarmTree} from '../domain/alarms/alarm-tree.ts';
import {lookedAtMinutes, type Watch} from '../domain/alarms/alarm-watch.ts';
import {compositeMove} from '../domain/alarms/composite-alarms.ts';
import {lateText, suppressionOf} from '../domain/alarms/suppressed-actions.ts';
import type {AwsFacts, CompositeAlarm, MetricAlarm} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {ADD_TOPIC, type Audience, nobody, ofActions, unknown} from './alarm-actions.ts';
import {alarmsAbove, alarmsBelow} from './alarm-family.ts';
import {mutesOf} from './alarm-mutes.ts';

type Asked = Pick<
  AwsFacts,
  'alarm' | 'hasFilterPolicy' | 'muteRules' | 'muteSchedule' | 'parentAlarms' | 'topicAccess' | 'topicSubscriptions'
>;
type Alb = ResourceRef<'loadBalancer'>;

/** What is known of an alarm that goes to ALARM. */
export interface Raised {
  readonly watch: Watch;
  readonly afterMinutes: number;
  readonly now: Date;
  /** Whether a person has seen a message of it arrive. */
  readonly messageSeen: boolean;
}

/**
 * Who is told when an alarm goes to ALARM: by its own actions, or by those of composite alarms above it, which are asked for
 * only where its own tell nobody.
 */
export async function audienceOf(
  alb: Alb,
  alarm: MetricAlarm | CompositeAlarm,
  raised: Raised,
  aws: Asked,
): Promise<Audience> {
  const own = await ofAlarm({alb, aws, ...raised}, alarm, raised.afterMinutes);
  if (own.type === 'told') return own;
  const above = await ofParents(alb, alarm, raised, aws);
  const told = above.find(({type}) => type === 'told') ?? [own, ...above].find(({type}) => type === 'unknown');
  if (told !== undefined) return told;
  const faults = [own, ...above].flatMap((one) => (one.type === 'nobody' ? one.faults : []));
  return {type: 'nobody', faults};
}

interface Asking {
  readonly alb: Alb;
  readonly aws: Asked;
  readonly watch: Watch;
  readonly now: Date;
  readonly messageSeen: boolean;
}

/** By its own actions, where nothing keeps them back. */
async function ofAlarm(asking: Asking, alarm: MetricAlarm | CompositeAlarm, afterMinutes: number): Promise<Audience> {
  const {alb, aws, watch, now} = asking;
  const audience = await ofActions(asking, alarm);
  if (audience.type !== 'told') return audience;
  const {faults, later} = await mutesOf(alb, alarm.name, now, aws);
  if (faults.length > 0) return {type: 'nobody', faults};
  if (alarm.type === 'composite') {
    const tree = alarmTree(await alarmsBelow(alb, [alarm], aws), watch);
    const kept = suppressionOf(alarm, tree, watch, afterMinutes);
    if (kept !== null) return kept.isKnown ? nobody(kept.what, kept.fix) : unknown(kept.what, kept.fix);
  }
  return {type: 'told', by: [audience.by, ...later].join('; ')};
}

async function ofParents(
  alb: Alb,
  alarm: MetricAlarm | CompositeAlarm,
  {watch, now, messageSeen}: Raised,
  aws: Asked,
): Promise<Audience[]> {
  const parents = await alarmsAbove(alb, alarm.name, aws);
  const tree = alarmTree(await alarmsBelow(alb, [alarm, ...parents], aws), watch);
  const found: Audience[] = [];
  for (const parent of parents) {
    const audience = await ofComposite({alb, aws, watch, now, messageSeen}, parent, tree);
    found.push(audience);
    if (audience.type === 'told') return found;
  }
  return found;
}

async function ofComposite(asking: Asking, alarm: CompositeAlarm, tree: AlarmTree): Promise<Audience> {
  const place = `composite alarm ${alarm.name} above it`;
  const {withinMinutes} = asking.watch;
  const rule = parseRule(alarm.rule);
  if (rule === null) return unknown(`the rule of ${place} is not read: ${alarm.rule}`, OWN_ACTION);
  const move = compositeMove(rule, (name) => tree.memberOf(name), lookedAtMinutes(asking.watch));
  switch (move.type) {
    case 'unknown':
      return unknown(`${place} asks for ${move.missing.join(' and ')} in its rule, and there is none`, OWN_ACTION);
    case 'depends':
      return unknown(`${place} fires only with others (${move.on.join(', ')})`, `${OWN_ACTION}, or ${NAME_ANOTHER}`);
    case 'stays': {
      const does = move.state === 'ALARM' ? 'is in ALARM while all is well' : 'stays OK';
      return nobody(`${place} ${does}, by its rule ${alarm.rule}`, ADD_TOPIC);
    }
    case 'sticks':
      return nobody(`${place} stays in ALARM when all is well again, by its rule ${alarm.rule}`, ADD_TOPIC);
    default:
  }
  if (move.afterMinutes > withinMinutes)
    return nobody(`${place} is in ALARM ${lateText(move.afterMinutes, withinMinutes)}`, ADD_TOPIC);
  const audience = await ofAlarm(asking, alarm, move.afterMinutes);
  if (audience.type === 'told') return {type: 'told', by: `${place}, by ${audience.by}`};
  if (audience.type === 'unknown') return unknown(`${place}: ${audience.what}`, audience.fix);
  return {type: 'nobody', faults: audience.faults.map(({what, fix}) => ({what: `${place}: ${what}`, fix}))};
}

const OWN_ACTION = 'give the alarm an action of its own';
const NAME_ANOTHER = 'name a composite alarm that fires with it alone';

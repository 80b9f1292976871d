import {isKeptOnly, kindOfAction} from '../domain/alarms/alarm-actions.ts';
import {parseRule} from '../domain/alarms/alarm-rule.ts';
import {type AlarmTree, alarmTree} from '../domain/alarms/alarm-tree.ts';
import {lookedAtMinutes, type Watch} from '../domain/alarms/alarm-watch.ts';
import {compositeMove} from '../domain/alarms/composite-alarms.ts';
import {lateText, suppressionOf} from '../domain/alarms/suppressed-actions.ts';
import type {AwsFacts, CompositeAlarm, MetricAlarm} from '../model/facts/aws-facts.ts';
import type {Fault} from '../model/outcome.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {command} from '../model/text/shell.ts';
import {alarmsAbove, alarmsBelow} from './alarm-family.ts';
import {mutesOf} from './alarm-mutes.ts';

type Asked = Pick<
  AwsFacts,
  'alarm' | 'parentAlarms' | 'topicSubscriptions' | 'hasFilterPolicy' | 'muteRules' | 'muteSchedule'
>;
type Alb = ResourceRef<'loadBalancer'>;

/** Whether anybody would be told, and by whom, or why not. */
export type Audience =
  | {readonly type: 'told'; readonly by: string}
  | {readonly type: 'nobody'; readonly faults: readonly Fault[]}
  | {readonly type: 'unknown'; readonly what: string; readonly fix: string};

/** What is known of an alarm that goes to ALARM. */
export interface Raised {
  readonly watch: Watch;
  readonly afterMinutes: number;
  readonly now: Date;
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
}

/** By its own actions, where nothing keeps them back. */
async function ofAlarm(asking: Asking, alarm: MetricAlarm | CompositeAlarm, afterMinutes: number): Promise<Audience> {
  const {alb, aws, watch, now} = asking;
  const audience = await ofActions(alb, alarm, aws);
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

const ADD_TOPIC =
  'Name an SNS topic that somebody reads as its alarm action (`alarm_actions` of the `aws_cloudwatch_metric_alarm`).';

async function ofActions(
  alb: Alb,
  {name, actionsEnabled, alarmActions}: MetricAlarm | CompositeAlarm,
  aws: Asked,
): Promise<Audience> {
  if (!actionsEnabled) {
    const enable = command`aws cloudwatch enable-alarm-actions --alarm-names ${name}`;
    return nobody('its actions are disabled', `Enable them: \`${enable}\`.`);
  }
  if (alarmActions.length === 0) return nobody('it has no alarm actions', ADD_TOPIC);
  const silent: string[] = [];
  let doubt: Audience | null = null;
  const faults: Fault[] = [];
  for (const action of alarmActions) {
    const kind = kindOfAction(action);
    if (kind.type === 'tells') return {type: 'told', by: kind.what};
    if (kind.type === 'silent') silent.push(kind.what);
    if (kind.type === 'unknown') doubt = unknown(`whom its action ${kind.what} tells is not known`, ADD_TOPIC);
    if (kind.type !== 'topic') continue;
    const topic = await ofTopic(alb, action, kind.name, aws);
    if (topic.type === 'told') return topic;
    if (topic.type === 'unknown') doubt = topic;
    else faults.push(...topic.faults);
  }
  if (doubt !== null) return doubt;
  if (faults.length > 0) return {type: 'nobody', faults};
  return nobody(`its actions tell nobody: ${[...new Set(silent)].join(' and ')}`, ADD_TOPIC);
}

async function ofTopic(alb: Alb, arn: string, name: string, aws: Asked): Promise<Audience> {
  const subscriptions = await aws.topicSubscriptions(alb, arn);
  if (subscriptions === null) {
    return nobody(
      `its topic ${name} does not exist`,
      `Create topic ${name} and subscribe to it, or name another in its alarm actions.`,
    );
  }
  const confirmed = subscriptions.filter((one) => one.arn !== null);
  if (confirmed.length === 0) {
    const pending = subscriptions.length === 0 ? 'nobody subscribes to' : 'nobody has confirmed a subscription to';
    const fix = command`aws sns subscribe --topic-arn ${arn} --protocol email --notification-endpoint`;
    return nobody(
      `${pending} its topic ${name}`,
      `Subscribe whoever is on call (\`${fix}\` …), and confirm by the link in the message that SNS sends.`,
    );
  }
  const telling = confirmed.filter(({protocol}) => !isKeptOnly(protocol));
  for (const {arn: subscription, protocol} of telling) {
    if (subscription !== null && !(await aws.hasFilterPolicy(alb, subscription))) {
      return {type: 'told', by: `topic ${name} (${protocol})`};
    }
  }
  return telling.length === 0
    ? unknown(
        `only ${protocols(confirmed)} subscribes to its topic ${name}: whether somebody reads that is not known`,
        `Subscribe somebody to topic ${name} directly, by email or the URL of a pager.`,
      )
    : unknown(
        `every subscription to its topic ${name} has a filter policy, and whether that lets alarms through is not known`,
        `Subscribe somebody to topic ${name} without a filter policy, or make the alarm fire once.`,
      );
}

const protocols = (subscriptions: readonly {readonly protocol: string}[]) =>
  [...new Set(subscriptions.map(({protocol}) => protocol))].join(' and ');

async function ofParents(
  alb: Alb,
  alarm: MetricAlarm | CompositeAlarm,
  {watch, now}: Raised,
  aws: Asked,
): Promise<Audience[]> {
  const parents = await alarmsAbove(alb, alarm.name, aws);
  const tree = alarmTree(await alarmsBelow(alb, [alarm, ...parents], aws), watch);
  const found: Audience[] = [];
  for (const parent of parents) {
    const audience = await ofComposite({alb, aws, watch, now}, parent, tree);
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

function nobody(what: string, fix: string): Audience {
  return {type: 'nobody', faults: [{what, fix}]};
}

function unknown(what: string, fix: string): Audience {
  return {type: 'unknown', what, fix};
}

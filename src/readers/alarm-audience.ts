import {isKeptOnly, kindOfAction} from '../domain/alarms/alarm-actions.ts';
import {alarmNameOf, parseRule} from '../domain/alarms/alarm-rule.ts';
import {compositeMove} from '../domain/alarms/composite-alarms.ts';
import type {Alarm, AwsFacts, CompositeAlarm} from '../model/facts/aws-facts.ts';
import type {Fault} from '../model/outcome.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {command} from '../model/text/shell.ts';

type Asked = Pick<AwsFacts, 'alarm' | 'parentAlarms' | 'topicSubscriptions' | 'hasFilterPolicy'>;
type Alb = ResourceRef<'loadBalancer'>;

/** Whether anybody would be told, and by whom, or why not. */
export type Audience =
  | {readonly type: 'told'; readonly by: string}
  | {readonly type: 'nobody'; readonly faults: readonly Fault[]}
  | {readonly type: 'unknown'; readonly what: string; readonly fix: string};

/**
 * Who is told when an alarm goes to ALARM: by its own actions, or by those of composite alarms above it, which are asked for
 * only where its own tell nobody.
 */
export async function audienceOf(alb: Alb, alarm: Alarm, aws: Asked): Promise<Audience> {
  const own = await ofActions(alb, alarm, aws);
  if (own.type === 'told') return own;
  const above = await ofParents(alb, alarm, aws);
  const told = above.find(({type}) => type === 'told') ?? [own, ...above].find(({type}) => type === 'unknown');
  if (told !== undefined) return told;
  const faults = [own, ...above].flatMap((one) => (one.type === 'nobody' ? one.faults : []));
  return {type: 'nobody', faults};
}

const ADD_TOPIC =
  'Name an SNS topic that somebody reads as its alarm action (`alarm_actions` of the `aws_cloudwatch_metric_alarm`).';

async function ofActions(alb: Alb, {name, actionsEnabled, alarmActions}: Alarm, aws: Asked): Promise<Audience> {
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

/** Upwards, as far as composites fire. */
async function ofParents(alb: Alb, alarm: Alarm, aws: Asked): Promise<Audience[]> {
  const failing = new Set([alarm.name]);
  const found: Audience[] = [];
  const seen = new Set<string>();
  for (const name of failing) {
    const parents = (await aws.parentAlarms(alb, name)).filter((parent) => !seen.has(parent));
    for (const parentName of parents) {
      seen.add(parentName);
      const parent = await aws.alarm(alb, parentName);
      if (parent?.type !== 'composite') continue;
      const audience = await ofComposite(alb, parent, failing, aws);
      found.push(audience);
      if (audience.type === 'told') return found;
    }
  }
  return found;
}

/** Adds it to those that fail where it fires: there may be others above it. */
async function ofComposite(alb: Alb, alarm: CompositeAlarm, failing: Set<string>, aws: Asked): Promise<Audience> {
  const place = `composite alarm ${alarm.name}`;
  const rule = parseRule(alarm.rule);
  if (rule === null)
    return unknown(`the rule of ${place} is not read: ${alarm.rule}`, 'give the alarm an action of its own');
  const move = compositeMove(rule, failing);
  if (move.type === 'depends') {
    return unknown(
      `${place} above it fires only with others (${move.on.join(', ')})`,
      'give the alarm an action of its own, or name a composite alarm that fires with it alone',
    );
  }
  if (move.type === 'stays') {
    const does = move.state === 'ALARM' ? 'is in ALARM while all is well' : 'stays OK';
    return nobody(`${place} above it ${does}, by its rule ${alarm.rule}`, ADD_TOPIC);
  }
  failing.add(alarm.name);
  const suppressor = alarm.suppressor === null ? null : alarmNameOf(alarm.suppressor);
  if (suppressor !== null && (failing.has(suppressor) || (await aws.alarm(alb, suppressor))?.state === 'ALARM')) {
    return nobody(
      `the actions of ${place} above it are suppressed by alarm ${suppressor}, which is in ALARM`,
      `Wait until alarm ${suppressor} is OK, or give the alarm an action of its own.`,
    );
  }
  const audience = await ofActions(alb, alarm, aws);
  if (audience.type === 'told') return {type: 'told', by: `${place} above it, by ${audience.by}`};
  if (audience.type === 'unknown') return unknown(`${place} above it: ${audience.what}`, audience.fix);
  return {type: 'nobody', faults: audience.faults.map(({what, fix}) => ({what: `${place} above it: ${what}`, fix}))};
}

function nobody(what: string, fix: string): Audience {
  return {type: 'nobody', faults: [{what, fix}]};
}

function unknown(what: string, fix: string): Audience {
  return {type: 'unknown', what, fix};
}

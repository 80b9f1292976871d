import {isKeptOnly, kindOfAction} from '../domain/alarms/alarm-actions.ts';
import {publishingOf} from '../domain/alarms/topic-access.ts';
import type {AwsFacts, CompositeAlarm, MetricAlarm} from '../model/facts/aws-facts.ts';
import type {Fault} from '../model/outcome.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import {command} from '../model/text/shell.ts';

/** Whether anybody would be told, and by whom, or why not. */
export type Audience =
  | {readonly type: 'told'; readonly by: string}
  | {readonly type: 'nobody'; readonly faults: readonly Fault[]}
  | {readonly type: 'unknown'; readonly what: string; readonly fix: string};

interface AskingTopics {
  readonly alb: ResourceRef<'loadBalancer'>;
  readonly aws: Pick<AwsFacts, 'hasFilterPolicy' | 'topicAccess' | 'topicSubscriptions'>;
  /** Whether a person has seen a message of the alarm arrive. */
  readonly messageSeen: boolean;
}

export const ADD_TOPIC =
  'Name an SNS topic that somebody reads as its alarm action (`alarm_actions` of the `aws_cloudwatch_metric_alarm`).';
const SEEN = 'of which a message was seen to arrive';

/** Whom the actions of an alarm tell, where they are taken. */
export async function ofActions(
  asking: AskingTopics,
  {arn: alarmArn, name, actionsEnabled, alarmActions}: MetricAlarm | CompositeAlarm,
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
    if (kind.type === 'unknown' && asking.messageSeen) return {type: 'told', by: `${kind.what}, ${SEEN}`};
    if (kind.type === 'unknown') doubt = unknown(`whom its action ${kind.what} tells is not known`, ADD_TOPIC);
    if (kind.type !== 'topic') continue;
    const topic = await ofTopic(asking, action, kind.name, alarmArn);
    if (topic.type === 'told') return topic;
    if (topic.type === 'unknown') doubt = topic;
    else faults.push(...topic.faults);
  }
  if (doubt !== null) return doubt;
  if (faults.length > 0) return {type: 'nobody', faults};
  return nobody(`its actions tell nobody: ${[...new Set(silent)].join(' and ')}`, ADD_TOPIC);
}

async function ofTopic(
  {alb, aws, messageSeen}: AskingTopics,
  arn: string,
  name: string,
  alarmArn: string,
): Promise<Audience> {
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
  const publishing = publishingOf(await aws.topicAccess(alb, arn), alarmArn, name);
  if (publishing.type === 'closed') return nobody(publishing.what, publishing.fix);
  if (messageSeen) return {type: 'told', by: `topic ${name} (${protocols(confirmed)}), ${SEEN}`};
  if (publishing.type === 'unknown') return unknown(publishing.what, publishing.fix);
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
        `Subscribe somebody to topic ${name} without a filter policy; or make the alarm fire once, and state \`messageSeen:\`.`,
      );
}

const protocols = (subscriptions: readonly {readonly protocol: string}[]) =>
  [...new Set(subscriptions.map(({protocol}) => protocol))].join(' and ');

export function nobody(what: string, fix: string): Audience {
  return {type: 'nobody', faults: [{what, fix}]};
}

export function unknown(what: string, fix: string): Audience {
  return {type: 'unknown', what, fix};
}

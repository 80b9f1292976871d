import type {SnsFacts, TopicAccess, TopicSubscription} from '../../../model/facts/aws-facts.ts';
import {unlessAbsent} from '../absent.ts';
import type {Connection} from '../call.ts';
import type {Clients} from '../connections.ts';
import {everyPage} from '../pages.ts';
import type {Scope} from '../scope.ts';
import {shapeOf} from '../shape.ts';

const NO_TOPIC = ['NotFound', 'NotFoundException'];

export function snsFacts({at, to, fact}: Scope): SnsFacts {
  return {
    async topicSubscriptions(name, topicArn) {
      const accountRegion = at(name);
      return fact(accountRegion, `topicSubscriptions:${topicArn}`, (aborted) =>
        unlessAbsent(
          NO_TOPIC,
          () => listSubscriptions(to('sns', accountRegion), topicArn, aborted),
          () => null,
        ),
      );
    },
    async topicAccess(name, topicArn) {
      const accountRegion = at(name);
      return fact(accountRegion, `topicAccess:${topicArn}`, (aborted) =>
        getTopicAccess(to('sns', accountRegion), topicArn, aborted),
      );
    },
    async hasFilterPolicy(name, subscriptionArn) {
      const accountRegion = at(name);
      return fact(accountRegion, `hasFilterPolicy:${subscriptionArn}`, (aborted) =>
        askForFilterPolicy(to('sns', accountRegion), subscriptionArn, aborted),
      );
    },
  };
}

async function listSubscriptions(
  sns: Connection<Clients['sns']>,
  TopicArn: string,
  signal: AbortSignal,
): Promise<TopicSubscription[]> {
  const {ListSubscriptionsByTopicCommand} = await import('@aws-sdk/client-sns');
  const action = 'sns:ListSubscriptionsByTopic';
  const {required} = shapeOf(action);
  const all = await everyPage(action, 'Subscriptions', async (NextToken?: string) => {
    const page = await sns.call(action, signal, new ListSubscriptionsByTopicCommand({TopicArn, NextToken}));
    return {items: page.Subscriptions, next: page.NextToken};
  });
  return all.map(({SubscriptionArn, Protocol}) => {
    const arn = required(SubscriptionArn, 'Subscriptions[].SubscriptionArn');
    // `PendingConfirmation` and `Deleted` stand where an ARN would.
    return {arn: arn.startsWith('arn:') ? arn : null, protocol: required(Protocol, 'Subscriptions[].Protocol')};
  });
}

async function getTopicAccess(
  sns: Connection<Clients['sns']>,
  TopicArn: string,
  signal: AbortSignal,
): Promise<TopicAccess> {
  const {GetTopicAttributesCommand} = await import('@aws-sdk/client-sns');
  const action = 'sns:GetTopicAttributes';
  const {Attributes} = await sns.call(action, signal, new GetTopicAttributesCommand({TopicArn}));
  const {required} = shapeOf(action);
  const {KmsMasterKeyId, Policy} = required(Attributes, 'Attributes');
  return {keyId: KmsMasterKeyId || null, policy: required(Policy, 'Attributes.Policy')};
}

async function askForFilterPolicy(
  sns: Connection<Clients['sns']>,
  SubscriptionArn: string,
  signal: AbortSignal,
): Promise<boolean> {
  const {GetSubscriptionAttributesCommand} = await import('@aws-sdk/client-sns');
  const action = 'sns:GetSubscriptionAttributes';
  const {Attributes} = await sns.call(action, signal, new GetSubscriptionAttributesCommand({SubscriptionArn}));
  const attributes = shapeOf(action).required(Attributes, 'Attributes');
  return (attributes.FilterPolicy ?? '{}') !== '{}';
}

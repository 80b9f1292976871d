import {HEALTHY} from '../../../../src/lab/aws-world.ts';
import type {SnsFacts} from '../../../../src/model/facts/aws-facts.ts';
import type {Played} from '../played.ts';

const [TOPIC] = HEALTHY.topics;
const [SUBSCRIPTION] = TOPIC?.subscriptions ?? [];

export const PLAYED: Played<keyof SnsFacts> = {
  clients: {SNSClient: 'sns'},
  answers: ({topics}) => ({
    sns: {
      ListSubscriptionsByTopic: ({TopicArn}) => ({
        Subscriptions: topics
          .filter(({arn}) => arn === TopicArn)
          .flatMap(({subscriptions}) => subscriptions ?? [])
          .map(({arn, protocol}) => ({SubscriptionArn: arn ?? 'PendingConfirmation', Protocol: protocol})),
      }),
      GetTopicAttributes: ({TopicArn}) => {
        const access = topics.find(({arn}) => arn === TopicArn)?.access;
        return {Attributes: {Policy: access?.policy, ...(access?.keyId ? {KmsMasterKeyId: access.keyId} : {})}};
      },
      GetSubscriptionAttributes: ({SubscriptionArn}) => {
        const found = topics.flatMap(({subscriptions}) => subscriptions ?? []).find(({arn}) => arn === SubscriptionArn);
        return {Attributes: found?.hasFilterPolicy ? {FilterPolicy: '{"team":["sre"]}'} : {Protocol: 'email'}};
      },
    },
  }),
  asks: {
    topicSubscriptions: (facts) => facts.topicSubscriptions('alb', TOPIC?.arn ?? ''),
    topicAccess: (facts) => facts.topicAccess('alb', TOPIC?.arn ?? ''),
    hasFilterPolicy: (facts) => facts.hasFilterPolicy('alb', SUBSCRIPTION?.arn ?? ''),
  },
};

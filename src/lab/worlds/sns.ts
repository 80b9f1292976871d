import type {TopicAccess, TopicSubscription} from '../../model/facts/aws-facts.ts';
import {ON_CALL} from './names.ts';
import {keyed, type Recorded} from './recorded.ts';

export interface SnsWorld {
  readonly topics: readonly SnsTopic[];
}

export interface SnsTopic {
  readonly arn: string;
  /** Null: there is no such topic. */
  readonly subscriptions: readonly (TopicSubscription & {readonly hasFilterPolicy: boolean})[] | null;
  readonly access: TopicAccess;
}

/** As SNS makes it: whoever belongs to the account may do everything. */
const OF_THE_ACCOUNT: TopicAccess = {
  keyId: null,
  policy: JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: {AWS: '*'},
        Action: ['SNS:GetTopicAttributes', 'SNS:Subscribe', 'SNS:ListSubscriptionsByTopic', 'SNS:Publish'],
        Resource: ON_CALL,
        Condition: {StringEquals: {'AWS:SourceOwner': ON_CALL.split(':')[4] ?? ''}},
      },
    ],
  }),
};

/** Whoever is on call reads it. */
export const SNS: SnsWorld = {
  topics: [
    {
      arn: ON_CALL,
      subscriptions: [
        {arn: `${ON_CALL}:6b5a9a3c-6cf5-4d0a-9a51-2f0f4d1f7f11`, protocol: 'email', hasFilterPolicy: false},
      ],
      access: OF_THE_ACCOUNT,
    },
  ],
};

export function snsRecorded({topics}: SnsWorld, platform: string): Recorded {
  return {
    ...keyed(
      topics,
      ({arn}) => `${platform}:topicSubscriptions:${arn}`,
      ({subscriptions}) => subscriptions?.map(({arn, protocol}) => ({arn, protocol})) ?? null,
    ),
    ...keyed(
      topics,
      ({arn}) => `${platform}:topicAccess:${arn}`,
      ({access}) => access,
    ),
    ...keyed(
      topics.flatMap(({subscriptions}) => subscriptions ?? []),
      ({arn}) => `${platform}:hasFilterPolicy:${arn}`,
      ({hasFilterPolicy}) => hasFilterPolicy,
    ),
  };
}

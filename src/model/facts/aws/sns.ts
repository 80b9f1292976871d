/** Amazon SNS as plain values. */

import type {ResourceRef} from '../../resource-ref.ts';
import type {AwsService} from '../aws-service.ts';

/** A resource in whose account and region to look. */
type Where = ResourceRef<'loadBalancer' | 'account'>;

/** Without its endpoint, which may be somebody's address. */
export interface TopicSubscription {
  /** Null until it is confirmed, and once it is deleted. */
  readonly arn: string | null;
  /** `email`, `https`, `sms`, `lambda`, `sqs`, … */
  readonly protocol: string;
}

/** Who may send messages to a topic. */
export interface TopicAccess {
  /** The key that it is encrypted with: an id, an ARN or an alias; null: none. */
  readonly keyId: string | null;
  /** JSON as AWS keeps it. */
  readonly policy: string;
}

/** In the account and region of the named resource. */
export interface SnsFacts {
  /** Null where there is no such topic. */
  topicSubscriptions(where: Where, topicArn: string): Promise<readonly TopicSubscription[] | null>;
  /** Of a topic that there is. */
  topicAccess(where: Where, topicArn: string): Promise<TopicAccess>;
  /** Whether a subscription delivers only the messages that a policy lets through. */
  hasFilterPolicy(where: Where, subscriptionArn: string): Promise<boolean>;
}

/** An alarm names topics of its region, also those of other accounts. */
const TOPICS = 'arn:<partition>:sns:<region>:*:*';

export const SNS = {
  prefix: 'sns',
  commands: ['sns'],
  askedWhere: ['loadBalancer'],
  actions: {
    topicSubscriptions: ['sns:ListSubscriptionsByTopic'],
    topicAccess: ['sns:GetTopicAttributes'],
    hasFilterPolicy: ['sns:GetSubscriptionAttributes'],
  },
  scopes: {
    'sns:ListSubscriptionsByTopic': {sid: 'ReadTopics', resources: [TOPICS]},
    'sns:GetTopicAttributes': {sid: 'ReadTopics', resources: [TOPICS]},
    'sns:GetSubscriptionAttributes': {sid: 'ReadTopics', resources: [TOPICS]},
  },
} as const satisfies AwsService<keyof SnsFacts>;

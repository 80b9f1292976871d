import {z} from 'zod';
import type {TopicAccess, TopicSubscription} from '../aws-facts.ts';
import {text, textOrNull} from './parts.ts';

const subscription = z.strictObject({arn: textOrNull, protocol: text}) satisfies z.ZodType<TopicSubscription>;

const access = z.strictObject({keyId: textOrNull, policy: text}) satisfies z.ZodType<TopicAccess>;

export const SNS_FACTS = {
  topicSubscriptions: z.array(subscription).nullable(),
  topicAccess: access,
  hasFilterPolicy: z.boolean(),
};

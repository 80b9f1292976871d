import {z} from 'zod';
import type {TopicSubscription} from '../aws-facts.ts';
import {text, textOrNull} from './parts.ts';

const subscription = z.strictObject({arn: textOrNull, protocol: text}) satisfies z.ZodType<TopicSubscription>;

export const SNS_FACTS = {
  topicSubscriptions: z.array(subscription).nullable(),
  hasFilterPolicy: z.boolean(),
};

import {z} from 'zod';
import type {EcrCacheRule, EcrImage, EcrPlatform} from '../aws-facts.ts';
import {text} from './parts.ts';

const ecrImage = z.strictObject({digest: text, status: text, isList: z.boolean()}) satisfies z.ZodType<EcrImage>;

const ecrPlatform = z.strictObject({digest: text, platform: text.nullable()}) satisfies z.ZodType<EcrPlatform>;

const ecrCacheRule = z.strictObject({prefix: text, upstream: text}) satisfies z.ZodType<EcrCacheRule>;

export const ECR_FACTS = {
  ecrImage: ecrImage.nullable(),
  ecrPlatforms: z.array(ecrPlatform).nullable(),
  ecrCacheRules: z.array(ecrCacheRule),
};

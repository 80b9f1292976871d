import {z} from 'zod';
import type {RegisteredDomain} from '../aws-facts.ts';
import {numberOrNull, text, textOrNull, texts} from './parts.ts';

const registeredDomain = z.strictObject({
  name: text,
  nameServers: z.array(z.strictObject({name: text, glueIps: texts})),
  statuses: texts,
  signers: z.array(
    z.strictObject({
      keyTag: z.number(),
      algorithm: numberOrNull,
      digestType: numberOrNull,
      digest: textOrNull,
    }),
  ),
}) satisfies z.ZodType<RegisteredDomain>;

export const ROUTE53_DOMAINS_FACTS = {registeredDomain: registeredDomain.nullable()};

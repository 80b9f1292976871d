import {z} from 'zod';
import type {RegisteredDomain} from '../aws-facts.ts';
import {text, texts} from './parts.ts';

const registeredDomain = z.strictObject({
  name: text,
  nameServers: z.array(z.strictObject({name: text, glueIps: texts})),
  statuses: texts,
}) satisfies z.ZodType<RegisteredDomain>;

export const ROUTE53_DOMAINS_FACTS = {registeredDomain: registeredDomain.nullable()};

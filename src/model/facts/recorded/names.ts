import {z} from 'zod';
import type {NameServer} from '../wire/names.ts';
import {text, textOrNull, time} from './parts.ts';

const server = z.strictObject({
  address: text,
  port: z.int(),
  name: textOrNull,
  role: z.enum(['authority', 'resolver']),
  isSystem: z.boolean(),
});

const records = z.array(z.strictObject({name: text, type: text, ttlSeconds: z.number(), value: text}));

const answer = z.strictObject({
  over: z.enum(['udp', 'tcp']),
  rcode: text,
  isAuthoritative: z.boolean(),
  isTruncated: z.boolean(),
  offersRecursion: z.boolean(),
  isAuthentic: z.boolean(),
  answers: records,
  authorities: records,
  additionals: records,
  soa: z.strictObject({zone: text, serial: z.number(), negativeTtlSeconds: z.number()}).nullable(),
  edns: z.strictObject({udpBytes: z.number(), errors: z.array(z.strictObject({code: z.number(), text}))}).nullable(),
});

const problem = z.strictObject({
  kind: z.enum(['silent', 'refused', 'unreachable', 'closed', 'malformed']),
  message: text,
});

const look = z.strictObject({
  server,
  name: text,
  type: z.enum(['A', 'AAAA', 'CNAME', 'NS', 'SOA', 'CAA', 'DS', 'TXT', 'HTTPS']),
  at: time,
  answer: answer.nullable(),
  problem: problem.nullable(),
  strays: z.number(),
  earlier: z.array(z.strictObject({at: time, agoMs: z.number(), answer})),
});

const resolvers = z.strictObject({servers: z.array(server), roots: z.array(server).nullable()}) satisfies z.ZodType<{
  servers: readonly NameServer[];
  roots: readonly NameServer[] | null;
}>;

/** What a recording keeps of DNS, by the second word of a key. */
export const NAME_FACTS = {'dns-authority': look, 'dns-resolver': look, 'dns-resolvers': resolvers};

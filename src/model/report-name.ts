import {z} from 'zod';

/** What one DNS server said of one name as a report keeps it. */

/** A report keeps the first answers of a run. */
export const MAX_NAMES = 400;

export const nameReportSchema = z.strictObject({
  items: z.array(z.string()).min(1).meta({description: 'The ids of the items that asked'}),
  name: z.string(),
  type: z.enum(['A', 'AAAA']),
  server: z.strictObject({
    name: z.string().nullable().meta({description: 'As the NS record of its zone names it; null: a resolver'}),
    address: z.string(),
    port: z.int(),
    role: z.enum(['authority', 'resolver']),
    isSystem: z.boolean().meta({description: 'A resolver that the system asks by itself'}),
  }),
  at: z.iso.datetime().meta({description: 'When the answer came, or was given up'}),
  rcode: z.string().nullable().meta({description: 'Null: there was no answer'}),
  isAuthoritative: z.boolean(),
  answers: z.array(z.strictObject({name: z.string(), type: z.string(), ttlSeconds: z.int(), value: z.string()})),
  until: z.iso
    .datetime()
    .nullable()
    .meta({description: 'How long this resolver may go on saying so; null: it is not remembered, or nobody knows'}),
  verdict: z
    .enum(['good', 'bad', 'open'])
    .meta({description: '`good`: answers, as the name servers do; `bad`: does not; `open`: nobody can tell'}),
  says: z.string(),
});
export type NameReport = z.infer<typeof nameReportSchema>;

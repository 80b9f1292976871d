import {z} from 'zod';
import {textParam as text} from '../../model/params.ts';
import {version} from './parts.ts';

/** The files beside a checklist: `waivers.yaml`, and the sign-offs. */

export const waiversSchema = z.strictObject({
  version,
  waivers: z.array(
    z.strictObject({
      item: text("An item's id, or a glob of ids"),
      reason: text('Why its failure is accepted'),
      approver: text('Who accepted it: a name under people:, where the checklist has that'),
      expires: z.iso.date().meta({description: 'YYYY-MM-DD, valid to its end in UTC'}),
      env: text('The one environment it is for').optional(),
      ticket: text('Where it is followed up').optional(),
    }),
  ),
});

const signOff = {
  verdict: z.enum(['approved', 'rejected']).meta({description: 'The answer'}),
  by: text('Who says so: a name under people:'),
  at: z.iso.datetime({offset: true}).meta({description: 'When, with zone: 2026-11-22T09:30:00Z'}),
  evidence: text('The evidence for it').optional(),
  comment: text('A remark').optional(),
  asked: z
    .string()
    .regex(/^[0-9a-f]{64}$/, {error: 'is not the 64 hex digits that `lint` prints for the item'})
    .meta({description: 'What was asked: the question hash, which `lint` prints for the item and `signoff` writes'}),
};
export const signOffSchema = z.strictObject({version, ...signOff});
export const signOffsSchema = z.strictObject({version, signoffs: z.array(z.strictObject(signOff)).min(1)});

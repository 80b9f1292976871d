import {z} from 'zod';
import type {Recording} from '../../model/facts/fact-store.ts';
import {readDocument} from './read-document.ts';

const thrownSchema = z.looseObject({name: z.enum(['CannotTell', 'AwsRefusal', 'NoAnswer']), message: z.string()});

const recordingSchema = z.strictObject({
  recordingVersion: z.literal(1),
  recordedAt: z.iso.datetime({offset: true}),
  tool: z.string(),
  facts: z.record(z.string(), z.union([z.strictObject({value: z.json()}), z.strictObject({thrown: thrownSchema})])),
});

/** Reads what `--record` wrote. */
export async function readRecording(path: string): Promise<Recording> {
  return (await readDocument(path, {name: 'a recording', schema: recordingSchema, writtenBy: '--record'})) as Recording;
}

import {readFile} from 'node:fs/promises';
import {z} from 'zod';
import {RECORDING_VERSION, type Recording} from '../../model/facts/fact-store.ts';
import {readStdin} from '../stdin.ts';
import {readDocument} from './read-document.ts';

const thrownSchema = z.looseObject({name: z.enum(['CannotTell', 'AwsRefusal', 'NoAnswer']), message: z.string()});

const recordingSchema = z.strictObject({
  recordingVersion: z.literal(RECORDING_VERSION),
  recordedAt: z.iso.datetime({offset: true}),
  tool: z.string(),
  facts: z.record(z.string(), z.union([z.strictObject({value: z.json()}), z.strictObject({thrown: thrownSchema})])),
});

/** Reads what `--record` wrote. */
export async function readRecording(path: string): Promise<Recording> {
  const recording = await readDocument(path, {
    name: 'a recording',
    schema: recordingSchema,
    writtenBy: '--record',
    version: {key: 'recordingVersion', current: RECORDING_VERSION, writer: ({tool}) => tool},
    again: 'record again',
    read: async (file) => (file === '-' ? (await readStdin()).toString() : readFile(file, 'utf8')),
  });
  return recording as Recording;
}

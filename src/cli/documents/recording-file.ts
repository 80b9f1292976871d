import {z} from 'zod';
import {RECORDING_VERSION, type Recording} from '../../model/facts/fact-store.ts';
import {recordedFactSchema} from '../../model/facts/recorded/facts-by-key.ts';
import {readJsonText} from './json-text.ts';
import {readDocument} from './read-document.ts';

const cannotTell = {message: z.string(), fix: z.string(), transient: z.boolean()};

const thrownSchema = z.discriminatedUnion('name', [
  z.looseObject({name: z.literal('CannotTell'), ...cannotTell}),
  z.looseObject({name: z.literal('AwsRefusal'), ...cannotTell, action: z.string(), code: z.string()}),
  z.looseObject({
    name: z.literal('NoAnswer'),
    message: z.string(),
    target: z.string(),
    phase: z.enum(['resolve', 'connect', 'tls', 'headers']),
  }),
]);

const recordedFact = z.union([z.strictObject({value: z.json()}), z.strictObject({thrown: z.json()})]);

const recordingSchema = z.strictObject({
  recordingVersion: z.literal(RECORDING_VERSION),
  recordedAt: z.iso.datetime({offset: true}),
  tool: z.string(),
  facts: z.record(z.string(), recordedFact).superRefine((facts, context) => {
    for (const [key, fact] of Object.entries(facts)) {
      const isThrown = 'thrown' in fact;
      const schema = isThrown ? thrownSchema : recordedFactSchema(key);
      const [issue] = schema?.safeParse(isThrown ? fact.thrown : fact.value).error?.issues ?? [];
      if (issue === undefined) continue;
      const path = [key, isThrown ? 'thrown' : 'value', ...issue.path];
      context.addIssue({code: 'custom', path, message: issue.message});
    }
  }),
});

/** Reads what `--record` wrote: each fact is of its kind, or the file is refused. */
export async function readRecording(path: string): Promise<Recording> {
  const recording = await readDocument(path, {
    name: 'a recording',
    schema: recordingSchema,
    writtenBy: '--record',
    version: {key: 'recordingVersion', current: RECORDING_VERSION, writer: ({tool}) => tool},
    again: 'record again',
    read: readJsonText,
  });
  return recording as Recording;
}

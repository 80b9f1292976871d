import type {NormalizedSchema} from '@smithy/core/schema';

/**
 * The SDK reads what it does not expect as something harmless: a text where XML should have a list becomes an empty list, a
 * text or a list where an object should be becomes an object without members, "perhaps" becomes false. Such an answer
 * must not be taken for one that says "there are none".
 */

/** What reads the body of an answer: one method for every member of XML, another for every one of JSON. */
interface Deserializer {
  readonly codecDeserializer?: Deserializer;
  readSchema?(schema: unknown, value: unknown): unknown;
  _read?(schema: unknown, value: unknown): unknown;
}

/** Makes the client throw, naming the member, for what it would read as something else. */
export async function refuseNonsense(client: {readonly config: object}): Promise<void> {
  const {deserializer: whole} = (client.config as {readonly protocol: {readonly deserializer: Deserializer}}).protocol;
  // In the REST protocols, inside what also reads the headers.
  const deserializer = whole.codecDeserializer ?? whole;
  const {NormalizedSchema: schemas} = await import('@smithy/core/schema');
  const schemaOf = (schema: unknown) => schemas.of(schema as Parameters<typeof schemas.of>[0]);
  const path: string[] = [];

  const guarded =
    (read: (schema: unknown, value: unknown) => unknown, problemOf: typeof xmlProblem) =>
    (schema: unknown, value: unknown): unknown => {
      const of = schemaOf(schema);
      path.push(stepOf(of, path.at(-1)));
      try {
        const problem = problemOf(of, value);
        if (problem !== null) throw new SyntaxError(`${path.join('').replace(/^\./, '') || 'the answer'} ${problem}`);
        return read.call(deserializer, schema, value);
      } finally {
        path.pop();
      }
    };
  if (deserializer.readSchema !== undefined) {
    deserializer.readSchema = guarded(deserializer.readSchema, xmlProblem);
  } else if (deserializer._read !== undefined) {
    deserializer._read = guarded(deserializer._read, jsonProblem);
  } else {
    throw new Error('the SDK has another way of reading answers');
  }
}

/** From the object or list around it to this member. The SDK reads a list in XML again, wrapped into a list. */
function stepOf(schema: NormalizedSchema, before: string | undefined): string {
  const name = schema.isMemberSchema() ? schema.getMemberName() : '';
  const step = name === '' ? '' : name === 'member' || name === 'value' ? '[]' : `.${name}`;
  return schema.isListSchema() && step === before ? '' : step;
}

const isText = (value: unknown) => typeof value === 'string' && value.trim() !== '';

/** In XML everything is text, or an object of its children; an empty element is an empty text. */
function xmlProblem(schema: NormalizedSchema, value: unknown): string | null {
  if (value === undefined || value === null || schema.isDocumentSchema() || schema.isUnitSchema()) return null;
  if (schema.isListSchema()) {
    if (schema.getMergedTraits().xmlFlattened) return null;
    if (Array.isArray(value)) return value.length > 1 ? 'is there more than once' : null;
    if (isText(value)) return 'is a text, not a list';
    const item = schema.getValueSchema().getMergedTraits().xmlName ?? 'member';
    const other = Object.keys(Object(value)).find((name) => name !== item && !/^[@#]|^xmlns/.test(name));
    return typeof value === 'object' && other !== undefined ? `holds <${other}>, not <${item}>` : null;
  }
  if (Array.isArray(value)) return 'is there more than once';
  if (schema.isStructSchema() || schema.isMapSchema()) return isText(value) ? 'is a text, not an object' : null;
  if (typeof value === 'object') return 'is an object, not a text';
  const text = String(value).trim();
  if (schema.isBooleanSchema()) return /^(true|false)$/i.test(text) ? null : `is "${text}", not true or false`;
  if (schema.isNumericSchema()) {
    return text !== '' && Number.isFinite(Number(text)) ? null : `is "${text}", not a number`;
  }
  if (schema.isTimestampSchema()) return Number.isNaN(Date.parse(text)) ? `is "${text}", not a time` : null;
  return null;
}

/** Of JSON the SDK passes on what it does not know as it is; this is the rest. */
function jsonProblem(schema: NormalizedSchema, value: unknown): string | null {
  if (value === undefined || value === null || schema.isDocumentSchema() || schema.isUnitSchema()) return null;
  if (schema.isStructSchema() || schema.isMapSchema()) {
    if (Array.isArray(value)) return 'is a list, not an object';
    return typeof value === 'object' ? null : `is a ${nameOf(value)}, not an object`;
  }
  if (schema.isTimestampSchema()) {
    const isTime = typeof value === 'number' || (typeof value === 'string' && !Number.isNaN(Date.parse(value)));
    return isTime ? null : `is ${JSON.stringify(value)}, not a time`;
  }
  if (schema.isBlobSchema()) return typeof value === 'string' ? null : `is a ${nameOf(value)}, not a text`;
  return null;
}

function nameOf(value: unknown): string {
  return typeof value === 'string' ? 'text' : typeof value;
}

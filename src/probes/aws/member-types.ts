import type {NormalizedSchema} from '@smithy/core/schema';

/** What a value is, when that is not what the schema says: `a text, not a list`; null when it is. Not what is in it. */
export function typeProblem(schema: NormalizedSchema, value: unknown): string | null {
  const wanted = TYPES.find(({isTypeOf}) => isTypeOf(schema));
  if (wanted === undefined || wanted.holds(value)) return null;
  return `${nameOf(value)}, not ${wanted.name},`;
}

interface MemberType {
  readonly name: string;
  isTypeOf(schema: NormalizedSchema): boolean;
  holds(value: unknown): boolean;
}

/** Documents and numbers beyond a double are in no answer that is read, so any value will do for them. */
const TYPES: readonly MemberType[] = [
  {name: 'a list', isTypeOf: (schema) => schema.isListSchema(), holds: Array.isArray},
  {
    name: 'an object',
    isTypeOf: (schema) => schema.isMapSchema() || schema.isStructSchema(),
    holds: (value) => nameOf(value) === 'an object',
  },
  {name: 'a text', isTypeOf: (schema) => schema.isStringSchema(), holds: (value) => typeof value === 'string'},
  {name: 'a number', isTypeOf: (schema) => schema.isNumericSchema(), holds: Number.isFinite},
  {name: 'true or false', isTypeOf: (schema) => schema.isBooleanSchema(), holds: (value) => typeof value === 'boolean'},
  {name: 'a time', isTypeOf: (schema) => schema.isTimestampSchema(), holds: (value) => nameOf(value) === 'a time'},
  {name: 'bytes', isTypeOf: (schema) => schema.isBlobSchema(), holds: (value) => value instanceof Uint8Array},
];

function nameOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Uint8Array) return 'bytes';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'no time' : 'a time';
  switch (typeof value) {
    case 'string':
      return 'a text';
    case 'number':
      return Number.isFinite(value) ? 'a number' : String(value);
    case 'boolean':
      return String(value);
    case 'undefined':
      return 'nothing';
    default:
      return 'an object';
  }
}

import {z} from 'zod';
import type {AnyCheck} from '../../model/check.ts';
import type {Json} from '../../model/outcome.ts';
import {checkItemSchema, groupSchema, LITERAL_ITEM_KEYS, manualItemSchema} from './items.ts';
import {LITERAL_ROOT_KEYS, RESOURCE_SCHEMAS, rootSchema} from './root.ts';
import {signOffSchema, signOffsSchema, waiversSchema} from './side-files.ts';

/** Draft 7, which every editor's YAML support knows. */
export interface JsonSchema {
  readonly [keyword: string]: Json;
}

const DRAFT = 'http://json-schema.org/draft-07/schema#';

/** What editors complete and validate a checklist with: `with:` by the params of the check that `check:` names. */
export function checklistJsonSchema(checks: readonly AnyCheck[]): JsonSchema {
  const {properties, ...root} = objectSchema(rootSchema, LITERAL_ROOT_KEYS);
  return {
    $schema: DRAFT,
    title: 'Checklist of migrate-check',
    ...root,
    properties: {
      ...properties,
      resources: {
        description: properties.resources?.description ?? '',
        type: 'object',
        additionalProperties: {anyOf: Object.values(RESOURCE_SCHEMAS).map((schema) => objectSchema(schema, NOTHING))},
      },
      items: {...properties.items, items: ITEM},
    },
    definitions: {item: itemSchema(checks)},
  };
}

export function waiversJsonSchema(): JsonSchema {
  return {$schema: DRAFT, title: 'Waivers of migrate-check', ...convert(waiversSchema)};
}

export function signOffJsonSchema(): JsonSchema {
  const either = [convert(signOffSchema), convert(signOffsSchema)];
  return {$schema: DRAFT, title: 'Sign-off of migrate-check', anyOf: either};
}

const ITEM: JsonSchema = {$ref: '#/definitions/item'};
const NOTHING: ReadonlySet<string> = new Set();

/**
 * One mapping with every key an item may have, and conditions that narrow it down. Not a union of three: an editor
 * could not complete an item before it knows which of the three it is going to be.
 */
function itemSchema(checks: readonly AnyCheck[]): JsonSchema {
  const group = objectSchema(groupSchema, LITERAL_ITEM_KEYS);
  const manual = objectSchema(manualItemSchema, LITERAL_ITEM_KEYS);
  const check = objectSchema(checkItemSchema, LITERAL_ITEM_KEYS);
  const properties = {...group.properties, ...manual.properties, ...check.properties};
  const onlyKeysOf = (branch: ObjectSchema) =>
    Object.fromEntries(Object.keys(properties).flatMap((key) => (key in branch.properties ? [] : [[key, false]])));
  return {
    type: 'object',
    required: ['id', 'title'],
    additionalProperties: false,
    properties: {
      ...properties,
      items: {...group.properties.items, items: ITEM},
      check: {
        description: check.properties.check?.description ?? '',
        oneOf: checks.map(({id, title}) => ({const: id, description: title})),
      },
      with: {description: check.properties.with?.description ?? '', type: 'object'},
    },
    oneOf: [{required: ['items']}, {required: ['check']}, {required: ['manual']}],
    allOf: [
      conditional({required: ['items']}, {properties: onlyKeysOf(group)}),
      conditional({required: ['manual']}, {properties: {...onlyKeysOf(manual), onFail: NO_ROLLBACK}}),
      conditional({properties: {when: {enum: [false, 'false']}}, required: ['when']}, {required: ['because']}),
      ...checks.map(checkCondition),
    ],
  };
}

function conditional(condition: JsonSchema, consequence: JsonSchema): JsonSchema {
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema; nothing awaits a schema
  return {if: condition, then: consequence};
}

const NO_ROLLBACK: JsonSchema = {enum: ['hold', 'note']};

function checkCondition(check: AnyCheck): JsonSchema {
  const params = objectSchema(check.params, NOTHING);
  const onFail = check.touches === 'repo' ? {onFail: NO_ROLLBACK} : {};
  return conditional(
    {properties: {check: {const: check.id}}, required: ['check']},
    {properties: {with: params, ...onFail}, ...(params.required.length > 0 ? {required: ['with']} : {})},
  );
}

interface ObjectSchema {
  readonly [keyword: string]: Json;
  readonly required: readonly string[];
  readonly properties: {readonly [key: string]: JsonSchema};
}

/** The schema of a mapping in which `${…}` may stand for any value but those of the literal keys. */
function objectSchema(schema: z.ZodObject, literal: ReadonlySet<string>): ObjectSchema {
  const {properties = {}, required = [], ...rest} = convert(schema);
  const interpolated = Object.entries(properties as ObjectSchema['properties']).map(([key, property]) => [
    key,
    literal.has(key) ? property : withInterpolation(property),
  ]);
  return {...rest, required: required as readonly string[], properties: Object.fromEntries(interpolated)};
}

function convert(schema: z.ZodType): JsonSchema {
  const converted = z.toJSONSchema(schema, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
    override: ({jsonSchema}) => {
      // What only zod understands: our marks for params that name a resource or files, and formats of its own (their
      // pattern stays).
      delete jsonSchema.resource;
      delete jsonSchema.files;
      if (!STANDARD_FORMATS.has(String(jsonSchema.format))) delete jsonSchema.format;
    },
  });
  const {$schema: _, ...rest} = converted;
  return rest as JsonSchema;
}

const STANDARD_FORMATS: ReadonlySet<string> = new Set(['date', 'date-time', 'ipv4', 'ipv6', 'uri']);

const INTERPOLATION: JsonSchema = {type: 'string', pattern: '\\$\\{'};

/** A value from a variable may be of any type, so a text with `${` is allowed wherever it is used. */
function withInterpolation(schema: JsonSchema): JsonSchema {
  if (schema.type === 'object') return entriesWithInterpolation(schema);
  if (takesAnyText(schema)) return schema;
  const {description, default: byDefault, ...rest} = schema;
  const branches = isList(rest.anyOf) ? (rest.anyOf as readonly JsonSchema[]) : [rest];
  return {
    ...(description === undefined ? {} : {description}),
    ...(byDefault === undefined ? {} : {default: byDefault}),
    anyOf: [...branches.map(insideWithInterpolation), INTERPOLATION],
  };
}

function entriesWithInterpolation(schema: JsonSchema): JsonSchema {
  const {properties = {}, additionalProperties} = schema;
  const entries = Object.entries(properties as ObjectSchema['properties']);
  return {
    ...schema,
    properties: Object.fromEntries(entries.map(([key, property]) => [key, withInterpolation(property)])),
    ...(isSchema(additionalProperties) ? {additionalProperties: withInterpolation(additionalProperties)} : {}),
  };
}

function insideWithInterpolation(schema: JsonSchema): JsonSchema {
  if (schema.type === 'object') return entriesWithInterpolation(schema);
  return isSchema(schema.items) ? {...schema, items: withInterpolation(schema.items)} : schema;
}

function isSchema(value: Json | undefined): value is JsonSchema {
  return typeof value === 'object' && value !== null && !isList(value);
}

function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** A text without conditions, or anything at all. */
function takesAnyText(schema: JsonSchema): boolean {
  const conditions = ['pattern', 'format', 'enum', 'const', 'anyOf', 'oneOf', 'allOf', '$ref'];
  if (conditions.some((keyword) => keyword in schema)) return false;
  return schema.type === 'string' || schema.type === undefined;
}

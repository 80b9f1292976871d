import type {TerraformBlock, TerraformResource} from '../../model/facts/repo-facts.ts';
import type {Json} from '../../model/outcome.ts';
import {redactUrl} from '../../model/text/redact.ts';

/** What a file declares, of the kinds that decide what its resources are. */
export interface Blocks {
  readonly resources: readonly TerraformResource[];
  readonly calls: readonly TerraformBlock[];
  readonly variables: readonly TerraformBlock[];
  readonly locals: readonly TerraformBlock[];
}

/** From HCL's JSON form, `{resource: {type: {name: body or bodies}}}`. */
export function blocksIn(document: Json): Blocks {
  return {
    resources: entries(memberOf(document, 'resource')).flatMap(([type, named]) =>
      labelled(named).map((block) => ({type, ...block})),
    ),
    calls: labelled(memberOf(document, 'module')).map(({name, body}) => ({name, body: withoutUserInfo(body)})),
    variables: labelled(memberOf(document, 'variable')).map(({name, body}) => ({name, body: withoutSecret(body)})),
    locals: objects(memberOf(document, 'locals')).map((body) => ({name: '', body})),
  };
}

/** What decides its value. */
const OF_VARIABLE = ['default', 'nullable', 'sensitive', 'type'];

function withoutSecret(body: JsonObject): JsonObject {
  const isSecret = body.sensitive !== undefined && body.sensitive !== false;
  const kept = OF_VARIABLE.filter((name) => Object.hasOwn(body, name) && !(isSecret && name === 'default'));
  return Object.fromEntries(kept.map((name) => [name, body[name] ?? null]));
}

/** A source can be a URL, with who may fetch it. */
function withoutUserInfo(body: JsonObject): JsonObject {
  return typeof body.source === 'string' ? {...body, source: redactUrl(body.source)} : body;
}

type JsonObject = {readonly [key: string]: Json};

function labelled(value: Json): readonly TerraformBlock[] {
  return entries(value).flatMap(([name, body]) => objects(body).map((one) => ({name, body: one})));
}

function memberOf(value: Json, key: string): Json {
  return isObject(value) ? (value[key] ?? null) : null;
}

function entries(value: Json): readonly (readonly [string, Json])[] {
  return objects(value).flatMap((object) => Object.entries(object));
}

/** JSON syntax allows a single object where HCL has a list. */
function objects(value: Json): readonly JsonObject[] {
  return (Array.isArray(value) ? (value as readonly Json[]) : [value]).filter(isObject);
}

export function isObject(value: Json): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

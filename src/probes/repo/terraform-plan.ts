import type {PlannedResource, TerraformPlan} from '../../model/facts/repo-facts.ts';
import type {Json} from '../../model/outcome.ts';

/** What stands for a value that is not there, as an expression does in code. */
const UNKNOWN = `\${(known after apply)}`;
const SENSITIVE = `\${(sensitive value)}`;

/** Shorter secrets are looked for as whole texts only: they are part of too many others. */
const LONG_SECRET = 6;

interface JsonObject {
  readonly [key: string]: Json;
}

/**
 * What the JSON of `terraform show -json` says of the resources of these types, without what is sensitive; a predicate where
 * nothing can be learnt from it (https://developer.hashicorp.com/terraform/internals/json-format).
 */
export function planIn(
  path: string,
  text: string,
  types: readonly string[],
): TerraformPlan | {readonly problem: string} {
  const plan = objectIn(text);
  const problem = plan === null ? notJson(text) : problemOf(plan);
  if (plan === null || problem !== null) return {problem: problem ?? 'is not a JSON object'};
  const isState = plan.planned_values === undefined && plan.resource_changes === undefined;
  const all = isState ? inState(plan) : inPlan(plan);
  const secrets = secretsOf(plan, all);
  const managed = all.filter(({mode}) => mode === 'managed');
  const resources = managed.filter(({type}) => types.includes(type));
  return {
    path,
    kind: isState ? 'state' : 'plan',
    terraformVersion: textOrNull(plan.terraform_version),
    timestamp: textOrNull(plan.timestamp),
    types: [...new Set(managed.map(({type}) => type))].sort(),
    resources: resources.map((resource) => reduced(resource, secrets)),
  };
}

function objectIn(text: string): JsonObject | null {
  try {
    const value: Json = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function notJson(text: string): string {
  if (text.startsWith('{"@level"')) return 'is the log of `terraform plan -json`, and not the plan';
  return text.trim() === '' ? 'is empty' : 'is not a JSON object';
}

function problemOf(plan: JsonObject): string | null {
  const version = plan.format_version;
  if (plan['@level'] !== undefined) return 'is the log of a command, and not a plan';
  if (typeof version !== 'string') {
    return plan.lineage === undefined ? 'is not of `terraform show -json`' : 'is a state file as Terraform stores it';
  }
  if (!/^[01]\./.test(version)) return `has format_version ${version}, and 1.x is what can be read`;
  if (plan.errored === true) return 'is a plan that ended with an error';
  const deferred = Array.isArray(plan.deferred_changes) ? plan.deferred_changes.length : 0;
  if (deferred > 0) return `is a plan that defers ${deferred === 1 ? 'a change' : `${deferred} changes`} to another`;
  if (plan.complete === false) return 'is a plan of a part, which says nothing of the rest (`-target`)';
  if (plan.planned_values === undefined && plan.resource_changes === undefined) {
    return plan.values === undefined ? 'holds neither a plan nor a state' : null;
  }
  const plansNothing = plan.resource_changes === undefined && hasToPlan(plan);
  return plansNothing ? 'plans nothing for what is declared, as with `-refresh-only`' : null;
}

/** Whether something is declared for which there is a change in every plan, if only a `no-op`. */
function hasToPlan(plan: JsonObject): boolean {
  const isSure = (one: JsonObject) => one.count_expression === undefined && one.for_each_expression === undefined;
  const declares = (module: JsonObject): boolean =>
    objectsOf(module.resources).some((resource) => resource.mode === 'managed' && isSure(resource)) ||
    Object.values(objectOf(module.module_calls))
      .map(objectOf)
      .some((call) => isSure(call) && declares(objectOf(call.module)));
  const before = inModules(objectOf(objectOf(plan.prior_state).values));
  return declares(objectOf(objectOf(plan.configuration).root_module)) || before.some(({mode}) => mode === 'managed');
}

/** As it is read, with what is sensitive. */
interface Read {
  readonly mode: string;
  readonly type: string;
  readonly name: string;
  readonly address: string;
  readonly actions: readonly string[];
  readonly values: Json;
  readonly unknown: Json;
  readonly sensitive: Json;
}

function inPlan(plan: JsonObject): readonly Read[] {
  // A deposed object is what is left of one that was replaced.
  const changes = objectsOf(plan.resource_changes).filter(({deposed}) => deposed === undefined);
  return changes.map((resource) => {
    const change = objectOf(resource.change);
    const actions = Array.isArray(change.actions) ? change.actions.map(String) : [];
    const {after = null, after_unknown: unknown = null, after_sensitive: sensitive = null} = change;
    return {...namesOf(resource), actions, values: after, unknown, sensitive};
  });
}

function inState(plan: JsonObject): readonly Read[] {
  return inModules(objectOf(plan.values));
}

function inModules(values: JsonObject): readonly Read[] {
  const below = (module: JsonObject): readonly JsonObject[] => [
    ...objectsOf(module.resources),
    ...objectsOf(module.child_modules).flatMap(below),
  ];
  const all = below(objectOf(values.root_module)).filter(({deposed_key: deposed}) => deposed === undefined);
  return all.map((resource) => {
    const {values: value = null, sensitive_values: sensitive = null} = resource;
    return {...namesOf(resource), actions: [], values: value, unknown: null, sensitive};
  });
}

function namesOf({mode, type, name, address}: JsonObject): Pick<Read, 'mode' | 'type' | 'name' | 'address'> {
  return {mode: String(mode), type: String(type), name: String(name), address: String(address)};
}

function reduced({type, name, address, actions, ...read}: Read, secrets: readonly string[]): PlannedResource {
  const body = without(read.values, read.unknown, read.sensitive, secrets);
  return {type, name, address, actions, body: isObject(body) ? body : {}};
}

/** With what is not known and what is sensitive marked, and all other texts escaped as in code. */
function without(value: Json, unknown: Json, sensitive: Json, secrets: readonly string[]): Json {
  if (sensitive === true) return SENSITIVE;
  if (unknown === true) return UNKNOWN;
  if (typeof value === 'string') return isSecret(value, secrets) ? SENSITIVE : escaped(value);
  if (Array.isArray(value)) {
    return value.map((one: Json, index) => without(one, at(unknown, index), at(sensitive, index), secrets));
  }
  if (!isObject(value)) return value;
  const names = new Set([...Object.keys(value), ...(isObject(unknown) ? Object.keys(unknown) : [])]);
  const members = [...names].map((name) => [
    name,
    without(Object.hasOwn(value, name) ? (value[name] ?? null) : null, at(unknown, name), at(sensitive, name), secrets),
  ]);
  return Object.fromEntries(members);
}

function at(marks: Json, key: string | number): Json {
  if (marks === null || typeof marks !== 'object') return null;
  return Object.hasOwn(marks, key) ? ((marks as JsonObject)[key] ?? null) : null;
}

function escaped(text: string): string {
  return text.replace(/[$%](?=\{)/g, (mark) => mark + mark);
}

/** A provider copies a text that is sensitive to where nobody says that it is: `tags` to `tags_all`. */
function isSecret(text: string, secrets: readonly string[]): boolean {
  return secrets.some((secret) => text === secret || (secret.length >= LONG_SECRET && text.includes(secret)));
}

function secretsOf(plan: JsonObject, all: readonly Read[]): readonly string[] {
  const declared = objectOf(objectOf(objectOf(plan.configuration).root_module).variables);
  const given = objectOf(plan.variables);
  const variables = Object.entries(declared)
    .filter(([, variable]) => objectOf(variable).sensitive === true)
    .flatMap(([name]) => textsIn(objectOf(given[name]).value ?? null));
  const marked = all.flatMap(({values, sensitive}) => textsUnder(values, sensitive));
  return [...new Set([...variables, ...marked])].filter((text) => text !== '');
}

function textsUnder(value: Json, sensitive: Json): readonly string[] {
  if (sensitive === true) return textsIn(value);
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, member]: [string, Json]) => textsUnder(member, at(sensitive, key)));
}

function textsIn(value: Json): readonly string[] {
  if (typeof value === 'string') return [value];
  return value === null || typeof value !== 'object' ? [] : Object.values(value).flatMap(textsIn);
}

function textOrNull(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function isObject(value: Json | undefined): value is JsonObject {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? (value as readonly Json[]).filter(isObject) : [];
}

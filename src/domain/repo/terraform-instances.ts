import type {TerraformCode, TerraformVariable} from '../../model/facts/repo-facts.ts';
import type {Json} from '../../model/outcome.ts';
import {isExpression} from './terraform-match.ts';
import {
  type Body,
  blocksOf,
  firstOf,
  generated,
  type MergedModule,
  merged,
  type UnreadFile,
} from './terraform-module.ts';
import {Namespace, type Scope} from './terraform-scope.ts';
import {valueOfTemplate} from './terraform-template.ts';
import {
  converted,
  isKnown,
  isList,
  isObject,
  membersOf,
  type Need,
  needsOf,
  numberOf,
  Refused,
  textOf,
  toJson,
  Unknown,
  type Value,
} from './terraform-value.ts';

/** `count`, `for_each` or `enabled` of something on the way to a resource: that it makes none, or that only Terraform knows. */
export interface Existence {
  readonly path: string;
  readonly actual: Json;
  readonly how: 'none' | 'unknown';
  readonly needs: readonly Need[];
}

/** A resource that the code declares, once for each of its instances that can be told apart. */
export interface Declared {
  readonly type: string;
  readonly name: string;
  /** `module.alb["a"].aws_lb.main[0]`; without an index where that is not known. */
  readonly address: string;
  readonly file: string;
  /** The folder of the root module that it belongs to. */
  readonly root: string;
  readonly isNamed: boolean;
  readonly body: Body;
  /** What decides whether it is there at all, unless that is sure. */
  readonly existence: readonly Existence[];
  /** A text of the body, with all put in that is known; `${…}` where something is left for Terraform. */
  resolve(template: string): Resolved;
}

export interface Resolved {
  readonly value: Json;
  readonly needs: readonly Need[];
}

/** A call whose module was not read. */
export interface OpaqueCall {
  readonly address: string;
  readonly file: string;
  readonly why: string;
}

export interface Declarations {
  readonly resources: readonly Declared[];
  readonly opaque: readonly OpaqueCall[];
  readonly problems: readonly UnreadFile[];
}

export type KnownVariables = (folder: string, name: string) => TerraformVariable | undefined;

/** A module in a module, and so on: Terraform refuses one in itself. */
const MAX_DEPTH = 16;
/** More are not told apart. */
const MAX_INSTANCES = 256;
const MAX_RESOURCES = 10_000;

/** All that the code declares, module by module from the roots. */
export function declarationsOf({modules}: TerraformCode, known: KnownVariables): Declarations {
  const byFolder = new Map(modules.map((module) => [module.folder, merged(module)]));
  const called = new Set(
    [...byFolder.values()].flatMap(({folder, calls}) =>
      calls.flatMap((call) => (call.folder === folder ? [] : (call.folder ?? []))),
    ),
  );
  const roots = [...byFolder.values()].filter(({folder}) => !called.has(folder));
  const walk: Walk = {byFolder, seen: new Set(), resources: [], opaque: [], problems: new Map()};
  // Those that call each other in a circle have no root.
  for (const root of [...roots, ...byFolder.values()]) {
    if (walk.seen.has(root.folder)) continue;
    const scope = moduleScope(root, (name) => rootVariable(root, name, known));
    visit(walk, root, {root: root.folder, scope, prefix: '', isNamed: false, existence: [], depth: 0});
  }
  return {resources: walk.resources, opaque: walk.opaque, problems: [...walk.problems.values()]};
}

interface Walk {
  readonly byFolder: ReadonlyMap<string, MergedModule>;
  readonly seen: Set<string>;
  readonly resources: Declared[];
  readonly opaque: OpaqueCall[];
  readonly problems: Map<string, UnreadFile>;
}

interface Visit {
  readonly root: string;
  readonly scope: Scope;
  readonly prefix: string;
  /** Below a call: whether the globs name the file of that. */
  readonly isNamed: boolean;
  readonly existence: readonly Existence[];
  readonly depth: number;
}

function visit(walk: Walk, module: MergedModule, at: Visit): void {
  walk.seen.add(module.folder);
  for (const one of module.problems) walk.problems.set(one.file, {...one, isNamed: one.isNamed || at.isNamed});
  for (const {type, name, file, body, isNamed} of module.resources) {
    for (const {suffix, scope, existence} of instancesOf(body, at, null)) {
      walk.resources.push({
        type,
        name,
        address: `${at.prefix}${type}.${name}${suffix}`,
        file,
        root: at.root,
        isNamed: isNamed || at.isNamed,
        body: expanded(body, scope),
        existence,
        resolve: (template) => resolved(template, scope),
      });
    }
  }
  for (const call of module.calls) {
    const isNamed = call.isNamed || at.isNamed;
    const child = call.folder === null ? undefined : walk.byFolder.get(call.folder);
    const name = `${at.prefix}module.${call.name}`;
    for (const {suffix, scope, existence} of instancesOf(call.body, at, name)) {
      const address = `${name}${suffix}`;
      const makesNone = existence.some(({how}) => how === 'none');
      if (child !== undefined && at.depth < MAX_DEPTH && walk.resources.length < MAX_RESOURCES) {
        const inner = moduleScope(child, (name) => argument(child, name, call.body, scope));
        visit(walk, child, {
          root: at.root,
          scope: inner,
          prefix: `${address}.`,
          isNamed,
          existence,
          depth: at.depth + 1,
        });
      } else if (!makesNone && isNamed) {
        walk.opaque.push({address, file: call.file, why: call.why ?? 'it holds too much'});
      }
    }
  }
}

interface Instance {
  readonly suffix: string;
  readonly scope: Scope;
  readonly existence: readonly Existence[];
}

/**
 * The instances that `count` or `for_each` makes; one without an index where they cannot be told apart.
 *
 * @param call the address of the call whose body it is; null for a resource.
 */
function instancesOf(body: Body, {scope, existence}: Visit, call: string | null): readonly Instance[] {
  const label = (argument: string) => (call === null ? argument : `${argument} of ${call}`);
  const enabled = firstOf(body.lifecycle).enabled;
  const before =
    enabled === undefined ? existence : [...existence, ...whether(label('lifecycle.enabled'), enabled, scope)];
  const inner = new Map(scope).set('each', openNamespace('each')).set('count', openNamespace('count'));
  const others: Instance = {suffix: '', scope: inner, existence: before};
  const one = (how: Existence['how'], argument: string, value: Value): Instance => {
    const found = {path: label(argument), actual: shown(body[argument] ?? null, value), how, needs: needsOf(value)};
    return {...others, existence: [...before, found]};
  };
  if (Object.hasOwn(body, 'count')) {
    const value = valueOfJson(body.count ?? null, scope);
    const count = quantityOf(value);
    if (count === null) return [one('unknown', 'count', value)];
    if (count <= 0) return [one('none', 'count', value)];
    const made = Array.from({length: Math.min(count, MAX_INSTANCES)}, (_, index) => ({
      suffix: `[${index}]`,
      scope: new Map(scope).set('count', {index}),
      existence: before,
    }));
    return count > MAX_INSTANCES ? [...made, others] : made;
  }
  if (Object.hasOwn(body, 'for_each')) {
    const value = valueOfJson(body.for_each ?? null, scope);
    if (!isList(value) && !isObject(value)) return [one('unknown', 'for_each', value)];
    const members = membersOf(value);
    if (members.length === 0) return [one('none', 'for_each', value)];
    const made = members.slice(0, MAX_INSTANCES).map(([key, each]) => {
      // A set's members are its keys.
      const name = isList(value) ? each : key;
      return {
        suffix: isKnown(name) ? `[${JSON.stringify(name)}]` : '',
        scope: new Map(scope).set('each', {key: name, value: each}),
        existence: before,
      };
    });
    return members.length > MAX_INSTANCES ? [...made, others] : made;
  }
  return [{suffix: '', scope, existence: before}];
}

function quantityOf(value: Value): number | null {
  if (value === null || !isKnown(value) || typeof value === 'object') return null;
  try {
    return numberOf(value);
  } catch {
    return null;
  }
}

/** OpenTofu's `lifecycle {enabled = …}`. */
function whether(path: string, enabled: Json, scope: Scope): readonly Existence[] {
  const value = valueOfJson(enabled, scope);
  if (value === true || value === 'true') return [];
  const how = value === false || value === 'false' ? 'none' : 'unknown';
  return [{path, actual: shown(enabled, value), how, needs: needsOf(value)}];
}

function shown(written: Json, value: Value): Json {
  return value instanceof Unknown || isExpression(written) ? written : toJson(value);
}

function openNamespace(root: string): Namespace {
  return new Namespace((name) => new Unknown([{what: `${root}.${name}`}]));
}

function moduleScope(module: MergedModule, variable: (name: string) => Value): Scope {
  const scope = new Map<string, Value | Namespace>();
  const local = (name: string): Value => {
    const written = module.locals.get(name);
    return written === undefined ? new Unknown([{what: `local.${name}`}]) : valueOfJson(written, scope);
  };
  return scope.set('var', remembering('var', variable)).set('local', remembering('local', local));
}

/** Each is worked out once; one that needs itself is not known. */
function remembering(root: string, member: (name: string) => Value): Namespace {
  const values = new Map<string, Value>();
  return new Namespace((name) => {
    const value = values.get(name);
    if (value !== undefined) return value;
    values.set(name, new Unknown([{what: `${root}.${name}`}]));
    const found = member(name);
    values.set(name, found);
    return found;
  });
}

/** A variable of a module that is called: what it is given, or else its default. */
function argument(child: MergedModule, name: string, call: Body, scope: Scope): Value {
  const variable = child.variables.get(name);
  const open = new Unknown([{what: `var.${name}`}]);
  if (variable === undefined) return open;
  const given = Object.hasOwn(call, name) ? valueOfJson(call[name] ?? null, scope) : undefined;
  const isUnset = given === undefined || (given === null && variable.nullable === false);
  if (isUnset && !Object.hasOwn(variable, 'default')) return open;
  return ofType(isUnset ? literal(variable.default ?? null) : given, variable, open);
}

/**
 * A variable of a root module: what the files say that Terraform reads by itself. Its default counts only where nothing is
 * given on the command line or in the environment, which code does not say.
 */
function rootVariable(root: MergedModule, name: string, known: KnownVariables): Value {
  const variable = root.variables.get(name) ?? {};
  const set = known(root.folder, name);
  const what = `var.${name}`;
  if (variable.sensitive === true) return new Unknown([{what, note: 'is sensitive'}]);
  const note = defaultNote(variable);
  const open = new Unknown([{what, variable: {folder: root.folder, name}, ...(note === null ? {} : {note})}]);
  if (set === undefined || set.file === null) return open;
  return ofType(literal(set.setTo), variable, open);
}

function defaultNote(variable: Body): string | null {
  return Object.hasOwn(variable, 'default') ? `is ${JSON.stringify(variable.default)} unless it is set` : null;
}

function ofType(value: Value, {type}: Body, open: Unknown): Value {
  try {
    return typeof type === 'string' ? converted(value, type.replace(/^\$\{(.*)\}$/s, '$1').trim()) : value;
  } catch (thrown) {
    if (thrown instanceof Refused) return open;
    throw thrown;
  }
}

/** A value in the JSON form that holds no expressions: only the escapes of a literal are to be undone. */
function literal(value: Json): Value {
  return valueOfJson(value, new Map());
}

/** The value of a part of HCL's JSON form. */
function valueOfJson(written: Json, scope: Scope): Value {
  if (typeof written === 'string') return valueOfTemplate(written, scope);
  if (written === null || typeof written !== 'object') return written;
  if (Array.isArray(written)) return (written as readonly Json[]).map((one) => valueOfJson(one, scope));
  const members = Object.entries(written).map(
    ([key, value]) => [valueOfTemplate(key, scope), valueOfJson(value, scope)] as const,
  );
  const needs = members.flatMap(([key]) => needsOf(key));
  if (needs.length > 0) return new Unknown(needs);
  return Object.fromEntries(members.map(([key, value]) => [textOf(key), value]));
}

function resolved(template: string, scope: Scope): Resolved {
  const value = valueOfTemplate(template, scope);
  const isOpen = value instanceof Unknown && value.text === null;
  return {value: isOpen ? template : toJson(value), needs: needsOf(value)};
}

/** The body with the blocks that `dynamic` makes, as far as its `for_each` is known. */
function expanded(body: Body, scope: Scope): Body {
  const result: {[key: string]: Json} = {};
  for (const [key, value] of Object.entries(body)) {
    result[key] =
      key !== 'dynamic' && key !== 'lifecycle' && isBlocks(value)
        ? value.map((block) => expanded(block, scope))
        : value;
  }
  const open: {[type: string]: readonly Json[]} = {};
  for (const [type, blocks] of Object.entries(generated(body))) {
    for (const block of blocks) {
      const made = madeBy(type, block, scope);
      if (made === null) open[type] = [...(open[type] ?? []), block];
      else if (made.length > 0) result[type] = [...blocksOf(result[type]), ...made];
    }
  }
  if (Object.keys(open).length > 0) result.dynamic = open;
  else delete result.dynamic;
  return result;
}

function isBlocks(value: Json): value is readonly Body[] {
  return Array.isArray(value) && value.length > 0 && blocksOf(value).length === value.length;
}

/** Null where their number is not known. */
function madeBy(type: string, block: Body, scope: Scope): readonly Body[] | null {
  const each = valueOfJson(block.for_each ?? null, scope);
  if (!isList(each) && !isObject(each)) return null;
  const iterator = typeof block.iterator === 'string' ? block.iterator.replace(/^\$\{(.*)\}$/s, '$1') : type;
  return membersOf(each).flatMap(([key, value]) => {
    const inner = new Map(scope).set(iterator, {key: isList(each) ? Number(key) : key, value});
    return blocksOf(block.content).map((content) => inSitu(expanded(content, inner), inner));
  });
}

/** With all texts resolved: who reads it does not know the iterator. */
function inSitu(value: Body, scope: Scope): Body {
  const put = (json: Json): Json => {
    if (typeof json === 'string') return isExpression(json) ? resolved(json, scope).value : json;
    if (json === null || typeof json !== 'object') return json;
    if (Array.isArray(json)) return (json as readonly Json[]).map(put);
    return Object.fromEntries(Object.entries(json).map(([key, member]) => [key, put(member)]));
  };
  return put(value) as Body;
}

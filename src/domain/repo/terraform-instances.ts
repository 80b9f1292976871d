import type {TerraformCode} from '../../model/facts/repo-facts.ts';
import type {Json} from '../../model/outcome.ts';
import {expanded} from './terraform-dynamic.ts';
import {type Resolved, resolved, valueOfJson} from './terraform-json.ts';
import {isExpression} from './terraform-match.ts';
import {type Body, firstOf, type MergedModule, merged, type UnreadFile} from './terraform-module.ts';
import {Namespace, type Scope} from './terraform-scope.ts';
import {
  isKnown,
  isList,
  isObject,
  membersOf,
  type Need,
  needsOf,
  numberOf,
  toJson,
  Unknown,
  type Value,
} from './terraform-value.ts';
import {argument, type KnownVariables, moduleScope, rootVariable} from './terraform-variables.ts';

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

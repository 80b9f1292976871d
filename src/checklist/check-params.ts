import type {z} from 'zod';
import type {AnyCheck} from '../model/check.ts';
import type {ItemCheck, Resource} from '../model/checklist.ts';
import type {Json} from '../model/outcome.ts';
import {type FileKind, fileKindOf, resourceKindOf} from '../model/params.ts';
import type {ResourceKind} from '../model/resource-ref.ts';
import {closestTo} from '../model/text/did-you-mean.ts';
import {quote, withDidYouMean} from './phrases.ts';
import {type ValueLocation, validate} from './schema/validate.ts';

/** Checks by id, with what is needed about their params, worked out once. */
export class CheckIndex {
  readonly #checks: ReadonlyMap<string, AnyCheck>;
  readonly #resourceParams = new Map<string, ReadonlyMap<string, ResourceKind>>();
  readonly #fileParams = new Map<string, ReadonlyMap<string, FileKind>>();

  constructor(checks: readonly AnyCheck[]) {
    this.#checks = new Map(checks.map((check) => [check.id, check]));
  }

  get(id: string): AnyCheck | undefined {
    return this.#checks.get(id);
  }

  /** What to say of an id that no check has. */
  unknown(id: string): string {
    const near = closestTo(id, this.#checks.keys()) ?? this.#sameLastWord(id);
    const hint = near === null ? ' `migrate-check list` shows them all' : ` Did you mean "${near}"?`;
    return `unknown check ${quote(id)}.${hint}`;
  }

  /** The params that name a resource, and of which kind. */
  resourceParams(check: AnyCheck): ReadonlyMap<string, ResourceKind> {
    const found = this.#resourceParams.get(check.id) ?? paramsWith(check, resourceKindOf);
    this.#resourceParams.set(check.id, found);
    return found;
  }

  /** The params that name files, and how. */
  fileParams(check: AnyCheck): ReadonlyMap<string, FileKind> {
    const found = this.#fileParams.get(check.id) ?? paramsWith(check, fileKindOf);
    this.#fileParams.set(check.id, found);
    return found;
  }

  /** Someone who knows the name of a check may not know its family. */
  #sameLastWord(id: string): string | null {
    const last = id.split('/').at(-1);
    return [...this.#checks.keys()].find((known) => known.split('/').at(-1) === last) ?? null;
  }
}

function paramsWith<K>(check: AnyCheck, kindOf: (schema: z.ZodType) => K | null): ReadonlyMap<string, K> {
  const found = new Map<string, K>();
  for (const [name, schema] of Object.entries(check.params.shape)) {
    const kind = kindOf(schema as z.ZodType);
    if (kind !== null) found.set(name, kind);
  }
  return found;
}

export interface ParamsReading {
  readonly check: ItemCheck;
  readonly accounts: readonly string[];
}

export interface KnownResources {
  readonly valid: Readonly<Record<string, Resource>>;
  /** Every name the file gives, also of those that are wrong in themselves. */
  readonly declared: readonly string[];
}

/** The params of one item, validated, its resources looked up; undefined when something is wrong, which is reported. */
export function readParams(
  check: AnyCheck,
  value: Readonly<Record<string, Json>>,
  where: ValueLocation,
  index: CheckIndex,
  resources: KnownResources,
): ParamsReading | undefined {
  const params = validate(check.params, value, where);
  const accounts = new Set<string>();
  for (const [param, kind] of index.resourceParams(check)) {
    const name = value[param];
    if (typeof name !== 'string' || name === '') continue;
    const resource = Object.hasOwn(resources.valid, name) ? resources.valid[name] : undefined;
    if (resource === undefined && resources.declared.includes(name)) continue;
    const wrong = resource === undefined ? unknownResource(name, kind, resources) : otherKind(resource, kind);
    if (wrong !== null) where.error([param], 'value', `${where.name}.${param}: ${wrong}`);
    else if (resource !== undefined) accounts.add(resource.account);
  }
  return params === undefined ? undefined : {check: {id: check.id, params, written: value}, accounts: [...accounts]};
}

const KIND_NAMES: Readonly<Record<ResourceKind, string>> = {
  loadBalancer: 'a load balancer',
  hostedZone: 'a hosted zone',
  service: 'a service',
  api: 'an API',
};

function unknownResource(name: string, kind: ResourceKind, {valid, declared}: KnownResources): string {
  const fitting = declared.filter((other) => valid[other]?.kind === kind);
  const message = `unknown resource ${quote(name)}; it must be ${KIND_NAMES[kind]} under resources:`;
  return withDidYouMean(message, name, fitting.length > 0 ? fitting : declared);
}

function otherKind(resource: Resource, kind: ResourceKind): string | null {
  return resource.kind === kind
    ? null
    : `resource ${quote(resource.name)} is ${KIND_NAMES[resource.kind]}, not ${KIND_NAMES[kind]}`;
}

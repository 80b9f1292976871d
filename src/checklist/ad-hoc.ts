import {resolve} from 'node:path';
import type {AnyCheck} from '../model/check.ts';
import {
  type Checklist,
  DEFAULT_ACCOUNT,
  DEFAULT_RESOLVERS,
  DEFAULT_STAGES,
  type Item,
  type Problem,
  type Resource,
} from '../model/checklist.ts';
import type {Json} from '../model/outcome.ts';
import {hostParam, urlParam} from '../model/params.ts';
import type {ResourceKind} from '../model/resource-ref.ts';
import {accountsOf} from './accounts.ts';
import {CheckIndex, type KnownResources, type ParamsReading, readParams} from './check-params.ts';
import {controlUnderTest} from './control.ts';
import {quote} from './phrases.ts';
import type {ValueLocation} from './schema/validate.ts';
import {sha256OfJson} from './side-files/question-hash.ts';
import {TIMING_DEFAULTS} from './timing-defaults.ts';
import {problemWithout} from './yaml/problem-log.ts';

/** One item of a checklist that is made on the spot. */
export interface AdHocItem {
  readonly id: string;
  /** The id of its check. */
  readonly check: string;
  /** As text, as a person writes it; or as it is. A resource is written as itself: `central-alb:443`. */
  readonly with: Readonly<Record<string, Json>>;
  /** Ids of items before it. */
  readonly needs: readonly string[];
  /** In place of that of the check. */
  readonly title?: string;
}

export interface AdHocOptions {
  readonly checks: readonly AnyCheck[];
  /** What the person asked for, in place of a file: `check dns/…`, `cert mcp.example.com`. */
  readonly command: string;
  /** Null: that of the only check. */
  readonly title: string | null;
  /** Items that name a resource by the same param mean the same resource. */
  readonly items: readonly [AdHocItem, ...AdHocItem[]];
  /** Where its items are, for a report. */
  readonly place: string;
  /** The flag that gives a param. */
  flagOf(param: string): string;
  readonly region: string | null;
  readonly profile: string | null;
  readonly control: string | null;
  readonly timeoutMs: number | null;
  /** Whose accounts and resources it uses; null: the SDK's own account, and nothing has a name. */
  readonly lender: Checklist | null;
  /** Where resources are that were found by looking, by param; the others are where the lender's own are. */
  readonly found: Readonly<Record<string, FoundIn>>;
  /** What the zone above names for the zone that is looked at; empty: nobody says. */
  readonly nameServers?: readonly string[];
}

/** The account of a resource, and its region; null: the account's. */
export interface FoundIn {
  readonly account: string;
  readonly region: string | null;
}

/** A checklist made from the command line. Null if and only if something is wrong with that. */
export function adHocChecklist(options: AdHocOptions): {checklist: Checklist | null; problems: readonly Problem[]} {
  const index = new CheckIndex(options.checks);
  const problems: Problem[] = [];
  const made = options.items.flatMap((item) => readItem(item, options, index, problems) ?? []);
  problems.push(...controlProblems(options), ...nameServerProblems(options));
  if (problems.length > 0) return {checklist: null, problems: distinct(problems)};
  return {checklist: checklistOf(made, options), problems: []};
}

interface Made {
  readonly item: Item;
  readonly check: AnyCheck;
  readonly resources: Readonly<Record<string, Resource>>;
}

function readItem(adHoc: AdHocItem, options: AdHocOptions, index: CheckIndex, problems: Problem[]): Made | null {
  const check = index.get(adHoc.check);
  if (check === undefined) {
    problems.push(problemWithout(options.command, index.unknown(adHoc.check)));
    return null;
  }
  const {resources, params} = implicitResources(check, adHoc.with, index, options, problems);
  const reading = readParams(check, params, flags(options, problems), index, resources);
  return reading === undefined
    ? null
    : {item: itemOf(adHoc, check, reading, options), check, resources: resources.valid};
}

/** One flag that is wrong is wrong for each item that reads it, and said once. */
function distinct(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [`${problem.file} ${problem.message}`, problem])).values()];
}

function flags({flagOf}: AdHocOptions, problems: Problem[]): ValueLocation {
  return {
    name: 'with',
    error: ([param], _on, message) =>
      problems.push(problemWithout(flagOf(String(param ?? '')), message.replace(/^with\./, ''))),
    isText: () => true,
    isUnset: () => false,
  };
}

interface Implicit {
  readonly resources: KnownResources;
  /** With the names of the resources in place of what they stand for. */
  readonly params: Readonly<Record<string, Json>>;
}

/** What a param that names a resource says on the command line, where no `resources:` give it a name. */
function implicitResources(
  check: AnyCheck,
  written: Readonly<Record<string, Json>>,
  index: CheckIndex,
  options: AdHocOptions,
  problems: Problem[],
): Implicit {
  const {flagOf, lender} = options;
  const valid: Record<string, Resource> = {};
  const params: Record<string, Json> = {...written};
  const declared: string[] = [];
  for (const [param, kind] of index.resourceParams(check)) {
    const text = written[param];
    if (typeof text !== 'string' || text === '') continue;
    const lent = lender === null ? undefined : lentResource(lender, kind, text);
    if (lent !== undefined) {
      params[param] = lent.name;
      valid[lent.name] = stating(lent, param, options);
      declared.push(lent.name);
      continue;
    }
    // A name of its own, where the lender uses the param's name for something else.
    const name = lender !== null && Object.hasOwn(lender.resources, param) ? `--${param}` : param;
    params[param] = name;
    declared.push(name);
    const where = options.found[param] ?? accountFor(kind, param, lender, options, problems);
    const resource = resourceFrom(kind, name, text, where);
    if (resource !== null) valid[name] = stating(resource, param, options);
    else
      problems.push(
        problemWithout(flagOf(param), `${param} ${quote(text)} is not of the form ${formOf(kind, lender)}`),
      );
  }
  return {resources: {valid, declared}, params};
}

/** The zone with the name servers that a person states of it; of the one above it nothing is stated. */
function stating(resource: Resource, param: string, {nameServers = []}: AdHocOptions): Resource {
  if (resource.kind !== 'hostedZone' || param !== 'zone' || nameServers.length === 0) return resource;
  return {...resource, nameServers};
}

const FORMS: Readonly<Record<ResourceKind, string>> = {
  loadBalancer: 'NAME or NAME:PORT, with a port from 1 to 65535',
  hostedZone: 'NAME',
  service: 'CLUSTER/SERVICE',
  api: 'NAME',
};

function formOf(kind: ResourceKind, lender: Checklist | null): string {
  const named = lender === null ? [] : lentOfKind(lender, kind).map(({name}) => name);
  return named.length === 0 ? FORMS[kind] : `${FORMS[kind]}, nor one of ${lender?.file}: ${named.join(', ')}`;
}

function lentOfKind({resources}: Checklist, kind: ResourceKind): Resource[] {
  return Object.values(resources).filter((resource) => resource.kind === kind);
}

/** By the name that the lender gives it, or as AWS calls it. */
export function lentResource(lender: Checklist, kind: ResourceKind, text: string): Resource | undefined {
  const all = lentOfKind(lender, kind);
  return all.find(({name}) => name === text) ?? all.find((resource) => isCalled(resource, text));
}

function isCalled(resource: Resource, text: string): boolean {
  switch (resource.kind) {
    case 'loadBalancer':
      return [resource.loadBalancer, `${resource.loadBalancer}:${resource.listener}`].includes(text);
    case 'hostedZone':
      return resource.hostedZone === text;
    case 'service':
      return `${resource.cluster}/${resource.service}` === text;
    case 'api':
      return resource.api === text;
  }
}

/** That of the lender's own resources of the kind, or its only one. */
function accountFor(
  kind: ResourceKind,
  param: string,
  lender: Checklist | null,
  {flagOf}: AdHocOptions,
  problems: Problem[],
): FoundIn {
  if (lender === null) return {account: DEFAULT_ACCOUNT, region: null};
  const own = lentOfKind(lender, kind);
  const accounts = [...new Set(own.map(({account}) => account))];
  const [only, ...others] = accounts.length > 0 ? accounts : Object.keys(lender.accounts);
  if (others.length > 0) {
    const names = own.length === 0 ? '' : `: ${own.map(({name}) => name).join(', ')}`;
    const what = `${param}: in which account it is cannot be determined (${[only, ...others].join(', ')})`;
    problems.push(problemWithout(flagOf(param), `${what}; give the name of a resource of ${lender.file}${names}`));
  }
  return {account: only ?? DEFAULT_ACCOUNT, region: null};
}

function resourceFrom(kind: ResourceKind, name: string, text: string, where: FoundIn): Resource | null {
  const base = {name, ...where};
  if (kind === 'hostedZone') return {...base, kind, hostedZone: text};
  if (kind === 'api') return {...base, kind, api: text};
  if (kind === 'loadBalancer') {
    const {loadBalancer, listener} = readLoadBalancer(text);
    return listener >= 1 && listener <= 65_535 ? {...base, kind, loadBalancer, listener} : null;
  }
  const [, cluster, service] = /^([^/]+)\/([^/]+)$/.exec(text) ?? [];
  return cluster === undefined || service === undefined ? null : {...base, kind, cluster, service};
}

/** `NAME[:PORT]` as a person writes it; the port need not be one. */
export function readLoadBalancer(text: string): {readonly loadBalancer: string; readonly listener: number} {
  const [, loadBalancer = text, port = '443'] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  return {loadBalancer, listener: Number(port)};
}

function nameServerProblems({flagOf, nameServers = []}: AdHocOptions): Problem[] {
  const wrong = nameServers.filter((name) => !hostParam('').safeParse(name).success);
  return wrong.map((name) => problemWithout(flagOf('nameServers'), `${quote(name)} is not the name of a server`));
}

function controlProblems({control, items}: AdHocOptions): Problem[] {
  if (control === null) return [];
  if (!urlParam('').safeParse(control).success) {
    return [problemWithout('--control', `${quote(control)} is not an http(s) URL`)];
  }
  const underTest = items.flatMap((item) => controlUnderTest(control, item.with.url) ?? []);
  return underTest.map((message) => problemWithout('--control', message));
}

function itemOf(
  adHoc: AdHocItem,
  check: AnyCheck,
  {check: itemCheck, accounts}: ParamsReading,
  {control, timeoutMs, place}: AdHocOptions,
): Item {
  return {
    ...TIMING_DEFAULTS,
    timeoutMs: timeoutMs ?? TIMING_DEFAULTS.timeoutMs,
    control,
    id: adHoc.id,
    title: adHoc.title ?? check.title,
    path: [adHoc.title ?? check.title],
    groups: [],
    check: {...itemCheck, written: adHoc.with},
    manual: null,
    plan: [],
    tags: [],
    needs: adHoc.needs,
    stages: DEFAULT_STAGES,
    onFail: null,
    skipReason: null,
    accounts,
    source: {file: place, line: 1, column: 1},
  };
}

function checklistOf(made: readonly Made[], {command, title, items, region, profile, lender}: AdHocOptions): Checklist {
  return {
    file: command,
    folder: resolve('.'),
    title: title ?? made[0]?.check.title ?? command,
    plan: null,
    roots: [],
    overrides: [],
    sha256: sha256OfJson(items.map((item) => ({...item}))),
    stages: DEFAULT_STAGES,
    environment: null,
    environments: [],
    accounts:
      lender?.accounts ?? accountsOf({[DEFAULT_ACCOUNT]: {region: region ?? undefined, profile: profile ?? undefined}}),
    resources: Object.assign({}, ...made.map(({resources}) => resources)),
    people: {},
    rollback: null,
    resolvers: lender?.resolvers ?? DEFAULT_RESOLVERS,
    emails: [],
    values: [],
    secretValues: lender?.secretValues ?? [],
    items: made.map(({item}) => item),
  };
}

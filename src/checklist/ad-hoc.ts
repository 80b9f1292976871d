import {resolve} from 'node:path';
import type {AnyCheck} from '../model/check.ts';
import {
  type Checklist,
  DEFAULT_ACCOUNT,
  DEFAULT_STAGES,
  type Item,
  type Problem,
  type Resource,
} from '../model/checklist.ts';
import type {Json} from '../model/outcome.ts';
import {type ResourceKind, urlParam} from '../model/params.ts';
import {accountsOf} from './accounts.ts';
import {sha256OfJson} from './asked.ts';
import {CheckIndex, type KnownResources, type ParamsReading, readParams} from './check-params.ts';
import {controlUnderTest} from './control.ts';
import {DEFAULT_PATIENCE} from './patience.ts';
import {quote} from './phrases.ts';
import {problemWithout} from './problem-log.ts';
import type {Written} from './validate.ts';

export interface AdHocOptions {
  readonly checks: readonly AnyCheck[];
  readonly id: string;
  /** `--with` as text, `--with-json` as it is. */
  readonly with: Readonly<Record<string, Json>>;
  readonly region: string | null;
  readonly profile: string | null;
  readonly control: string | null;
  readonly timeoutMs: number | null;
}

/** A checklist of one item, made from what stands on the command line. Null if and only if something is wrong with that. */
export function adHocChecklist(options: AdHocOptions): {checklist: Checklist | null; problems: readonly Problem[]} {
  const index = new CheckIndex(options.checks);
  const check = index.get(options.id);
  if (check === undefined) {
    return {checklist: null, problems: [problemWithout(`check ${options.id}`, index.unknown(options.id))]};
  }
  const problems: Problem[] = [];
  const {resources, params} = implicitResources(check, options.with, index, problems);
  const reading = readParams(check, params, flags(problems), index, resources);
  problems.push(...controlProblems(options));
  if (reading === undefined || problems.length > 0) return {checklist: null, problems};
  return {checklist: checklistOf(check, reading, resources, options), problems: []};
}

function flags(problems: Problem[]): Written {
  return {
    name: 'with',
    error: (_path, _on, message) => problems.push(problemWithout('--with', message.replace(/^with\./, ''))),
    isText: () => true,
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
  problems: Problem[],
): Implicit {
  const valid: Record<string, Resource> = {};
  const params: Record<string, Json> = {...written};
  for (const [param, kind] of index.resourceParams(check)) {
    const text = written[param];
    if (typeof text !== 'string' || text === '') continue;
    const resource = resourceFrom(kind, param, text);
    params[param] = param;
    if (resource !== null) valid[param] = resource;
    else problems.push(problemWithout('--with', `${param} ${quote(text)} is not of the form ${FORMS[kind]}`));
  }
  return {resources: {valid, declared: [...index.resourceParams(check).keys()]}, params};
}

const FORMS: Readonly<Record<ResourceKind, string>> = {
  loadBalancer: 'NAME or NAME:PORT, with a port from 1 to 65535',
  hostedZone: 'NAME',
  service: 'CLUSTER/SERVICE',
  api: 'NAME',
};

function resourceFrom(kind: ResourceKind, name: string, text: string): Resource | null {
  const base = {name, account: DEFAULT_ACCOUNT, region: null};
  if (kind === 'hostedZone') return {...base, kind, hostedZone: text};
  if (kind === 'api') return {...base, kind, api: text};
  if (kind === 'loadBalancer') {
    const [, loadBalancer = text, port = '443'] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
    const listener = Number(port);
    return listener >= 1 && listener <= 65_535 ? {...base, kind, loadBalancer, listener} : null;
  }
  const [, cluster, service] = /^([^/]+)\/([^/]+)$/.exec(text) ?? [];
  return cluster === undefined || service === undefined ? null : {...base, kind, cluster, service};
}

function controlProblems({control, with: written}: AdHocOptions): Problem[] {
  if (control === null) return [];
  const isUrl = urlParam('').safeParse(control).success;
  const wrong = isUrl ? controlUnderTest(control, written.url) : `${quote(control)} is not an http(s) URL`;
  return wrong === null ? [] : [problemWithout('--control', wrong)];
}

function checklistOf(
  check: AnyCheck,
  {check: itemCheck, accounts}: ParamsReading,
  resources: KnownResources,
  {region, profile, control, timeoutMs, with: written}: AdHocOptions,
): Checklist {
  const source = {file: '--with', line: 1, column: 1};
  const item: Item = {
    ...DEFAULT_PATIENCE,
    timeoutMs: timeoutMs ?? DEFAULT_PATIENCE.timeoutMs,
    control,
    id: check.id.replaceAll('/', '-'),
    title: check.title,
    path: [check.title],
    groups: [],
    check: {...itemCheck, written},
    manual: null,
    plan: [],
    tags: [],
    needs: [],
    stages: DEFAULT_STAGES,
    onFail: null,
    skipReason: null,
    accounts,
    source,
  };
  return {
    file: `check ${check.id}`,
    folder: resolve('.'),
    title: check.title,
    plan: null,
    sha256: sha256OfJson({check: check.id, with: written}),
    stages: DEFAULT_STAGES,
    environment: null,
    environments: [],
    accounts: accountsOf({[DEFAULT_ACCOUNT]: {region: region ?? undefined, profile: profile ?? undefined}}),
    resources: resources.valid,
    people: {},
    values: [],
    secretValues: [],
    items: [item],
  };
}

import type {ApiDomain, ApiMapping, RoutingRule} from '../../model/facts/aws-facts.ts';

/**
 * Which API and stage a custom domain name leads a path to.
 * Source: the API Gateway developer guide (API mappings, routing rules).
 */

export interface MappingChoice {
  /** Null when nothing is mapped there, and when that is not certain. */
  readonly mapping: ApiMapping | null;
  /** False where rules decide by headers. */
  readonly isSure: boolean;
  readonly stage: string;
  /** The path within the API: without base path, and without the stage where the path names it. */
  readonly path: string;
  readonly because: string;
}

/** What a custom domain name leads to. */
export interface DomainTargets {
  readonly mappings: readonly ApiMapping[];
  /** In the order in which they are tried; none where the name does not use them. */
  readonly rules: readonly RoutingRule[];
}

/** Which custom domain name takes a host: its own, or else the wildcard for it, which stands for one label. */
export function domainFor<Domain extends Pick<ApiDomain, 'name'>>(
  host: string,
  domains: readonly Domain[],
): Domain | undefined {
  const wanted = host.toLowerCase();
  const wildcard = wanted.replace(/^[^.]*/, '*');
  const named = (name: string) => domains.find((one) => one.name.toLowerCase() === name);
  return named(wanted) ?? named(wildcard);
}

export function usesRoutingRules({routingMode}: ApiDomain): boolean {
  return routingMode !== null && routingMode !== 'API_MAPPING_ONLY';
}

/** Rules come first, where the name uses them. One that asks for a header takes requests that have it, and leaves others. */
export function chooseMapping(domain: ApiDomain, {mappings, rules}: DomainTargets, path: string): MappingChoice {
  const possible: MappingChoice[] = [];
  const asking: string[] = [];
  for (const rule of rules) {
    const choice = choiceOf(rule, path);
    if (choice === null) continue;
    possible.push(choice);
    if (rule.headers.length === 0) break;
    asking.push(`rule ${rule.priority} asks for ${rule.headers.join(' and ')}`);
  }
  if (possible.length === asking.length) possible.push(withoutRule(domain, mappings, path));
  const [first, ...others] = possible;
  if (first === undefined) throw new Error('a path is taken by a rule, a mapping, or nothing');
  if (others.every((other) => leadsAlike(first, other))) return first;
  const because = `routing rules of ${domain.name} decide by headers: ${asking.join(', ')}`;
  return {...nothing, isSure: false, because};
}

function choiceOf(
  {priority, basePaths, apiId, stage, stripsBasePath}: RoutingRule,
  path: string,
): MappingChoice | null {
  const basePath = basePaths === null ? '' : longestOf(basePaths, path);
  if (basePath === undefined) return null;
  const rest = stripsBasePath ? within(basePath, path) : path;
  return {
    mapping: {apiId, stage, basePath},
    isSure: true,
    stage,
    path: rest,
    because: `routing rule ${priority} takes ${path}`,
  };
}

/** The longest base path wins, in whole segments; the empty one takes the rest. */
function withoutRule(domain: ApiDomain, mappings: readonly ApiMapping[], path: string): MappingChoice {
  if (domain.routingMode === 'ROUTING_RULE_ONLY') {
    return {...nothing, because: `no routing rule of ${domain.name} takes ${path}, and it has nothing else`};
  }
  const longest = longestOf(
    mappings.map(({basePath}) => basePath),
    path,
  );
  const mapping = mappings.find(({basePath}) => basePath === longest);
  if (mapping === undefined) {
    const known = mappings.map(({basePath}) => `/${basePath}`).join(', ') || 'none';
    return {...nothing, because: `no base path of ${domain.name} begins ${path}; there are: ${known}`};
  }
  const rest = within(mapping.basePath, path);
  const because = `base path /${mapping.basePath} is the longest that begins ${path}`;
  if (mapping.stage !== '') return {mapping, isSure: true, stage: mapping.stage, path: rest, because};
  // A mapping without a stage leaves it to the caller to name it first.
  const [, stage = '', ...segments] = rest.split('/');
  return {mapping, isSure: true, stage, path: `/${segments.join('/')}`, because};
}

function longestOf(basePaths: readonly string[], path: string): string | undefined {
  return basePaths
    .filter((basePath) => basePath === '' || `${path}/`.startsWith(`/${basePath}/`))
    .toSorted((a, b) => b.length - a.length)[0];
}

function within(basePath: string, path: string): string {
  return basePath === '' ? path : path.slice(basePath.length + 1) || '/';
}

function leadsAlike(one: MappingChoice, other: MappingChoice): boolean {
  return one.mapping?.apiId === other.mapping?.apiId && one.stage === other.stage && one.path === other.path;
}

const nothing = {mapping: null, isSure: true, stage: '', path: ''} as const;

import type {Account, Resource} from '../model/checklist.ts';
import {AWS_SERVICES} from '../model/facts/aws-facts.ts';
import type {ActionScope, ScopeCondition} from '../model/facts/aws-service.ts';

/** Where the permission to one action ends. */
export interface Scope {
  /** The `Sid` of the statement it belongs to. */
  readonly sid: string;
  readonly resources: readonly string[];
  /** Set where AWS knows no narrower resource than all of them. */
  readonly condition: ScopeCondition | null;
}

/** What an item looks at with one action. */
export interface Use {
  readonly account: Account;
  readonly region: string | null;
  readonly resource: Resource | null;
  /** `with:` of the item, for what AWS can be narrowed to beside resources. */
  readonly params: Readonly<Record<string, unknown>>;
}

const GLOBAL_SERVICES: ReadonlySet<string> = new Set(['route53', 'route53domains', 'sts']);

const SCOPES = new Map<string, ActionScope>(AWS_SERVICES.flatMap(({scopes}) => Object.entries(scopes)));

/** Which resources an action can be narrowed to is AWS's Service Authorization Reference. */
export function scopeOf(action: string, use: Use): Scope {
  const region = use.region ?? '*';
  const scope = SCOPES.get(action);
  if (scope !== undefined) {
    const {sid, resources, condition = null} = scope;
    return {
      sid,
      resources: resources.map((arn) => filled(arn, use)),
      condition: condition === null ? null : {...condition, value: filled(condition.value, use)},
    };
  }
  const [service = ''] = action.split(':');
  if (GLOBAL_SERVICES.has(service) || region === '*') return {sid: 'ReadAnything', resources: ['*'], condition: null};
  return {
    sid: 'ReadRegion',
    resources: ['*'],
    condition: {operator: 'StringEquals', key: 'aws:RequestedRegion', value: region},
  };
}

/** Undefined: where its service is asked. */
export function askedWhere(action: string): ActionScope['askedWhere'] {
  return SCOPES.get(action)?.askedWhere;
}

/** The placeholders of an {@link ActionScope}; what the checklist leaves open becomes `*`. */
function filled(template: string, use: Use): string {
  const known: Readonly<Record<string, string>> = {
    partition: partitionOf(use.region),
    region: use.region ?? '*',
    account: use.account.id ?? '*',
    cluster: clusterOf(use),
    service: serviceOf(use),
  };
  return template.replace(/<(\w+)>/g, (_whole, name: string) => anyWhereUnset(known[name] ?? textOf(use.params[name])));
}

/** Whether it is, in whole or in part, an input that has no value yet: such a value is as the checklist has it. */
export function isUnset(value: unknown): boolean {
  return typeof value === 'string' && value.includes('${');
}

export function anyWhereUnset(text: string): string {
  return text.replace(/\$\{[^}]*\}/g, '*');
}

/** China and GovCloud are separate partitions, with their own ARNs. */
export function partitionOf(region: string | null): string {
  if (region?.startsWith('cn-')) return 'aws-cn';
  return region?.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

function serviceOf({resource}: Use): string {
  return resource?.kind === 'service' ? `${plainCluster(resource.cluster)}/${resource.service}` : '*';
}

function clusterOf({resource}: Use): string {
  return resource?.kind === 'service' ? plainCluster(resource.cluster) : '*';
}

/** A cluster may be written as its ARN. */
function plainCluster(cluster: string): string {
  return cluster.split('/').at(-1) ?? cluster;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '*';
}

import type {AnyCheck} from '../model/check.ts';
import type {Account, Checklist, Item, Resource} from '../model/checklist.ts';
import {AWS_SERVICES} from '../model/facts/aws-facts.ts';
import type {ScopeCondition} from '../model/facts/aws-service.ts';
import {resourceKindOf} from '../model/params.ts';
import {callerOf} from './callers.ts';
import {anyWhereUnset, askedWhere, isUnset, type Scope, scopeOf, type Use} from './scope.ts';

export interface IamPolicy {
  readonly Version: '2012-10-17';
  readonly Statement: readonly IamStatement[];
}

export interface IamStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[] | '*';
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

export interface AccountPolicy {
  readonly account: Account;
  readonly policy: IamPolicy;
}

/** A permission that one item needs in one account. */
interface Need extends Scope {
  readonly account: Account;
  readonly action: string;
}

type Checks = ReadonlyMap<string, Pick<AnyCheck, 'iam' | 'params'>>;

/**
 * The least that each account of the checklist has to allow so that every item can be judged, in the checklist's order
 * of accounts. Who we are (`sts:GetCallerIdentity`) needs no permission. An account that nothing is read in is left out.
 */
export function iamPolicies(checklist: Checklist, checks: Checks): AccountPolicy[] {
  const accounts = Object.fromEntries(
    Object.entries(checklist.accounts).map(([name, account]) => [name, withoutUnset(account)]),
  );
  const needs = [...checklist.items.flatMap((item) => needsOf(item, {...checklist, accounts}, checks))];
  const used = new Set(needs.map(({account}) => account.name));
  needs.push(...assumedRoles(accounts, used));
  return Object.values(accounts).flatMap((account) => {
    const own = needs.filter((need) => need.account.name === account.name);
    return own.length === 0 ? [] : [{account, policy: policyOf(own)}];
  });
}

/** What waits for an input is not known: any account, any region. */
function withoutUnset(account: Account): Account {
  return {
    ...account,
    id: isUnset(account.id) ? null : account.id,
    region: isUnset(account.region) ? null : account.region,
  };
}

/** What all these checks together can call, in an account of which nothing is known yet. */
export function policyOfChecks(checks: readonly Pick<AnyCheck, 'iam'>[]): IamPolicy {
  const account = {name: 'any', id: null, region: null, profile: null, roleArn: null, externalId: null, via: null};
  const use = {account, region: null, resource: null, params: {}};
  return policyOf(checks.flatMap(({iam}) => iam.map((action) => ({account, action, ...scopeOf(action, use)}))));
}

function needsOf(item: Item, checklist: Checklist, checks: Checks): Need[] {
  const check = item.check === null || item.skipReason !== null ? undefined : checks.get(item.check.id);
  if (check === undefined || item.check === null) return [];
  const {params} = item.check;
  const resources = Object.entries(check.params.shape).flatMap(([name, schema]) => {
    const kind = resourceKindOf(schema as Parameters<typeof resourceKindOf>[0]);
    if (kind === null) return [];
    const resource = checklist.resources[String(params[name])];
    if (resource !== undefined) return [resource];
    // Which of them it is depends on an input.
    return isUnset(params[name]) ? Object.values(checklist.resources).filter((one) => one.kind === kind) : [];
  });
  return check.iam.flatMap((action) =>
    usesOf(action, resources, checklist, params).map((use) => ({
      action,
      account: use.account,
      ...scopeOf(action, use),
    })),
  );
}

/**
 * A fact is asked of a resource of its service's own kinds, which the types of facts see to. So what depends on a
 * resource that the item leaves out (`zone:` of `acm/certificate-will-renew`) is not asked, and needs no permission.
 */
function usesOf(
  action: string,
  resources: readonly Resource[],
  {accounts}: Checklist,
  params: Use['params'],
): readonly Use[] {
  const service = AWS_SERVICES.find(({prefix}) => action.startsWith(`${prefix}:`));
  const kinds = askedWhere(action) ?? service?.askedWhere ?? [];
  return resources.flatMap((resource) => {
    const account = accounts[resource.account];
    if (account === undefined || !kinds.includes(resource.kind)) return [];
    const region = resource.region ?? account.region;
    return [{account, region: isUnset(region) ? null : region, resource, params}];
  });
}

/** What a chain of roles needs beside reading: the account whose credentials take the next role has to be allowed to. */
function assumedRoles(accounts: Checklist['accounts'], used: ReadonlySet<string>): Need[] {
  const needs: Need[] = [];
  for (const name of used) {
    for (let account = accounts[name]; account !== undefined; ) {
      const by = callerOf(account, accounts);
      if (by === null || account.roleArn === null) break;
      const scope = {sid: 'AssumeNextRole', resources: [anyWhereUnset(account.roleArn)], condition: null};
      needs.push({...scope, account: by, action: 'sts:AssumeRole'});
      account = by;
    }
  }
  return needs;
}

function policyOf(needs: readonly Need[]): IamPolicy {
  const bySid = Map.groupBy(needs, ({sid}) => sid);
  const statements = [...bySid].map(([sid, group]) => statementOf(sid, group));
  return {Version: '2012-10-17', Statement: statements.toSorted((a, b) => (a.Sid < b.Sid ? -1 : 1))};
}

function statementOf(sid: string, needs: readonly Need[]): IamStatement {
  const resources = unique(needs.flatMap((need) => need.resources));
  const condition = joined(needs.flatMap(({condition: one}) => (one === null ? [] : [one])));
  return {
    Sid: sid,
    Effect: 'Allow',
    Action: unique(needs.map(({action}) => action)),
    Resource: resources.includes('*') ? '*' : resources,
    ...(condition == null ? {} : {Condition: condition}),
  };
}

/** Conditions of one statement are of one sort, so their values are alternatives. */
function joined(conditions: readonly ScopeCondition[]): IamStatement['Condition'] | null {
  const [first] = conditions;
  if (first === undefined) return null;
  return {[first.operator]: {[first.key]: unique(conditions.map(({value}) => value))}};
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].sort();
}

import type {RunMode} from '../../app/fact-source.ts';
import type {SearchScope} from '../../app/run-trace.ts';
import {accountsOf} from '../../checklist/accounts.ts';
import {
  type Account,
  type Checklist,
  DEFAULT_ACCOUNT,
  type Resource,
  type ResourceOfKind,
} from '../../model/checklist.ts';
import {UsageError} from '../../model/errors.ts';
import type {ResourceKind} from '../../model/resource-ref.ts';
import {shippedChecklist} from '../run/checklist-file.ts';
import {loadFromFlags} from '../run/load-from-flags.ts';
import {sound} from '../run/problems.ts';
import type {WhereFlags} from '../run/run-flags.ts';
import {runModeOf} from '../run/run-mode-from-flags.ts';
import type {TraceFlags} from './trace-flags.ts';

/** The flags of `trace`, some of which the operator commands have too. */
type ScopeFlags = Partial<TraceFlags & WhereFlags>;

export interface TraceSetup {
  readonly scope: SearchScope;
  readonly runMode: RunMode;
  readonly secretValues: readonly string[];
  /** See `Checklist.overrides`. */
  readonly overrides: readonly string[];
  /** Whose accounts and resources these are; null: the SDK's own account. */
  readonly checklist: Checklist | null;
}

/** Works out where to look; the built-in world, if that is used, runs until `use` is done. */
export async function withTraceSetup<T>(flags: ScopeFlags, use: (setup: TraceSetup) => Promise<T>): Promise<T> {
  const file = flags.lab === undefined ? flags.checklist : shippedChecklist();
  const checklist =
    file === undefined
      ? null
      : (await sound(await loadFromFlags(file, flags, 'of accounts and resources'), {quiet: true})).checklist;
  const scope = searchScopeOf(checklist, flags);
  const [secretValues, overrides] = [checklist?.secretValues ?? [], checklist?.overrides ?? []];
  const common = {scope, secretValues, overrides, checklist};
  if (flags.lab === undefined) return await use({...common, runMode: await runModeOf(flags)});
  const {startLab} = await import('../../lab/start.ts');
  const world = await startLab(flags.lab, '--lab');
  try {
    return await use({...common, runMode: {mode: 'lab', world}});
  } finally {
    await world.close();
  }
}

/** The accounts and resources of a checklist, or the SDK's default account without one. */
export function searchScopeOf(checklist: Checklist | null, flags: ScopeFlags): SearchScope {
  const accounts = withFlags(checklist?.accounts ?? accountsOf({[DEFAULT_ACCOUNT]: {}}), flags);
  const resources = Object.values(checklist?.resources ?? {});
  const loadBalancers = ofKind(resources, 'loadBalancer');
  const services = ofKind(resources, 'service');
  const onlyOne = loadBalancers.length === 1 ? (loadBalancers[0] ?? null) : null;
  return {
    accounts,
    dnsAccounts: accountsWith(ofKind(resources, 'hostedZone'), accounts),
    zones: ofKind(resources, 'hostedZone'),
    loadBalancerAccounts: accountsWith([...loadBalancers, ...services], accounts),
    loadBalancer: flags.alb === undefined ? onlyOne : namedLoadBalancer(flags.alb, onlyOne, accounts),
    services: flags.service === undefined ? services : [namedService(flags.service, services, accounts)],
  };
}

function ofKind<K extends ResourceKind>(resources: readonly Resource[], kind: K): ResourceOfKind<K>[] {
  return resources.filter((resource): resource is ResourceOfKind<K> => resource.kind === kind);
}

/** The accounts of these resources, or every account where there are none. */
function accountsWith(resources: readonly Resource[], accounts: Readonly<Record<string, Account>>): string[] {
  const named = [...new Set(resources.map(({account}) => account))];
  return named.length > 0 ? named : Object.keys(accounts);
}

function namedLoadBalancer(
  text: string,
  like: ResourceOfKind<'loadBalancer'> | null,
  accounts: Readonly<Record<string, Account>>,
): ResourceOfKind<'loadBalancer'> {
  const account = like?.account ?? Object.keys(accounts)[0] ?? DEFAULT_ACCOUNT;
  return {kind: 'loadBalancer', name: 'alb', account, region: like?.region ?? null, loadBalancer: text, listener: 443};
}

function namedService(
  text: string,
  [like]: readonly ResourceOfKind<'service'>[],
  accounts: Readonly<Record<string, Account>>,
): ResourceOfKind<'service'> {
  const [, cluster, service] = /^([^/]+)\/([^/]+)$/.exec(text) ?? [];
  if (cluster === undefined || service === undefined) {
    throw new UsageError(`--service ${text}: is not of the form CLUSTER/SERVICE`, {where: '--service'});
  }
  const account = like?.account ?? Object.keys(accounts)[0] ?? DEFAULT_ACCOUNT;
  return {kind: 'service', name: 'service', account, region: like?.region ?? null, cluster, service};
}

/** Accounts with region and profile of the command line where they leave them open. */
function withFlags(
  accounts: Readonly<Record<string, Account>>,
  {region, profile}: WhereFlags,
): Readonly<Record<string, Account>> {
  const entries = Object.entries(accounts).map(([name, account]) => [
    name,
    {...account, region: account.region ?? region ?? null, profile: account.profile ?? profile ?? null},
  ]);
  return Object.fromEntries(entries);
}

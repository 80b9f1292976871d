import type {Resource, ResourceOfKind} from '../model/checklist.ts';
import type {AwsFacts} from '../model/facts/aws-facts.ts';
import {accountRef} from '../model/resource-ref.ts';

/** Where a trace may look. */
export interface TraceScope {
  /** Names of the accounts whose hosted zones are looked through. */
  readonly dnsAccounts: readonly string[];
  /** Zones of which the checklist may state who delegates to them. */
  readonly zones: readonly ResourceOfKind<'hostedZone'>[];
  /** Names of the accounts where load balancers and APIs are looked for. */
  readonly loadBalancerAccounts: readonly string[];
  /** Where to go on when DNS does not lead to a load balancer; null: nowhere. */
  readonly loadBalancer: ResourceOfKind<'loadBalancer'> | null;
  /** The services whose tasks may be behind a target group. */
  readonly services: readonly ResourceOfKind<'service'>[];
  /** Facts about resources that the trace names on its way. */
  facts(resources: Readonly<Record<string, Resource>>): AwsFacts;
}

/** A name for facts about an account and not about one resource: no resource is ever looked up under it. */
export function accountFacts(scope: TraceScope, account: string, region: string | null) {
  const here = {kind: 'loadBalancer', name: 'here', account, region, loadBalancer: '', listener: 443} as const;
  return {aws: scope.facts({here}), name: accountRef(here.name)};
}

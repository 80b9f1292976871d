import {type DomainTargets, usesRoutingRules} from '../domain/api-gateway/api-mappings.ts';
import type {ApiDomain, AwsFacts} from '../model/facts/aws-facts.ts';

export type AskedOfDomains = Pick<AwsFacts, 'apiMappings' | 'routingRules'>;

/** Rules of a name that does not use them lead nowhere, and are not asked for. */
export async function domainTargets(
  aws: AskedOfDomains,
  name: Parameters<AwsFacts['apiMappings']>[0],
  domain: ApiDomain,
): Promise<DomainTargets> {
  const [mappings, rules] = await Promise.all([
    aws.apiMappings(name, domain.name),
    usesRoutingRules(domain) ? aws.routingRules(name, domain.name) : [],
  ]);
  return {mappings, rules};
}

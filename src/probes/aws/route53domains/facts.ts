import type * as Sdk from '@aws-sdk/client-route-53-domains';
import {AwsRefusal} from '../../../model/errors.ts';
import type {RegisteredDomain, Route53DomainsFacts} from '../../../model/facts/aws-facts.ts';
import type {Connection} from '../call.ts';
import type {Clients} from '../connections.ts';
import type {Scope} from '../scope.ts';
import {shapeOf} from '../shape.ts';

/** The registrar answers there alone. */
const REGION = 'us-east-1';

export function route53DomainsFacts({globalAt, to, fact}: Scope): Route53DomainsFacts {
  return {
    async registeredDomain(name, domain) {
      const accountRegion = globalAt(name);
      const domains = to('route53domains', {...accountRegion, region: REGION});
      return fact(accountRegion, `registeredDomain:${domain}`, (aborted) => getDomain(domains, domain, aborted));
    },
  };
}

async function getDomain(
  domains: Connection<Clients['route53domains']>,
  DomainName: string,
  signal: AbortSignal,
): Promise<RegisteredDomain | null> {
  const {GetDomainDetailCommand} = await import('@aws-sdk/client-route-53-domains');
  const action = 'route53domains:GetDomainDetail';
  try {
    return toDomain(action, await domains.call(action, signal, new GetDomainDetailCommand({DomainName})));
  } catch (thrown) {
    // What it says of a domain that belongs to nobody in the account, or that has an ending it does not sell.
    const isNotHere = thrown instanceof AwsRefusal && ['InvalidInput', 'UnsupportedTLD'].includes(thrown.code);
    if (isNotHere) return null;
    throw thrown;
  }
}

function toDomain(action: string, from: Sdk.GetDomainDetailResponse): RegisteredDomain {
  const {required} = shapeOf(action);
  return {
    name: plainName(required(from.DomainName, 'DomainName')),
    nameServers: required(from.Nameservers, 'Nameservers').map(({Name, GlueIps}) => ({
      name: plainName(required(Name, 'Nameservers[].Name')),
      glueIps: GlueIps ?? [],
    })),
    statuses: from.StatusList ?? [],
    signers: (from.DnssecKeys ?? []).map(({Algorithm, Digest, DigestType, KeyTag}) => ({
      keyTag: required(KeyTag, 'DnssecKeys[].KeyTag'),
      algorithm: Algorithm ?? null,
      digestType: DigestType ?? null,
      digest: Digest ?? null,
    })),
  };
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, '');
}

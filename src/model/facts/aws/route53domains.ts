/** Route 53 Domains, the registrar, as plain values. Contacts of a domain are not read. */

import type {ResourceRef} from '../../resource-ref.ts';
import type {AwsService} from '../aws-service.ts';

/** A domain that the account has registered with Route 53. */
export interface RegisteredDomain {
  /** Lower case, no trailing dot. */
  readonly name: string;
  /** What the zone above names: resolvers are sent there. */
  readonly nameServers: readonly {
    /** Lower case, no trailing dot. */
    readonly name: string;
    /** IPv4 and IPv6, of a name server inside the domain itself; empty for any other. */
    readonly glueIps: readonly string[];
  }[];
  /** EPP status codes (https://www.icann.org/epp): `clientHold` takes a domain out of DNS. */
  readonly statuses: readonly string[];
  /** The keys that the zone above has DS records of; empty: none, and nobody validates what the domain answers. */
  readonly signers: readonly DelegationSigner[];
}

/** What a DS record says of the key that a zone is to be signed with (RFC 4034 section 5). */
export interface DelegationSigner {
  readonly keyTag: number;
  readonly algorithm: number | null;
  readonly digestType: number | null;
  /** Hexadecimal; null: not known. */
  readonly digest: string | null;
}

export interface Route53DomainsFacts {
  /** Null: the account of the named resource has no such domain; nothing follows for one registered elsewhere. */
  registeredDomain(where: ResourceRef<'hostedZone' | 'account'>, domain: string): Promise<RegisteredDomain | null>;
}

export const ROUTE53_DOMAINS = {
  prefix: 'route53domains',
  commands: ['route53domains'],
  askedWhere: ['hostedZone'],
  actions: {registeredDomain: ['route53domains:GetDomainDetail']},
  scopes: {},
} as const satisfies AwsService<keyof Route53DomainsFacts>;

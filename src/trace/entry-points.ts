import {foldName} from '../domain/dns/dns-names.ts';
import {loadBalancerDnsName} from '../domain/dns/load-balancer-dns-names.ts';

/** What a DNS record can lead to, recognised by the name it gives: AWS puts the service and the region into it. */
export type EntryPoint =
  | {readonly kind: 'load-balancer'; readonly dnsName: string; readonly region: string}
  /** A custom domain (`d-….execute-api.…`, of an edge-optimized one `….cloudfront.net`) or an API's own name. */
  | {readonly kind: 'gateway'; readonly dnsName: string; readonly region: string | null}
  | {readonly kind: 'elsewhere'; readonly dnsName: string};

const EXECUTE_API = /^[a-z0-9-]+\.execute-api\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?$/;

/** The API that a host name is the own endpoint of; null for any other, custom domains among them. */
export function apiEndpointOf(host: string): Extract<EntryPoint, {kind: 'gateway'}> | null {
  const entry = entryPointOf(host);
  return entry.kind === 'gateway' && entry.region !== null && !entry.dnsName.startsWith('d-') ? entry : null;
}

export function entryPointOf(target: string): EntryPoint {
  const dnsName = foldName(target);
  const loadBalancer = loadBalancerDnsName(target);
  if (loadBalancer !== null) return {kind: 'load-balancer', ...loadBalancer};
  const gatewayRegion = EXECUTE_API.exec(dnsName)?.[1];
  if (gatewayRegion !== undefined) return {kind: 'gateway', dnsName, region: gatewayRegion};
  if (dnsName.endsWith('.cloudfront.net')) return {kind: 'gateway', dnsName, region: null};
  return {kind: 'elsewhere', dnsName};
}

import {didYouMean} from '../text/did-you-mean.ts';
import {thereAre} from '../text/there-are.ts';
import type {LoadBalancer} from './aws-facts.ts';

/** The one that a person means by a name, an ARN or a DNS name. */
export function findLoadBalancer(wanted: string, all: readonly LoadBalancer[]): LoadBalancer | null {
  return (
    all.find(({arn, name, dnsName}) => arn === wanted || name === wanted || namesLoadBalancer(wanted, dnsName)) ?? null
  );
}

/** For a message. `where` is the account and region that were looked at; near names are of the sort that was given. */
export function noLoadBalancer(wanted: string, all: readonly LoadBalancer[], where: string): string {
  const byArn = wanted.startsWith('arn:');
  const byDnsName = wanted.includes('.');
  const candidates = all.map(({arn, name, dnsName}) => (byArn ? arn : byDnsName ? dnsName : name));
  return `no load balancer "${wanted}" in ${where}. ${thereAre(candidates)}${didYouMean(wanted, candidates)}`;
}

/**
 * Whether a DNS name is that of this load balancer. The console puts `dualstack.` in front of the name (it says nothing
 * about the addresses), and Route 53 keeps in lower case what the load balancer's own name has in mixed case.
 */
export function namesLoadBalancer(target: string, loadBalancerDnsName: string): boolean {
  const bare = (name: string) =>
    name
      .toLowerCase()
      .replace(/\.$/, '')
      .replace(/^dualstack\./, '');
  return bare(target) === bare(loadBalancerDnsName);
}

import {loadBalancerDnsName} from '../domain/dns/load-balancer-dns-names.ts';
import {targetOf} from '../domain/dns/load-balancer-records.ts';
import type {DnsRecord, LoadBalancer} from '../model/facts/aws-facts.ts';
import {findLoadBalancer} from '../model/facts/load-balancer-name.ts';
import type {DnsProbe, NameAnswer} from '../model/facts/wire/probes.ts';

/** What the end of a record is, and what there is to say about it. */
interface RecordTarget {
  readonly kind:
    | 'there'
    | /** DNS has no address of it. */ 'gone'
    | /** No load balancer's name. */ 'other'
    | 'unknown';
  readonly record: DnsRecord;
  /** Null: not among those that were looked at. */
  readonly loadBalancer: LoadBalancer | null;
  /** Null: DNS was not asked, or did not say. */
  readonly asked: NameAnswer | null;
  /** Why it is unknown. */
  readonly thrown: unknown;
}

/** What is not listed may be in another account or region: only DNS says that there is no such load balancer. */
export async function findRecordTarget(
  record: DnsRecord,
  here: readonly LoadBalancer[],
  dns: DnsProbe,
): Promise<RecordTarget> {
  const target = targetOf(record);
  const loadBalancer = findLoadBalancer(target, here);
  const said = {record, loadBalancer, asked: null, thrown: null};
  if (loadBalancer !== null) return {...said, kind: 'there'};
  const isName = (record.alias !== null || record.type === 'CNAME') && /^[\w.-]+$/.test(target);
  if (!isName) return {...said, kind: 'other'};
  try {
    const asked = await dns.addresses(target);
    const isLoadBalancer = loadBalancerDnsName(target) !== null;
    return {...said, asked, kind: asked.addresses === null ? 'gone' : isLoadBalancer ? 'there' : 'other'};
  } catch (thrown) {
    return {...said, thrown, kind: 'unknown'};
  }
}

/** How many load balancers are asked for: one without targets may have no address. */
const MOST_WITNESSES = 3;

/** The name of one that exists, where DNS has no address of any: then it says nothing about the others. */
export async function nameUnknownThoughThere(here: readonly LoadBalancer[], dns: DnsProbe): Promise<string | null> {
  const witnesses = here.slice(0, MOST_WITNESSES);
  for (const {dnsName} of witnesses) if ((await dns.addresses(dnsName)).addresses !== null) return null;
  return witnesses[0]?.dnsName ?? null;
}

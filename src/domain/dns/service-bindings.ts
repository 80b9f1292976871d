import type {DnsRecord, LoadBalancer} from '../../model/facts/aws-facts.ts';
import {namesLoadBalancer} from '../../model/facts/load-balancer-name.ts';
import {foldName, isAtOrBelow} from './dns-names.ts';
import {leadsFor, type ZoneRecords} from './record-leads.ts';

/** What an HTTPS record (type 65) says: browsers ask for it beside A and AAAA, and go by it. */
export interface ServiceBinding {
  /** 0 is an alias: all clients are sent on to the target. */
  readonly priority: number;
  /** Lower case, no trailing dot; empty: the name of the record itself (or, of an alias, that there is no service). */
  readonly target: string;
  readonly params: ReadonlyMap<string, string>;
}

/** How the HTTPS records of a host relate to a load balancer. */
export interface BindingJudgement {
  /** Each record once; empty: there is none. */
  readonly records: readonly DnsRecord[];
  readonly problems: readonly string[];
  readonly unsure: readonly string[];
}

/** RFC 9460 section 2.1, as Route 53 keeps it: `1 . alpn="h2" port=443`. Null: not written like that. */
export function parseBinding(value: string): ServiceBinding | null {
  const [priority = '', target, ...rest] = value.trim().split(/\s+/);
  if (!/^\d{1,5}$/.test(priority) || target === undefined) return null;
  const params = rest.map((param): [string, string] => {
    const [key = '', ...words] = param.split('=');
    return [key.toLowerCase(), words.join('=').replace(/^"|"$/g, '')];
  });
  return {priority: Number(priority), target: foldName(target), params: new Map(params)};
}

export function judgeBindings(host: string, inZone: ZoneRecords, loadBalancer: LoadBalancer): BindingJudgement {
  const leads = leadsFor(host, 'HTTPS', inZone).filter(({record}) => record.type === 'HTTPS');
  const records = [...new Set(leads.map(({record}) => record))];
  const flaws = records.flatMap((record) =>
    record.values.flatMap((value) => {
      const described = `the HTTPS record of ${record.name} (${value})`;
      const binding = parseBinding(value);
      if (binding === null) return [{what: `${described} could not be read`, isUnsure: true}];
      return flawsOf(binding, inZone, loadBalancer).map(({what, isUnsure}) => ({
        what: `${described} ${what}`,
        isUnsure,
      }));
    }),
  );
  const clauses = (isUnsure: boolean) => flaws.flatMap((flaw) => (flaw.isUnsure === isUnsure ? flaw.what : []));
  return {records, problems: clauses(false), unsure: clauses(true)};
}

interface Flaw {
  readonly what: string;
  readonly isUnsure: boolean;
}

function flawsOf({priority, target, params}: ServiceBinding, inZone: ZoneRecords, loadBalancer: LoadBalancer): Flaw[] {
  const flaws: Flaw[] = [];
  const wrong = (what: string) => flaws.push({what, isUnsure: false});
  const unsure = (what: string) => flaws.push({what, isUnsure: true});
  if (target === '') {
    if (priority === 0) wrong('says that there is no service at this name');
  } else {
    const leads = isAboutLoadBalancer(target, inZone, loadBalancer);
    if (leads === false) wrong(`sends clients to ${target}`);
    if (leads === null) unsure(`sends clients to ${target}, and where that leads is not in this zone`);
  }
  const hints = ['ipv4hint', 'ipv6hint'].flatMap((key) => params.get(key) ?? []);
  if (hints.length > 0) wrong(`gives fixed addresses (${hints.join(', ')}), and a load balancer's change`);
  const port = params.get('port');
  if (port !== undefined && port !== '443') unsure(`sends clients to port ${port}`);
  if (params.has('no-default-alpn') && !/(^|,)(h2|http\/1\.1)(,|$)/.test(params.get('alpn') ?? '')) {
    wrong('allows no protocol that a load balancer speaks (h2 or http/1.1)');
  }
  if (params.has('ech')) unsure('has a key for encrypted ClientHellos, which load balancers do not know');
  return flaws;
}

/** Null: that is not in the zone. */
function isAboutLoadBalancer(target: string, inZone: ZoneRecords, {dnsName}: LoadBalancer): boolean | null {
  if (namesLoadBalancer(target, dnsName)) return true;
  if (!isAtOrBelow(target, inZone.zone.name))
    return /\.(amazonaws\.com(\.cn)?|cloudfront\.net)$/.test(target) ? false : null;
  const leads = [...leadsFor(target, 'A', inZone), ...leadsFor(target, 'AAAA', inZone)];
  return (
    leads.length > 0 &&
    leads.every(({record}) => namesLoadBalancer(record.alias?.dnsName ?? record.values.join(), dnsName))
  );
}

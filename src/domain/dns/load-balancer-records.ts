import type {DnsRecord, LoadBalancer} from '../../model/facts/aws-facts.ts';
import {namesLoadBalancer} from '../../model/facts/load-balancer-name.ts';
import type {Fault} from '../../model/outcome.ts';
import {answersNow} from './answers-now.ts';
import {foldName} from './dns-names.ts';
import {type HealthBySource, type HealthSource, sourcesOf} from './record-health.ts';
import {
  answersEveryone,
  everyMember,
  type Lead,
  leadsFor,
  recordsIn,
  shareOf,
  type ZoneRecords,
} from './record-leads.ts';
import {judgeBindings} from './service-bindings.ts';

/** Whether the secondary of a failover group may lead elsewhere. */
export type FailoverMeant = 'refused' | 'allowed';

/** How the records of a host in one zone relate to a load balancer. */
export interface RecordJudgement {
  /** What A and AAAA queries can end at, each record once. */
  readonly leads: readonly Lead[];
  /** What is wrong, as clauses; empty: all is right, as far as `unsure` allows. */
  readonly problems: readonly Fault[];
  /** What was read does not say, as clauses, and how to see it. */
  readonly unsure: readonly Fault[];
}

/** The types of records that a load balancer's addresses call for (`IpAddressType`). */
export function typesNeeded({ipAddressType}: LoadBalancer): ('A' | 'AAAA')[] {
  if (ipAddressType === 'dualstack') return ['A', 'AAAA'];
  return ipAddressType === 'dualstack-without-public-ipv4' ? ['AAAA'] : ['A'];
}

export const ADDRESS_TYPES = ['A', 'AAAA'] as const;

/**
 * The health by which another record than those that are meant may come to be answered: empty where every member of a
 * group leads to the load balancer anyhow.
 */
export function decisiveSources(
  host: string,
  inZone: ZoneRecords,
  loadBalancer: LoadBalancer,
  failover: FailoverMeant,
): HealthSource[] {
  return ADDRESS_TYPES.flatMap((type) => {
    const meant = meantLeads(leadsFor(host, type, inZone), failover).map(({record}) => record);
    const others = leadsFor(host, type, inZone, everyMember).filter(({record}) => !meant.includes(record));
    const isWrong = others.some((lead) => flawOf(lead, inZone, loadBalancer) !== null);
    return isWrong ? sourcesOf(host, type, inZone) : [];
  });
}

/**
 * @param failover whether the secondary of a failover group may lead elsewhere, to a maintenance page for one.
 * @param health of {@link decisiveSources}.
 */
export function judgeRecords(
  host: string,
  inZone: ZoneRecords,
  loadBalancer: LoadBalancer,
  failover: FailoverMeant,
  health: HealthBySource = new Map(),
): RecordJudgement {
  const needed = typesNeeded(loadBalancer);
  const byType = {A: leadsFor(host, 'A', inZone), AAAA: leadsFor(host, 'AAAA', inZone)};
  const leads = [...new Map([...byType.A, ...byType.AAAA].map((lead) => [lead.record, lead])).values()];
  const {name, ipAddressType, dnsName} = loadBalancer;
  if (leads.length === 0) {
    const what = `there is no A, AAAA or CNAME record, not one naming load balancer ${name}`;
    return {leads, problems: [{what, fix: aliasFix(host, inZone, loadBalancer, needed)}], unsure: []};
  }

  const meant = meantLeads(leads, failover);
  const judged = meant.map((lead) => ({lead, flaw: flawOf(lead, inZone, loadBalancer)}));
  const wrong = judged.flatMap(({flaw}) => (flaw === null || flaw.isUnsure ? [] : flaw.what));
  const problems: Fault[] = [];
  if (wrong.length > 0) {
    const what = `${wrong.join('; ')}, not load balancer ${name} (${dnsName})`;
    const flawed = judged.flatMap(({lead, flaw}) => (flaw === null || flaw.isUnsure ? [] : lead.record));
    problems.push({what, fix: fixOf(flawed, host, inZone, loadBalancer, needed)});
  }
  const follow = `follow the name by hand (\`dig +trace ${host}\`), and name the zone it ends at`;
  const unsure: Fault[] = judged.flatMap(({flaw}) => (flaw?.isUnsure ? {what: flaw.what, fix: follow} : []));
  for (const type of ADDRESS_TYPES) {
    const now = judgeNow(host, type, inZone, loadBalancer, meant, health);
    problems.push(...now.problems);
    unsure.push(...now.unsure);
  }
  const bindings = judgeBindings(host, inZone, loadBalancer);
  unsure.push(...bindings.unsure.map((what) => ({what, fix: follow})));
  if (bindings.problems.length > 0) {
    const fix = `Delete the HTTPS records of ${host} from zone ${inZone.zone.name} (${inZone.zone.id}), or give them the target . without addresses.`;
    problems.push({what: bindings.problems.join('; '), fix});
  }

  const missing = needed.filter((type) => byType[type].length === 0);
  if (missing.length > 0) {
    const what = `there is no ${missing.join(' and ')} record, which load balancer ${name} (${ipAddressType}) needs`;
    problems.push({what, fix: aliasFix(host, inZone, loadBalancer, missing)});
  }
  const sixth = byType.AAAA.find(({record}) => record.type === 'AAAA');
  if (ipAddressType === 'ipv4' && sixth !== undefined && wrong.length === 0) {
    problems.push({
      what: `there is an AAAA record, and load balancer ${name} has no IPv6 addresses (it is ipv4) to answer with`,
      fix: `Delete the AAAA record of ${host} from zone ${inZone.zone.name} (${inZone.zone.id}), or make the load balancer dual-stack.`,
    });
  }
  for (const type of ADDRESS_TYPES) {
    const group = byType[type].map(({record}) => record);
    const everyone = answersEveryone(group);
    const members = `the ${type} records are a ${group.map(({routingPolicy}) => routingPolicy)[0]} group`;
    if (everyone === false) {
      const what = `${members} without a default (*): clients that no member matches get no answer`;
      problems.push({what, fix: `Add a member with the default location (*) to the ${type} records of ${host}.`});
    }
    if (everyone === null) {
      unsure.push({what: `${members}, and whether one of them is the default (*) is not known`, fix: follow});
    }
  }
  return {leads, problems, unsure};
}

function meantLeads(leads: readonly Lead[], failover: FailoverMeant): readonly Lead[] {
  return leads.filter((lead) => failover === 'refused' || !isSpare(lead, leads));
}

/** What is answered beside the records that are meant, because of the health of these. */
function judgeNow(
  host: string,
  type: 'A' | 'AAAA',
  inZone: ZoneRecords,
  loadBalancer: LoadBalancer,
  meant: readonly Lead[],
  health: HealthBySource,
): Pick<RecordJudgement, 'problems' | 'unsure'> {
  const {leads, perhaps} = answersNow(host, type, inZone, health);
  const because = (state: string) => [...health.values()].flatMap((one) => (one.state === state ? one.because : []));
  const [unhealthy, unknown] = [because('unhealthy'), because('unknown')];
  const flawed = (answered: readonly Lead[]) => {
    const others = answered.filter(({record}) => !meant.some((lead) => lead.record === record));
    return others.map((lead) => ({lead, flaw: flawOf(lead, inZone, loadBalancer)})).filter(({flaw}) => flaw !== null);
  };
  const named = (found: ReturnType<typeof flawed>) => found.map(({lead}) => describeMember(lead.record)).join(' and ');
  const sure = flawed(leads).filter(({flaw}) => flaw?.isUnsure === false);
  const open = [...flawed(leads).filter(({flaw}) => flaw?.isUnsure), ...flawed(perhaps)];
  const notKnown = unknown.length === 0 ? 'the health of the others was not looked at' : unknown.join('; ');
  const seen = `see what is healthy in the console of Route 53, and what is answered: \`dig ${host}\``;
  const may = `Route 53 may answer now with ${named(open)}: ${[...unhealthy, notKnown].join('; ')}`;
  const unsure = open.length === 0 ? [] : [{what: may, fix: seen}];
  if (sure.length === 0) return {problems: [], unsure};
  const what = `Route 53 answers now with ${named(sure)}, not load balancer ${loadBalancer.name}: ${[...unhealthy, ...unknown].join('; ')}`;
  const fix = `Make healthy what is not, so that the record of load balancer ${loadBalancer.name} is answered; until then ${host} is not moved.`;
  return {problems: [{what, fix}], unsure};
}

/** `the A alias "old" (weight 0), which names X`. */
function describeMember(record: DnsRecord): string {
  const {type, alias, setIdentifier, weight, routingPolicy, failover} = record;
  const kind = `the ${type} ${alias === null ? 'record' : 'alias'}`;
  const part = weight === null ? (failover?.toLowerCase() ?? routingPolicy) : `weight ${weight}`;
  return `${kind}${setIdentifier === null ? '' : ` "${setIdentifier}" (${part})`}, which names ${targetOf(record)}`;
}

/** `A alias names X`; of a group's member also which one it is, and how many answers it gives. */
export function describeRecord(record: DnsRecord, records: readonly DnsRecord[]): string {
  const kind = `${record.type} ${record.alias === null ? 'record' : 'alias'}`;
  if (record.routingPolicy === 'simple') return `${kind} names ${targetOf(record)}`;
  const share = shareOf(record, records);
  const part =
    share !== null
      ? `weight ${record.weight}, ${Number(share.toFixed(1))} % of the answers${dependsOnHealth(record, records) ? ' while all is healthy' : ''}`
      : (record.failover?.toLowerCase() ??
        [record.routingPolicy, ...(record.location === null ? [] : [record.location])].join(' '));
  return `${kind} "${record.setIdentifier}" (${part}) names ${targetOf(record)}`;
}

function dependsOnHealth({name, type}: DnsRecord, records: readonly DnsRecord[]): boolean {
  const group = records.filter((other) => other.name === name && other.type === type);
  return group.some(({alias, healthCheckId}) => healthCheckId !== null || alias?.evaluateTargetHealth === true);
}

export function targetOf(record: DnsRecord): string {
  return record.alias?.dnsName ?? record.values.join(', ');
}

function aliasFix(
  host: string,
  {zone}: ZoneRecords,
  {dnsName, canonicalHostedZoneId}: LoadBalancer,
  types: readonly string[],
): string {
  return `In zone ${zone.name} (${zone.id}), make ${host} an alias (${types.join(' and ')}) of dualstack.${foldName(dnsName)} with hosted zone id ${canonicalHostedZoneId}.`;
}

/** Of members of a group only these are changed: whoever takes the group apart ends what it is for. */
function fixOf(
  flawed: readonly DnsRecord[],
  host: string,
  inZone: ZoneRecords,
  loadBalancer: LoadBalancer,
  needed: readonly string[],
): string {
  const members = flawed.filter(({setIdentifier}) => setIdentifier !== null);
  if (members.length === 0 || members.length < flawed.length) return aliasFix(host, inZone, loadBalancer, needed);
  const names = members.map(({type, setIdentifier}) => `${type} "${setIdentifier}"`).join(' and ');
  const {zone} = inZone;
  const change = `In zone ${zone.name} (${zone.id}), let ${names} of ${host} name dualstack.${foldName(loadBalancer.dnsName)} (hosted zone id ${loadBalancer.canonicalHostedZoneId}), and leave the rest of the group as it is`;
  if (members.some(({failover}) => failover === 'PRIMARY' || failover === null)) return `${change}.`;
  return `${change}; where the secondary is meant (a maintenance page), say so with \`failover: allowed\`.`;
}

/** A secondary with a primary beside it: it answers only while that is unhealthy. */
export function isSpare({record, path}: Lead, leads: readonly Lead[]): boolean {
  return [record, ...path].some(
    (secondary) =>
      secondary.failover === 'SECONDARY' &&
      leads.some((lead) =>
        [lead.record, ...lead.path].some(
          ({name, type, failover}) => failover === 'PRIMARY' && name === secondary.name && type === secondary.type,
        ),
      ),
  );
}

interface Flaw {
  readonly what: string;
  /** Where it leads is outside the zone: it may still be right. */
  readonly isUnsure: boolean;
}

function flawOf({record, isDangling}: Lead, inZone: ZoneRecords, loadBalancer: LoadBalancer): Flaw | null {
  const described = `the ${describeRecord(record, recordsIn(inZone))}`;
  const {zone} = inZone.beyond?.get(foldName(targetOf(record))) ?? inZone;
  const sure = (what: string) => ({what, isUnsure: false});
  if (record.alias === null && record.type !== 'CNAME') {
    return sure(`the ${record.type} record holds fixed addresses (${targetOf(record)}), and a load balancer's change`);
  }
  if (isDangling) return sure(`${described}, for which zone ${zone.name} has no address`);
  if (!namesLoadBalancer(targetOf(record), loadBalancer.dnsName)) {
    // An alias that leads out of its zone, and a name of AWS, are the end. Any other CNAME may lead further.
    const isEnd = record.alias !== null || /\.(amazonaws\.com(\.cn)?|cloudfront\.net)\.?$/i.test(targetOf(record));
    return isEnd ? sure(described) : {what: `${described}, and where that leads is not in this zone`, isUnsure: true};
  }
  if (record.alias !== null && record.alias.hostedZoneId !== loadBalancer.canonicalHostedZoneId) {
    return sure(
      `the alias has hosted zone id ${record.alias.hostedZoneId} instead of ${loadBalancer.canonicalHostedZoneId}`,
    );
  }
  return null;
}

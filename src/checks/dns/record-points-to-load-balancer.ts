import {z} from 'zod';
import {namesLoadBalancer} from '../../domain/dns-names.ts';
import {rivalZones, zoneAnswer} from '../../domain/zone-answers.ts';
import type {DnsRecord, HostedZone, LoadBalancer} from '../../model/aws-facts.ts';
import {defineCheck} from '../../model/check.ts';
import {CannotTell} from '../../model/errors.ts';
import {fail, type Grounds, pass} from '../../model/outcome.ts';
import {hostParam, resourceParam} from '../../model/params.ts';

export const recordPointsToLoadBalancer = defineCheck({
  id: 'dns/record-points-to-load-balancer',
  title: 'The DNS record of a host in Route 53 names the load balancer',
  docs: {
    why: 'Without the record, or with one that names something else, no request for the host reaches the load balancer, however right everything behind it is.',
    fix: 'Create an A alias (and an AAAA alias for a dual-stack load balancer) or a CNAME for the host in the hosted zone, naming the load balancer. From another account the alias is typed by hand: `dualstack.` and the DNS name, with the canonical hosted zone id of the load balancer.',
    byHand:
      'aws route53 list-resource-record-sets --hosted-zone-id ZONE_ID --query "ResourceRecordSets[?Name==\'<host>.\']"',
    links: ['https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-to-elb-load-balancer.html'],
  },
  iam: ['elasticloadbalancing:DescribeLoadBalancers', 'route53:ListHostedZones', 'route53:ListResourceRecordSets'],
  touches: 'aws',
  params: z.strictObject({
    host: hostParam('The host name whose record is looked at'),
    zone: resourceParam('hostedZone', 'The hosted zone that holds the record'),
    alb: resourceParam('loadBalancer', 'The load balancer that the record has to name'),
  }),
  async run({host, zone: zoneName, alb}, {aws}) {
    const [zone, records, zones, loadBalancer] = await Promise.all([
      aws.hostedZone(zoneName),
      aws.records(zoneName),
      aws.hostedZones(zoneName),
      aws.loadBalancer(alb),
    ]);
    const found = addressRecords(zone, records, zones, host);
    const wrong = found.flatMap((record) => whyWrong(record, loadBalancer) ?? []);
    const missing = typesNeeded(loadBalancer).filter(
      (type) => !found.some((record) => record.type === type || record.type === 'CNAME'),
    );
    const owner = found[0]?.name ?? host;
    const grounds: Grounds = {
      expected: `${typesNeeded(loadBalancer).join(' and ')} alias of ${loadBalancer.dnsName}, or a CNAME`,
      actual: found.map(describe).join('; ') || `no A, AAAA or CNAME record`,
      evidence: [
        ...found.map((record) => ({
          what: `${record.type} record of ${record.name}`,
          value: targetOf(record),
          source: `route53:ListResourceRecordSets ${zone.id}`,
        })),
        {what: 'DNS name of the load balancer', value: loadBalancer.dnsName, source: loadBalancer.arn},
      ],
      byHand: `aws route53 list-resource-record-sets --hosted-zone-id ${zone.id} --query "ResourceRecordSets[?Name=='${host}.']"`,
    };
    const place = `${host} in zone ${zone.name} (${zone.id})`;
    const name = `load balancer ${loadBalancer.name}`;
    if (found.length === 0)
      return fail(`${place}: there is no A, AAAA or CNAME record, not one naming ${name}`, grounds);
    if (wrong.length > 0) return fail(`${place}: ${wrong.join('; ')}, not ${name} (${loadBalancer.dnsName})`, grounds);
    if (missing.length > 0) {
      const without = missing.join(' and ');
      return fail(
        `${place}: there is no ${without} record, which ${name} (${loadBalancer.ipAddressType}) needs`,
        grounds,
      );
    }
    const through = owner === host.toLowerCase() ? '' : ` (through the wildcard ${owner})`;
    return pass(`${host} names ${name}${through}: ${grounds.actual}`, grounds);
  },
});

/** The records that give the host its addresses; throws where who answers depends on more than this zone's list. */
function addressRecords(zone: HostedZone, records: readonly DnsRecord[], zones: readonly HostedZone[], host: string) {
  const place = `${host} in zone ${zone.name} (${zone.id})`;
  if (zone.isPrivate) {
    throw new CannotTell(`${place}: the zone is private, and who may ask it is not looked at`, 'name the public zone');
  }
  const rival = rivalZones(zone, zones, host)[0];
  if (rival !== undefined) {
    const what = rival.isPrivate ? 'private zone' : 'zone';
    throw new CannotTell(
      `${place}: ${what} ${rival.name} (${rival.id}) of the same account could answer instead, which is not judged yet`,
      `see which zone answers with \`dig +trace ${host}\` (from inside the VPC for a private one)`,
    );
  }
  const answer = zoneAnswer(zone, records, host);
  if (answer.kind === 'outside') {
    throw new CannotTell(
      `${host} does not lie in zone ${zone.name} (${zone.id})`,
      'name the zone that the host lies in',
    );
  }
  if (answer.kind === 'delegated') {
    throw new CannotTell(
      `${place}: ${answer.at} is delegated to ${answer.nameServers.join(', ')}, whose answer is not judged yet`,
      `name the zone of ${answer.at} if it is yours, or ask its servers: \`dig +trace ${host}\``,
    );
  }
  const found = answer.kind === 'nothing' ? [] : answer.records.filter(({type}) => /^(A|AAAA|CNAME)$/.test(type));
  const routed = found.find((record) => record.routingPolicy !== 'simple');
  if (routed !== undefined) {
    throw new CannotTell(
      `${place}: the ${routed.type} records are a ${routed.routingPolicy} group, which is not judged yet`,
      'read the members of the group by hand, or use a simple record',
    );
  }
  return found;
}

function typesNeeded({ipAddressType}: LoadBalancer): string[] {
  if (ipAddressType === 'dualstack') return ['A', 'AAAA'];
  return ipAddressType === 'dualstack-without-public-ipv4' ? ['AAAA'] : ['A'];
}

function whyWrong(record: DnsRecord, loadBalancer: LoadBalancer): string | null {
  if (record.alias === null && record.type !== 'CNAME') {
    return `the ${record.type} record holds fixed addresses (${targetOf(record)}), and a load balancer's change`;
  }
  if (!namesLoadBalancer(targetOf(record), loadBalancer.dnsName)) return `the ${describe(record)}`;
  if (record.alias !== null && record.alias.hostedZoneId !== loadBalancer.canonicalHostedZoneId) {
    return `the alias has hosted zone id ${record.alias.hostedZoneId} instead of ${loadBalancer.canonicalHostedZoneId}`;
  }
  return null;
}

function targetOf(record: DnsRecord): string {
  return record.alias?.dnsName ?? record.values.join(', ');
}

function describe(record: DnsRecord): string {
  return `${record.type} ${record.alias === null ? 'record' : 'alias'} names ${targetOf(record)}`;
}

import {answersBeside} from '../../domain/dns/answers-now.ts';
import {ADDRESS_TYPES, describeRecord, isSpare} from '../../domain/dns/load-balancer-records.ts';
import {sourcesOf} from '../../domain/dns/record-health.ts';
import {leadsFor, recordsIn} from '../../domain/dns/record-leads.ts';
import {keptRecords, ttlFix, ttlSecondsOf} from '../../domain/dns/record-ttls.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import type {DnsRecord} from '../../model/facts/aws-facts.ts';
import {durationParam, hostParam, resourceParam, z} from '../../model/params.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {publicView} from '../../readers/public-view.ts';
import {healthOf, healthReaders} from '../../readers/record-health.ts';

export const ttlIsLowered = defineCheck({
  id: 'dns/ttl-is-lowered',
  title: 'Resolvers keep the record of a host no longer than the cutover can wait',
  why: 'For as long as the TTL says, resolvers keep giving the old answer after a change, and after a rollback. A TTL has to be lowered at least one old TTL before the cutover.',
  fix: 'Lower the TTL of the record (`ttl = 60` of `aws_route53_record`), and wait for one old TTL before the cutover. The TTL of an alias that names a load balancer is fixed at 60 s.',
  byHand: 'dig +noall +answer <host>',
  links: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-choosing-alias-non-alias.html',
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/best-practices-dns.html',
  ],
  facts: [
    'healthCheck',
    'healthCheckAlarm',
    'healthCheckReports',
    'hostedZone',
    'hostedZones',
    'loadBalancers',
    'names',
    'recordsOfZone',
    'registeredDomain',
    'targetGroupAttributes',
    'targetGroups',
    'targetHealth',
    'zoneDelegation',
    'zoneSigning',
  ],
  params: () => ({
    host: hostParam('The host name whose record is looked at'),
    zone: resourceParam('hostedZone', 'The public hosted zone that holds the record'),
    atMost: durationParam('The longest TTL'),
    alb: resourceParam(
      'loadBalancer',
      'Any load balancer of the account and region where the health of those that aliases name is looked at; it is needed only where a record with a longer TTL answers while they are unhealthy',
    ).optional(),
    failover: z.enum(['refused', 'allowed']).default('refused').meta({
      description:
        'Whether the secondary of a failover group may be an alias whose TTL AWS does not document: `allowed` where it is a maintenance page',
    }),
  }),
  async run({host, zone: zoneName, atMost, alb, failover}, {aws, names}) {
    const view = await publicView(host, zoneName, aws, names);
    const expected = `a TTL of at most ${formatDuration(atMost)}`;
    if (view.kind === 'unasked') {
      const faults = [{what: view.what, fix: view.fix}];
      return fail({place: view.place, faults, expected, evidence: []});
    }

    const {zone: answering} = view.known;
    const records = recordsIn(view.known);
    const leads = [...leadsFor(host, 'A', view.known), ...leadsFor(host, 'AAAA', view.known)];
    const isLong = (record: DnsRecord) => (ttlSecondsOf(record) ?? Number.POSITIVE_INFINITY) * 1000 > atMost;
    const unseen = answersBeside(host, view.known, new Map()).perhaps;
    const decisive = keptRecords(unseen, view.known).some(isLong)
      ? ADDRESS_TYPES.flatMap((type) => sourcesOf(host, type, view.known))
      : [];
    const health = await healthOf(decisive, healthReaders(aws, zoneName, alb));
    const beside = answersBeside(host, view.known, health);
    const bindings = leadsFor(host, 'HTTPS', view.known).filter(({record}) => record.type === 'HTTPS');
    const kept = keptRecords(leads.length === 0 ? [] : [...leads, ...beside.leads, ...bindings], view.known);
    if (kept.length === 0) {
      const dangling = leads[0]?.record;
      const actual =
        dangling === undefined
          ? 'there is no A, AAAA or CNAME record'
          : `the ${describeRecord(dangling, records)}, for which zone ${answering.name} has no address`;
      const fix =
        dangling === undefined
          ? `Create the record of ${host}, with a TTL of at most ${formatDuration(atMost)} or as an alias.`
          : `Correct what the record of ${host} names, or create that.`;
      return fail({place: view.place, actual, expected: `one with ${expected}`, evidence: [], fix});
    }
    const judged = kept.map((record) => ({record, ttlSeconds: ttlSecondsOf(record)}));
    const found = judged.map(
      ({record, ttlSeconds}) => `${ttlSeconds ?? '?'} s: the ${describeRecord(record, records)}`,
    );
    const grounds = {
      place: view.place,
      expected,
      actual: found.join('; '),
      evidence: judged.map(({record, ttlSeconds}) => ({
        what: `TTL in seconds of ${record.type} ${record.name}${record.alias === null ? '' : ', an alias'}`,
        value: ttlSeconds,
        source: `route53:ListResourceRecordSets ${answering.id}`,
      })),
    };
    if (judged.some(({ttlSeconds}) => ttlSeconds !== null && ttlSeconds * 1000 > atMost)) {
      return fail({...grounds, fix: ttlFix(judged, atMost)});
    }
    const spare = failover === 'allowed' ? leads.filter((lead) => isSpare(lead, leads)) : [];
    const unknown = judged.flatMap(({record, ttlSeconds}) => (ttlSeconds === null ? record : []));
    if (unknown.some((record) => !spare.some((lead) => lead.record === record))) {
      throw new CannotTell(
        `${view.place}: ${grounds.actual}: its TTL is that of what it names`,
        `ask for it: \`dig ${host}\``,
      );
    }
    const perhaps = keptRecords(beside.perhaps, view.known).filter(
      (record) => isLong(record) && !kept.includes(record),
    );
    if (perhaps.length > 0) {
      const because = [...health.values()].flatMap((one) => (one.state === 'healthy' ? [] : one.because));
      const longer = perhaps.map(
        (record) => `the ${describeRecord(record, records)} (${ttlSecondsOf(record) ?? '?'} s)`,
      );
      throw new CannotTell(
        `${view.place}: Route 53 may answer now with ${longer.join(' and ')}: ${because.join('; ')}`,
        'lower its TTL as well, or let `alb:` name a load balancer of the account and region of those that the aliases name',
      );
    }
    const notLooked = unknown.length === 0 ? [] : ['how long the page of the secondary is kept was not looked at'];
    return pass({...grounds, actual: [grounds.actual, ...notLooked, ...view.said].join('; ')});
  },
});

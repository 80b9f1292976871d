import {isAtOrBelow} from '../../domain/dns/dns-names.ts';
import {loadBalancerDnsName} from '../../domain/dns/load-balancer-dns-names.ts';
import {describeRecord, targetOf} from '../../domain/dns/load-balancer-records.ts';
import {outsideView} from '../../domain/dns/name-views.ts';
import {leadsFor} from '../../domain/dns/record-leads.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {findLoadBalancer} from '../../model/facts/load-balancer-name.ts';
import {hostParam, resourceParam} from '../../model/params.ts';
import {command} from '../../model/text/shell.ts';
import {publicZonesOf} from '../../readers/known-zones.ts';

export const recordTargetExists = defineCheck({
  id: 'dns/record-target-exists',
  title: 'The DNS record of a host names a load balancer that exists',
  why: 'A record that is left behind when its load balancer is deleted dangles: clients get no answer, and whoever comes to own the name it gives answers for the host.',
  fix: 'Delete the record, or make it an alias of the load balancer that is meant.',
  byHand: 'dig +short <host>',
  links: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-to-elb-load-balancer.html',
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/protection-from-dangling-dns.html',
  ],
  facts: ['hostedZone', 'hostedZones', 'loadBalancers', 'recordsOfZone', 'zoneDelegation'],
  params: () => ({
    host: hostParam('The host name whose record is looked at'),
    zone: resourceParam('hostedZone', 'The public hosted zone that holds the record'),
    alb: resourceParam(
      'loadBalancer',
      'Any load balancer of the account and region where the one that the record names is looked for',
    ).optional(),
  }),
  async run({host, zone: zoneName, alb}, {aws}) {
    const [zone, known] = await Promise.all([aws.hostedZone(zoneName), publicZonesOf(host, aws, zoneName)]);
    if (zone.isPrivate || !isAtOrBelow(host, zone.name)) {
      const what = zone.isPrivate ? 'it is private' : `${host} is not in it`;
      throw new CannotTell(`zone ${zone.name} (${zone.id}): ${what}`, 'name the public zone that contains the host');
    }
    const view = outsideView(host, zone, known);
    const {place} = view;
    const expected = 'a load balancer that exists';
    if (view.kind === 'unknown') {
      throw new CannotTell(`${place}: ${view.because}`, `ask the servers that answer: \`dig +trace ${host}\``);
    }
    if (view.kind === 'unasked') {
      const faults = [{what: `nobody is sent there, because ${view.because}`, fix: view.fix}];
      return fail({place, faults, expected, evidence: []});
    }
    const {records, zone: answering} = view.known;
    const leads = [...leadsFor(host, 'A', view.known), ...leadsFor(host, 'AAAA', view.known)];
    if (leads.length === 0) {
      const fix = `In zone ${answering.name} (${answering.id}), make ${host} an alias of the load balancer.`;
      const actual = 'there is no A, AAAA or CNAME record';
      return fail({place, actual, expected: `one that names ${expected}`, evidence: [], fix});
    }
    const source = `route53:ListResourceRecordSets ${answering.id}`;
    const ends = [...new Map(leads.map((lead) => [lead.record, lead])).values()];
    const grounds = {
      place,
      expected,
      evidence: ends.map(({record}) => ({
        what: `${record.type} record of ${record.name}`,
        value: targetOf(record),
        source,
      })),
      byHand: command`dig +short ${host}`,
    };
    const inZone = ends.find(({isDangling}) => isDangling);
    if (inZone !== undefined) {
      const actual = `the ${describeRecord(inZone.record, records)}, for which zone ${answering.name} has no address`;
      const fix = `Correct what the record of ${host} names, or create that.`;
      return fail({...grounds, actual, fix});
    }
    const targets = ends.map(({record}) => ({
      record,
      target: targetOf(record),
      region: loadBalancerDnsName(targetOf(record))?.region ?? null,
    }));
    const here = alb === undefined ? [] : await aws.loadBalancers(alb);
    const regions = new Set(here.map(({region}) => region));
    const isThere = ({target}: {target: string}) => findLoadBalancer(target, here) !== null;
    const gone = targets.filter((one) => one.region !== null && alb !== undefined && !isThere(one));
    const [unnamed] = targets.filter(({region}) => region === null || alb === undefined);
    // In another region it would not be listed.
    const elsewhere = gone.filter(({region}) => regions.size > 0 && region !== null && !regions.has(region));
    const [dangling] = gone.filter((one) => !elsewhere.includes(one));
    if (dangling !== undefined) {
      const actual = `the ${describeRecord(dangling.record, records)}, and there is no such load balancer where it was looked for: a dangling record, which whoever comes to own that name can answer for (take-over)`;
      const fix = `See first that it is not in another account (\`dig ${dangling.target}\` answers while it exists). Then make ${host} in zone ${answering.name} (${answering.id}) an alias of the load balancer that is meant, or delete the record.`;
      return fail({...grounds, actual, fix});
    }
    const [far] = elsewhere;
    if (far !== undefined) {
      const what = `${place}: the ${describeRecord(far.record, records)}, which is in ${far.region}, and was looked for in ${[...regions].join(', ')}`;
      throw new CannotTell(what, `look in ${far.region}`);
    }
    if (unnamed !== undefined) {
      const why = alb === undefined ? 'where to look for it is not said' : 'which is not a name of a load balancer';
      throw new CannotTell(
        `${place}: the ${describeRecord(unnamed.record, records)}, and ${why}`,
        'see what answers there, or name a load balancer of its account and region',
      );
    }
    const names = targets.map(({target}) => findLoadBalancer(target, here)?.name ?? target);
    return pass({...grounds, actual: `names load balancer ${[...new Set(names)].join(', ')}, which exists`});
  },
});

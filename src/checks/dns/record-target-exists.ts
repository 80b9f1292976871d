import {answersBeside} from '../../domain/dns/answers-now.ts';
import {foldName} from '../../domain/dns/dns-names.ts';
import {describeRecord, targetOf} from '../../domain/dns/load-balancer-records.ts';
import {leadsFor, recordsIn} from '../../domain/dns/record-leads.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import type {NameAnswer} from '../../model/facts/wire/probes.ts';
import type {Evidence} from '../../model/outcome.ts';
import {hostParam, resourceParam} from '../../model/params.ts';
import {command} from '../../model/text/shell.ts';
import {publicView} from '../../readers/public-view.ts';
import {findRecordTarget, nameUnknownThoughThere} from '../../readers/record-targets.ts';

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
  facts: [
    'dns',
    'hostedZone',
    'hostedZones',
    'loadBalancers',
    'names',
    'recordsOfZone',
    'registeredDomain',
    'zoneDelegation',
    'zoneSigning',
  ],
  params: () => ({
    host: hostParam('The host name whose record is looked at'),
    zone: resourceParam('hostedZone', 'The public hosted zone that holds the record'),
    alb: resourceParam(
      'loadBalancer',
      'Any load balancer of the account and region where the one that the record names is looked for first; DNS is asked for one that is not there',
    ).optional(),
  }),
  async run({host, zone: zoneName, alb}, {aws, dns, names}) {
    const view = await publicView(host, zoneName, aws, names);
    const {place} = view;
    const expected = 'a load balancer that exists';
    if (view.kind === 'unasked') {
      return fail({place, faults: [{what: view.what, fix: view.fix}], expected, evidence: []});
    }
    const {zone: answering} = view.known;
    const records = recordsIn(view.known);
    const leads = [...leadsFor(host, 'A', view.known), ...leadsFor(host, 'AAAA', view.known)];
    if (leads.length === 0) {
      const fix = `In zone ${answering.name} (${answering.id}), make ${host} an alias of the load balancer.`;
      const actual = 'there is no A, AAAA or CNAME record';
      return fail({place, actual, expected: `one that names ${expected}`, evidence: [], fix});
    }
    const source = `route53:ListResourceRecordSets ${answering.id}`;
    const ends = [...new Map(leads.map((lead) => [lead.record, lead])).values()];
    const idle = answersBeside(host, view.known, new Map()).perhaps;
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
    const inZone = [...ends, ...idle].find(({isDangling}) => isDangling);
    if (inZone !== undefined) {
      const actual = `the ${describeRecord(inZone.record, records)}, for which zone ${answering.name} has no address`;
      const fix = `Correct what the record of ${host} names, or create that.`;
      return fail({...grounds, actual, fix});
    }
    const here = alb === undefined ? [] : await aws.loadBalancers(alb);
    const found = await Promise.all(ends.map(({record}) => findRecordTarget(record, here, dns)));
    // Those that answer only while others are unhealthy dangle as well; what else they name is not asked here.
    const later = await Promise.all(idle.map(({record}) => findRecordTarget(record, here, dns)));
    const looked = [...found, ...later].flatMap(({asked}) => (asked === null ? [] : evidenceOf(asked)));
    const evidence = [...grounds.evidence, ...looked];
    const gone = [...found, ...later].find(({kind}) => kind === 'gone');
    if (gone !== undefined) {
      const alsoUnknown = await nameUnknownThoughThere(here, dns);
      if (alsoUnknown !== null) {
        throw new CannotTell(
          `${place}: DNS has no address of ${foldName(targetOf(gone.record))}, nor of ${alsoUnknown}, which exists: the resolver of this machine does not know such names`,
          'run where names of load balancers are resolved',
        );
      }
      const actual = `the ${describeRecord(gone.record, records)}, for which DNS has no address: a dangling record, which whoever comes to own that name can answer for (take-over)`;
      const fix = `Make ${host} in zone ${answering.name} (${answering.id}) an alias of the load balancer that is meant, or delete the record.`;
      return fail({...grounds, evidence, actual, fix, byHand: command`dig ${foldName(targetOf(gone.record))}`});
    }
    for (const one of found) {
      if (one.kind === 'unknown') throw one.thrown;
      if (one.kind !== 'other') continue;
      throw new CannotTell(
        `${place}: the ${describeRecord(one.record, records)}, which is not a name of a load balancer`,
        'see what answers there, and whether that is meant',
      );
    }
    const targets = found.map(({record, loadBalancer}) =>
      loadBalancer === null
        ? `${foldName(targetOf(record))}, which exists${alb === undefined ? '' : ', not where it was looked for, but'} in DNS`
        : `${loadBalancer.name}, which exists`,
    );
    return pass({
      ...grounds,
      evidence,
      actual: [`names load balancer ${[...new Set(targets)].join('; ')}`, ...view.said].join('; '),
    });
  },
});

function evidenceOf({name, addresses}: NameAnswer): Evidence {
  const value = addresses === null ? [] : [...addresses];
  return {what: `addresses of ${name}`, value, source: 'the resolver of this machine'};
}

import {foldName} from '../../domain/dns/dns-names.ts';
import {cannotSee} from '../../domain/dns/name-views.ts';
import {remainsIn} from '../../domain/dns/record-remains.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {hostParam, resourceParam, vpcsParam} from '../../model/params.ts';
import {command} from '../../model/text/shell.ts';
import {hostViews} from '../../readers/host-views.ts';

export const recordIsGone = defineCheck({
  id: 'dns/record-is-gone',
  title: 'The zone that answers for a host has no record that leads its clients anywhere',
  why: 'A record that outlives what it names dangles: whoever comes to own that name answers for the host. After a rollback it goes on sending clients to where nothing serves them, and a wildcard may answer for a name whose own record was deleted. That there ever was such a record is not looked at: a host with a typing error has none.',
  fix: 'Once nothing asks for the host, delete its records from the zone that answers (its `aws_route53_record`).',
  byHand:
    'aws route53 list-resource-record-sets --hosted-zone-id <ZONE_ID> --query "ResourceRecordSets[?Name==\'<host>.\']"',
  links: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/protection-from-dangling-dns.html',
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/DomainNameFormat.html',
  ],
  facts: [
    'hostedZone',
    'hostedZones',
    'loadBalancer',
    'names',
    'recordsOfZone',
    'registeredDomain',
    'zoneDelegation',
    'zoneSigning',
    'zonesOfVpc',
  ],
  params: () => ({
    host: hostParam('The host name that is to lead nowhere'),
    zone: resourceParam('hostedZone', 'The hosted zone that had the record'),
    vpcs: vpcsParam('The VPCs from which the name is to lead nowhere either'),
    alb: resourceParam(
      'loadBalancer',
      'Any load balancer of the account and region of `vpcs`, where that is not the account of the zone',
    ).optional(),
  }),
  async run({host, zone: zoneName, vpcs, alb}, {aws, names}) {
    const {zone, views} = await hostViews(host, zoneName, vpcs, aws, alb, names);
    const answered = views.flatMap((view) => (view.kind === 'answered' ? [{view, ...remainsIn(view, host)}] : []));
    const zoneId = answered[0]?.view.known.zone.id ?? zone.id;
    const grounds = {
      expected: 'no A, AAAA, CNAME or HTTPS record, and no wildcard in its place',
      evidence: answered.flatMap(({view: {known, because}, leading}) => [
        {
          what: `records that lead clients of ${host} on`,
          value: leading,
          source: `route53:ListResourceRecordSets ${known.zone.id}`,
        },
        {what: 'which zone answers', value: because, source: 'route53:ListHostedZones'},
      ]),
      byHand: command`aws route53 list-resource-record-sets --hosted-zone-id ${zoneId} --query "ResourceRecordSets[?Name=='${foldName(host)}.']"`,
    };
    const [first, ...others] = answered.flatMap(({view: {place}, fault}) => (fault === null ? [] : {place, fault}));
    if (first !== undefined) {
      const elsewhere = others.map(({place, fault: {what, fix}}) => ({what: `${place}: ${what}`, fix}));
      return fail({...grounds, place: first.place, faults: [first.fault, ...elsewhere]});
    }
    for (const view of views) {
      if (view.kind === 'unknown') throw cannotSee(view);
      // What is not there in a zone that nobody asks may be anywhere else.
      if (view.kind !== 'unasked') continue;
      throw new CannotTell(
        `${view.place}: ${view.what}`,
        `see which zone answers (\`dig +trace ${host}\`), and let \`zone:\` be that one`,
      );
    }
    const unlisted = answered.find(({view}) => view.known.records.length === 0);
    if (unlisted !== undefined) {
      throw new CannotTell(
        `${unlisted.view.place}: no record at all is listed, not even the SOA record that every zone has`,
        'see whether the zone can be read: `aws route53 list-resource-record-sets`',
      );
    }
    const [nearest] = answered;
    if (nearest !== undefined && !zone.isPrivate && nearest.view.known.zone.id !== zone.id) {
      throw new CannotTell(
        `${host} in zone ${zone.name} (${zone.id}): another zone answers for it: ${nearest.view.because}`,
        `let \`zone:\` be ${nearest.view.known.zone.name} where that one had the record; else see who took the name over`,
      );
    }
    const said = answered.flatMap(({view, also}) => [...view.said, ...also]);
    const places = answered.map(({view}) => view.place).join('; ');
    const actual = ['no record leads anywhere', ...said, 'resolvers keep the old answer as long as its TTL said'];
    return pass({...grounds, place: places, actual: actual.join('; ')});
  },
});

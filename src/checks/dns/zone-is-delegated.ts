import {cannotSee, outsideView} from '../../domain/dns/name-views.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {resourceParam} from '../../model/params.ts';
import {parentAndZone, publicZonesOf} from '../../readers/known-zones.ts';
import {withServerAddresses} from '../../readers/server-addresses.ts';

export const zoneIsDelegated = defineCheck({
  id: 'dns/zone-is-delegated',
  title: 'The zone above delegates to the name servers of the hosted zone',
  why: 'A hosted zone that the zone above does not delegate to is never asked: its records look right in the console, and the world gets the old answer or none. A zone that was recreated has different name servers from those that the delegation still names.',
  fix: 'In the zone above, set an NS record of the name of the zone to the four name servers of its delegation set: in Terraform `resource "aws_route53_record" "delegation" { zone_id = aws_route53_zone.parent.zone_id, name = aws_route53_zone.child.name, type = "NS", ttl = 300, records = aws_route53_zone.child.name_servers }`.',
  byHand: 'aws route53 get-hosted-zone --id <ZONE_ID> --query "DelegationSet.NameServers"; dig +trace NS <ZONE_NAME>',
  links: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-routing-traffic-for-subdomains.html',
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/GetInfoAboutHostedZone.html',
  ],
  facts: [
    'hostedZone',
    'hostedZones',
    'names',
    'records',
    'recordsOfZone',
    'registeredDomain',
    'zoneDelegation',
    'zoneSigning',
  ],
  params: () => ({
    zone: resourceParam('hostedZone', 'The hosted zone that has to be delegated to'),
    parent: resourceParam(
      'hostedZone',
      'The zone that has to delegate, where it is in another account; without it what the checklist states as `nameServers:` of the zone, else the zones above in the same account, the registrar of the topmost, and the name servers above that',
    ).optional(),
  }),
  async run({zone: zoneName, parent: parentName}, {aws, names}) {
    const zone = await aws.hostedZone(zoneName);
    const place = `zone ${zone.name} (${zone.id})`;
    if (zone.isPrivate) {
      throw new CannotTell(
        `${place}: it is private, and answers in its VPCs without delegation`,
        'name the public zone',
      );
    }
    const [{nameServers}, known] = await Promise.all([
      aws.zoneDelegation(zoneName, zone.id),
      parentName === undefined
        ? publicZonesOf(zone.name, aws, zoneName, names)
        : withServerAddresses(await parentAndZone(parentName, zoneName, zone, aws), names),
    ]);
    const view = outsideView(zone.name, zone, known);
    if (view.kind === 'unknown') throw cannotSee(view);

    const grounds = {
      place,
      expected: `NS records of ${zone.name} with ${nameServers.join(', ')}`,
      evidence: [
        {what: 'delegation set of the zone', value: [...nameServers], source: `route53:GetHostedZone ${zone.id}`},
        ...known
          .filter((one) => one.zone.id !== zone.id)
          .map(({zone: above, records}) => ({
            what: `NS records of ${zone.name} in zone ${above.name}`,
            value: records.flatMap(({type, name, values}) => (type === 'NS' && name === zone.name ? values : [])),
            source: `route53:ListResourceRecordSets ${above.id}`,
          })),
      ],
    };
    if (view.kind === 'unasked') return fail({...grounds, faults: [{what: view.what, fix: view.fix}]});
    const actual = [view.because, ...view.said].join('; ');
    return pass({...grounds, place: `delegation of ${zone.name}`, actual});
  },
});

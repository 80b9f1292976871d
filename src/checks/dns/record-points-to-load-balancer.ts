import {foldName} from '../../domain/dns/dns-names.ts';
import {judgeView} from '../../domain/dns/judged-views.ts';
import {decisiveSources, typesNeeded} from '../../domain/dns/load-balancer-records.ts';
import {cannotSee} from '../../domain/dns/name-views.ts';
import {requireUsable, stateNote} from '../../domain/load-balancers/usable-state.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {adviceOn} from '../../model/outcome.ts';
import {hostParam, resourceParam, vpcsParam, z} from '../../model/params.ts';
import {command} from '../../model/text/shell.ts';
import {hostViews} from '../../readers/host-views.ts';
import {healthOf, healthReaders} from '../../readers/record-health.ts';

export const recordPointsToLoadBalancer = defineCheck({
  id: 'dns/record-points-to-load-balancer',
  title: 'The DNS record of a host in Route 53 names the load balancer',
  why: 'Without the record, or with one that names something else, no request for the host reaches the load balancer, however right everything behind it is. A record in a zone that is not delegated is never asked for, and a private zone of a matching name answers alone in its VPCs, with "no such name" where it has no record. Of a group of records, those that are unhealthy by their health check or by the targets of their alias are held back as long as another one is not.',
  fix: 'Create an A alias (and an AAAA alias for a dual-stack load balancer) or a CNAME for the host in the zone that answers, naming the load balancer: in Terraform an `aws_route53_record` with `alias { name = aws_lb.x.dns_name, zone_id = aws_lb.x.zone_id, evaluate_target_health = false }`. From another account the alias is typed by hand: `dualstack.` and the DNS name, with the canonical hosted zone id of the load balancer.',
  byHand:
    'aws route53 list-resource-record-sets --hosted-zone-id <ZONE_ID> --query "ResourceRecordSets[?Name==\'<host>.\']"',
  links: [
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/routing-to-elb-load-balancer.html',
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-routing-traffic-for-subdomains.html',
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-considerations.html',
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-how-route-53-chooses-records.html',
  ],
  facts: [
    'healthCheck',
    'healthCheckAlarm',
    'healthCheckReports',
    'hostedZone',
    'hostedZones',
    'loadBalancer',
    'loadBalancers',
    'names',
    'recordsOfZone',
    'registeredDomain',
    'targetGroupAttributes',
    'targetGroups',
    'targetHealth',
    'zoneDelegation',
    'zoneSigning',
    'zonesOfVpc',
  ],
  params: () => ({
    host: hostParam('The host name whose record is looked at'),
    zone: resourceParam('hostedZone', 'The hosted zone that holds the record'),
    alb: resourceParam('loadBalancer', 'The load balancer that the record has to name'),
    failover: z.enum(['refused', 'allowed']).default('refused').meta({
      description:
        'Whether the secondary of a failover group may lead elsewhere: `allowed` where it is a maintenance page',
    }),
    vpcs: vpcsParam('The VPCs from which the name has to resolve too, in the account and region of the load balancer'),
  }),
  async run({host, zone: zoneName, alb, failover, vpcs}, {aws, names}) {
    const [{zone, views}, loadBalancer] = await Promise.all([
      hostViews(host, zoneName, vpcs, aws, alb, names),
      aws.loadBalancer(alb),
    ]);
    const read = healthReaders(aws, zoneName, alb);
    const judged = await Promise.all(
      views.map(async (view) => {
        const decisive = view.kind === 'answered' ? decisiveSources(host, view.known, loadBalancer, failover) : [];
        return judgeView(view, host, loadBalancer, failover, await healthOf(decisive, read));
      }),
    );

    const actual = judged.map((view) => view.actual).join('; ');
    const zoneId = judged[0]?.zoneId ?? zone.id;
    const grounds = {
      place: host,
      expected: `${typesNeeded(loadBalancer).join(' and ')} alias of ${loadBalancer.dnsName}, or a CNAME`,
      evidence: [
        ...judged.flatMap(({evidence}) => evidence),
        {what: 'DNS name of the load balancer', value: loadBalancer.dnsName, source: loadBalancer.arn},
      ],
      byHand: command`aws route53 list-resource-record-sets --hosted-zone-id ${zoneId} --query "ResourceRecordSets[?Name=='${foldName(host)}.']"`,
    };
    const [first, ...others] = judged.filter(({problems}) => problems.length > 0);
    if (first !== undefined) {
      const elsewhere = others.flatMap(({place, problems}) =>
        problems.map(({what, fix}) => ({what: `${place}: ${what}`, fix})),
      );
      return fail({...grounds, place: first.place, faults: [...first.problems, ...elsewhere]});
    }
    const unseen = views.find((view) => view.kind === 'unknown');
    if (unseen !== undefined) throw cannotSee(unseen);
    const unsure = judged.flatMap(({unsure}) => unsure);
    if (unsure.length > 0) {
      throw new CannotTell(unsure.map(({what}) => what).join('; '), adviceOn(unsure));
    }
    requireUsable(loadBalancer);
    const wildcard = judged[0]?.wildcard ?? null;
    const through = wildcard === null ? '' : ` (through the wildcard ${wildcard})`;
    const said = views.flatMap((view) => (view.kind === 'answered' ? view.said : []));
    return pass({
      ...grounds,
      because: stateNote(loadBalancer),
      actual: [`names load balancer ${loadBalancer.name}${through}: ${actual}`, ...said].join('; '),
    });
  },
});

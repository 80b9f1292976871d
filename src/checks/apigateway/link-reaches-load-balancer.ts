import {
  findVpcLink,
  vpcLinkByHand,
  vpcLinkFix,
  vpcLinkSource,
  vpcLinkTrouble,
} from '../../domain/api-gateway/vpc-links.ts';
import {requireUsable, stateNote} from '../../domain/load-balancers/usable-state.ts';
import {byHandOf, hopText, opennessText} from '../../domain/network/network-hop-text.ts';
import {ruleToAddText} from '../../domain/network/network-rule-to-add.ts';
import {CannotTell, defineCheck, type Evidence, fail, pass} from '../../model/check.ts';
import {resourceParam, textParam} from '../../model/params.ts';
import {type Entrances, entrancesOf, networksBefore} from '../../readers/network-load-balancer.ts';
import {wayFromLink, wayFromOlderLink} from '../../readers/network-sides.ts';

export const linkReachesLoadBalancer = defineCheck({
  id: 'apigateway/link-reaches-load-balancer',
  title: "The VPC link is available, and groups and network ACLs let it reach the load balancer's listener",
  why: 'A load balancer that is closed to the interfaces of a VPC link answers clients from elsewhere, so that only what comes through API Gateway gets 503 or 504. Groups are changed while the new way is opened, and the old way breaks unseen.',
  fix: "Let the group of the load balancer admit the group of the VPC link on the listener's port (aws_vpc_security_group_ingress_rule with referenced_security_group_id), the group of the link let it out to there, and the network ACLs of both pass the request and the replies.",
  byHand: 'aws apigatewayv2 get-vpc-links --query "Items[].[Name,VpcLinkStatus,SecurityGroupIds,SubnetIds]"',
  links: [
    'https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-vpc-links-v2.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html',
  ],
  facts: [
    'api',
    'listener',
    'listenersOf',
    'loadBalancer',
    'loadBalancers',
    'networkAcls',
    'prefixListCidrs',
    'securityGroups',
    'securityGroupsById',
    'subnets',
    'targetGroups',
    'targetHealth',
    'vpcLinks',
  ],
  params: () => ({
    api: resourceParam('api', 'An API in whose account and region the VPC link is'),
    vpcLink: textParam('The VPC link: a name or an id'),
    alb: resourceParam('loadBalancer', 'The load balancer and listener that it has to reach'),
  }),
  async run({api, vpcLink: wanted, alb}, {aws}) {
    // Where the API does not exist, a missing link proves nothing.
    const [links, listener] = await Promise.all([aws.vpcLinks(api), aws.listener(alb), aws.api(api)]);
    const link = findVpcLink(wanted, links);
    const expected = `open on tcp ${listener.port} (listener), and the replies back`;
    if (link === null) {
      const names = links.map(({name}) => name);
      const what = `there is none of this name; there are: ${names.join(', ') || 'none'}`;
      const fix = `Create VPC link ${wanted}, or correct its name in the item.`;
      const evidence = [{what: 'VPC links', value: names, source: 'apigateway:GET /v2/vpclinks and /vpclinks'}];
      return fail({place: `VPC link ${wanted}`, faults: [{what, fix}], expected, evidence});
    }
    const {name, version, status} = link;
    const loadBalancer = await aws.loadBalancer(alb);
    const place = `VPC link ${name} to load balancer ${loadBalancer.name}`;
    const state = {what: 'status', value: status, source: vpcLinkSource(link)};
    if (status !== 'AVAILABLE') {
      const grounds = {place, actual: status, expected: 'AVAILABLE', evidence: [state], byHand: vpcLinkByHand(link)};
      return fail({...grounds, because: vpcLinkTrouble(link), fix: vpcLinkFix(link)});
    }
    const entrances = version === 1 ? await entrancesOf(aws, alb, link, listener.port) : null;
    const passed = entrancesEvidence(entrances);
    if (entrances?.ports.length === 0) {
      const what = `network load balancer ${entrances.network.name}, at which it ends, passes nothing on to port ${listener.port} of ${loadBalancer.name}`;
      const fix = `Register ${loadBalancer.name} with port ${listener.port} in a target group of type alb, to which a TCP listener of ${entrances.network.name} forwards.`;
      return fail({place, faults: [{what, fix}], expected, evidence: [state, ...passed]});
    }
    const hops =
      entrances === null
        ? await wayFromLink(aws, alb, link, listener.port)
        : await wayFromOlderLink(aws, alb, entrances, listener.port);
    const evidence = [
      state,
      ...passed,
      ...hops.map((hop) => ({
        what: `${hopText(hop)}: ${opennessText(hop)}`,
        value: [...hop.decidedBy],
        source: `ec2:${hop.guard === 'network ACL' ? 'DescribeNetworkAcls' : 'DescribeSecurityGroups'} ${hop.ids.join(' ')}`,
      })),
    ];
    const [broken] = hops.filter(({open}) => open !== true);
    if (broken === undefined) {
      requireUsable(loadBalancer);
      const byHand = [...new Set(hops.map(byHandOf))].join('; ');
      return pass({place, actual: expected, expected, because: stateNote(loadBalancer), evidence, byHand});
    }
    const what = [`${hopText(broken)}: ${opennessText(broken)}`, ...broken.decidedBy].join('; ');
    const opening = broken.add === null ? `Open it: ${broken.decidedBy.join('; ')}.` : ruleToAddText(broken.add);
    const networks = version === 1 ? [] : await networksBefore(aws, alb);
    if (networks.length > 0) {
      throw new CannotTell(
        `${place}: ${what}; but network load balancer ${networks.join(', ')} leads there as well, and whether the link goes through it is not looked at`,
        `where it does, see its way with \`apigateway/route-reaches-vpc-link\`; where it does not: ${opening}`,
      );
    }
    return fail({place, faults: [{what, fix: opening}], expected, evidence, byHand: byHandOf(broken)});
  },
});

/** Of a link of version 1, which ends at a network load balancer. */
function entrancesEvidence(entrances: Entrances | null): Evidence[] {
  if (entrances === null) return [];
  const {network, ports} = entrances;
  return [
    {what: `ports of network load balancer ${network.name} that lead there`, value: [...ports], source: network.arn},
  ];
}

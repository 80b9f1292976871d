import {stateFault, stateNote} from '../../domain/load-balancers/usable-state.ts';
import {internetClients, standingOf} from '../../domain/network/clients.ts';
import {byHandOf, hopFault, hopText} from '../../domain/network/network-hop-text.ts';
import {ruleToAddText} from '../../domain/network/network-rule-to-add.ts';
import {publicFamilies, schemeFault} from '../../domain/network/scheme.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {resourceParam} from '../../model/params.ts';
import {clauses} from '../../model/text/clauses.ts';
import {connectionToClients} from '../../readers/ways-in.ts';

export const isInternetFacing = defineCheck({
  id: 'alb/is-internet-facing',
  title: 'The load balancer is internet-facing, and each of its subnets is connected with the internet',
  why: 'Behind a VPC link a load balancer is often internal: its name then gives private addresses, and no DNS record and no security group makes it reachable from outside. A subnet whose routes, network ACL or VPC Block Public Access keep the internet out hangs for its share of the clients.',
  fix: 'The scheme of a load balancer cannot be changed: create an internet-facing one in public subnets (their route table sends 0.0.0.0/0 to an internet gateway, and ::/0 too where clients use IPv6) and point the record there.',
  byHand:
    'aws elbv2 describe-load-balancers --load-balancer-arns <LOAD_BALANCER_ARN> --query "LoadBalancers[].[Scheme,State,AvailabilityZones[].SubnetId]"',
  links: [
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Route_Tables.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html',
  ],
  facts: [
    'loadBalancer',
    'loadBalancerAttributes',
    'networkAcls',
    'prefixListCidrs',
    'publicAccessBlock',
    'publicAccessExclusions',
    'routeTables',
    'subnets',
    'vpcEndpoints',
  ],
  params: () => ({alb: resourceParam('loadBalancer', 'The load balancer that clients on the internet reach')}),
  async run({alb}, {aws}) {
    const loadBalancer = await aws.loadBalancer(alb);
    const place = `load balancer ${loadBalancer.name}`;
    const expected = 'internet-facing, with each subnet connected with the internet';
    const scheme = {what: 'scheme', value: loadBalancer.scheme, source: loadBalancer.arn};
    const families = publicFamilies(loadBalancer).map(internetClients);
    const internal = schemeFault(loadBalancer, families);
    if (internal !== null) return fail({place, faults: [internal], expected, evidence: [scheme]});
    const state = {what: 'state', value: loadBalancer.state.code, source: loadBalancer.arn};
    const unusable = stateFault(loadBalancer);
    if (unusable !== null) return fail({place, faults: [unusable], expected, evidence: [scheme, state]});

    const judged = (
      await Promise.all(
        families.map(async (clients) => {
          const hops = await connectionToClients(aws, alb, clients);
          return hops.map((hop) => ({hop, standing: standingOf(hop, clients)}));
        }),
      )
    ).flat();
    const evidence = [
      scheme,
      state,
      ...judged.map(({hop}) => ({what: hopText(hop), value: [...hop.decidedBy], source: byHandOf(hop)})),
    ];
    const byHand = [...new Set(judged.map(({hop}) => byHandOf(hop)))].join('; ');
    const faults = judged
      .filter(({standing}) => standing === 'closed')
      .map(({hop}) => ({
        what: `not connected with the internet: ${hop.guard === 'network ACL' ? hop.decidedBy.join('; ') : hopFault(hop)}`,
        fix: hop.add === null ? 'Open it.' : ruleToAddText(hop.add),
      }));
    if (faults.length > 0) return fail({place, faults, expected, evidence, byHand});
    const unknown = judged.find(({standing}) => standing === 'unknown')?.hop;
    if (unknown !== undefined) {
      throw new CannotTell(
        `${place}: ${hopFault(unknown)}`,
        unknown.add === null ? 'look at it by hand' : ruleToAddText(unknown.add),
      );
    }
    const count = loadBalancer.subnetIds.length;
    const actual = `internet-facing, ${count} of ${count} subnets are connected with the internet`;
    const except = judged.filter(({standing}) => standing === 'except').flatMap(({hop}) => hop.decidedBy);
    const small = except.length === 0 ? '' : `but for a small part: ${except.join('; ')}; `;
    const unseen = ['security groups', 'single ports', ...new Set(judged.flatMap(({hop}) => hop.unseen))];
    const because = clauses(stateNote(loadBalancer), `${small}not looked at: ${unseen.join(', ')}`);
    return pass({place, actual, expected, evidence, byHand, because});
  },
});

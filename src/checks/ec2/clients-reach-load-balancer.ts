import {stateFault, stateNote} from '../../domain/load-balancers/usable-state.ts';
import {parseCidr} from '../../domain/network/cidr.ts';
import {clientsOf, internetClients, standingOf} from '../../domain/network/clients.ts';
import {byHandOf, hopFault, hopText, opennessText} from '../../domain/network/network-hop-text.ts';
import {ruleToAddText} from '../../domain/network/network-rule-to-add.ts';
import {publicFamilies, schemeFault} from '../../domain/network/scheme.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {resourceParam, z} from '../../model/params.ts';
import {clauses} from '../../model/text/clauses.ts';
import {wayFromClients} from '../../readers/ways-in.ts';

const cidr = () =>
  z.string().refine((text) => parseCidr(text) !== null, {error: 'is not a CIDR such as 0.0.0.0/0 or ::/0'});

export const clientsReachLoadBalancer = defineCheck({
  id: 'ec2/clients-reach-load-balancer',
  title:
    'State, scheme, routes, network ACLs, security groups and VPC Block Public Access let clients reach the listener, and the replies come back',
  why: 'What one of them drops gets no answer at all: a client sees a time-out. Each zone of the load balancer has its own ACL and routes, so that a part of the connections may hang while others do not.',
  fix: 'Open what is named: an inbound rule of the security group for the port, entries of the network ACL for the port in and for 1024-65535 out, a route of each subnet to the internet gateway, an exclusion from VPC Block Public Access.',
  byHand:
    'aws elbv2 describe-load-balancers --load-balancer-arns <LOAD_BALANCER_ARN> --query "LoadBalancers[].[State,Scheme,SecurityGroups,AvailabilityZones[].SubnetId]"',
  links: [
    'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html',
  ],
  facts: [
    'listener',
    'loadBalancer',
    'loadBalancerAttributes',
    'networkAcls',
    'prefixListCidrs',
    'publicAccessBlock',
    'publicAccessExclusions',
    'routeTables',
    'securityGroups',
    'subnets',
    'vpcEndpoints',
  ],
  params: () => ({
    alb: resourceParam(
      'loadBalancer',
      'The load balancer, and by its `listener:` the port, that clients have to reach',
    ),
    from: z.array(cidr()).min(1).optional().meta({
      description: 'The addresses that clients arrive with, as CIDRs; the internet where it is not given',
    }),
  }),
  async run({alb, from}, {aws}) {
    const [loadBalancer, listener] = await Promise.all([aws.loadBalancer(alb), aws.listener(alb)]);
    const clients =
      from === undefined ? publicFamilies(loadBalancer).map(internetClients) : clientsOf(loadBalancer, from);
    const who = from === undefined ? 'the internet' : from.join(', ');
    const place = `${who} to load balancer ${loadBalancer.name}:${listener.port}`;
    const expected = `tcp ${listener.port} open all the way, and the replies back`;
    if (listener.protocol === 'UDP' || listener.protocol === 'QUIC') {
      throw new CannotTell(`listener ${listener.port} speaks ${listener.protocol}`, 'only TCP is judged');
    }
    const fault = schemeFault(loadBalancer, clients) ?? stateFault(loadBalancer);
    const scheme = {
      what: 'scheme, address types and state',
      value: `${loadBalancer.scheme}, ${loadBalancer.ipAddressType}, ${loadBalancer.state.code}`,
      source: loadBalancer.arn,
    };
    if (fault !== null) return fail({place, faults: [fault], expected, evidence: [scheme]});

    const ways = await Promise.all(clients.map((some) => wayFromClients(aws, alb, some, listener.port)));
    const judged = ways.flatMap((hops, i) =>
      hops.map((hop) => ({hop, standing: standingOf(hop, clients[i] ?? internetClients(4))})),
    );
    const evidence = [
      scheme,
      ...judged.map(({hop}) => ({
        what: `${hopText(hop)}: ${opennessText(hop)}`,
        value: [...hop.decidedBy],
        source: byHandOf(hop),
      })),
    ];
    const faults = judged
      .filter(({standing}) => standing === 'closed')
      .map(({hop}) => ({
        what: hopFault(hop),
        fix: hop.add === null ? 'Open it.' : ruleToAddText(hop.add),
      }));
    const byHand = [...new Set(judged.map(({hop}) => byHandOf(hop)))].join('; ');
    if (faults.length > 0) return fail({place, faults, expected, evidence, byHand});
    const unknown = judged.find(({standing}) => standing === 'unknown')?.hop;
    if (unknown !== undefined) {
      throw new CannotTell(
        `${place}: ${hopFault(unknown)}`,
        unknown.add === null ? 'look at it by hand' : ruleToAddText(unknown.add),
      );
    }
    const except = judged.filter(({standing}) => standing === 'except').flatMap(({hop}) => hop.decidedBy);
    const unseen = [...new Set(judged.flatMap(({hop}) => hop.unseen))];
    const notes = [
      ...(except.length === 0 ? [] : [`but for a small part: ${except.join('; ')}`]),
      ...(unseen.length === 0 ? [] : [`not looked at: ${unseen.join(', ')}`]),
    ];
    const because = clauses(stateNote(loadBalancer), ...notes);
    return pass({place, actual: expected, expected, evidence, byHand, because});
  },
});

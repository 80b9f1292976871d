import {stateFault, stateNote} from '../../domain/load-balancers/usable-state.ts';
import {internetOf, internetRouteFix, leadsToInternet, routeTableOf} from '../../domain/network/internet-routes.ts';
import {defineCheck, fail, pass} from '../../model/check.ts';
import {resourceParam} from '../../model/params.ts';
import {command} from '../../model/text/shell.ts';

export const isInternetFacing = defineCheck({
  id: 'alb/is-internet-facing',
  title: 'The load balancer can be reached from the internet',
  why: 'Behind a VPC link a load balancer is often internal: its name then gives private addresses, and no DNS record and no security group makes it reachable from outside.',
  fix: 'The scheme of a load balancer cannot be changed: create an internet-facing one in public subnets (their route table sends 0.0.0.0/0 to an internet gateway, and ::/0 too where clients use IPv6) and point the record there.',
  byHand:
    'aws elbv2 describe-load-balancers --load-balancer-arns <LOAD_BALANCER_ARN> --query "LoadBalancers[].[Scheme,State,AvailabilityZones[].SubnetId]"',
  links: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html'],
  facts: ['loadBalancer', 'routeTables'],
  params: () => ({alb: resourceParam('loadBalancer', 'The load balancer that clients on the internet reach')}),
  async run({alb}, {aws}) {
    const loadBalancer = await aws.loadBalancer(alb);
    const place = `load balancer ${loadBalancer.name}`;
    const expected = 'internet-facing, with a route to an internet gateway from each of its subnets';
    const state = {what: 'state', value: loadBalancer.state.code, source: loadBalancer.arn};
    const scheme = {what: 'scheme', value: loadBalancer.scheme, source: loadBalancer.arn};
    if (loadBalancer.scheme !== 'internet-facing') {
      const fix =
        'The scheme of a load balancer cannot be changed: create an internet-facing one in public subnets, with the same listeners and rules, and point the record there.';
      return fail({place, actual: `its scheme is ${loadBalancer.scheme}`, expected, evidence: [scheme], fix});
    }

    const fault = stateFault(loadBalancer);
    if (fault !== null) return fail({place, expected, evidence: [scheme, state], faults: [fault]});
    const tables = await aws.routeTables(alb);
    const subnets = loadBalancer.subnetIds.map((id) => {
      const table = routeTableOf(id, tables, loadBalancer);
      const missing = internetOf(loadBalancer).filter((clients) => !leadsToInternet(table, clients));
      return {id, table, missing};
    });
    const closed = subnets.filter(({missing}) => missing.length > 0);
    const evidence = [
      scheme,
      state,
      ...subnets.map(({id, table}) => ({
        what: `routes of subnet ${id}`,
        value: table.routes.map(({destination, target, state}) => `${destination} -> ${target} (${state})`),
        source: `ec2:DescribeRouteTables ${table.id}`,
      })),
    ];
    const byHand = command`aws ec2 describe-route-tables --filters Name=vpc-id,Values=${loadBalancer.vpcId} --query "RouteTables[].[RouteTableId,Associations[].[SubnetId,Main],Routes]"`;
    if (closed.length > 0) {
      const which = closed.map(
        ({id, table, missing}) => `${id} (route table ${table.id}, for ${missing.join(' and ')})`,
      );
      const actual = `no active route to an internet gateway from ${which.join(', ')}`;
      const fix = [...new Set(closed.map(({table, missing}) => internetRouteFix(table, missing)))].join(' ');
      return fail({place, actual, expected, evidence, fix, byHand});
    }
    const actual = `internet-facing, with a route to an internet gateway from ${subnets.length} of ${subnets.length} subnets`;
    return pass({place, actual, expected, evidence, byHand, because: stateNote(loadBalancer)});
  },
});

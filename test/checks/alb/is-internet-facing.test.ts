import {expect} from 'chai';
import {isInternetFacing as check} from '../../../src/checks/alb/is-internet-facing.ts';
import type {AwsWorld} from '../../../src/lab/aws-world.ts';
import {PUBLIC_SUBNETS} from '../../../src/lab/worlds/names.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {LOAD_BALANCER, route, routeTable} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const [A = '', B = '', C = ''] = PUBLIC_SUBNETS;

const PUBLIC = routeTable('rtb-public', {
  subnetIds: PUBLIC_SUBNETS,
  routes: [route('10.0.0.0/16', 'local'), route('0.0.0.0/0', 'igw-1')],
});
const PRIVATE = routeTable('rtb-private', {subnetIds: [B], routes: [route('0.0.0.0/0', 'nat-1')]});

neverPassesUnanswered(check, {alb: 'alb'});

describe('alb/is-internet-facing', () => {
  it('passes when every subnet has its route, and uses the actions it declares', async () => {
    const world = awsWorld({routeTables: [PUBLIC]});
    const verdict = await check.run({alb: 'alb'}, world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.actual).to.include('3 of 3 subnets');
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('fails when it is internal, and looks no further', async () => {
    const world = awsWorld({loadBalancer: {...LOAD_BALANCER, scheme: 'internal'}});
    const verdict = await check.run({alb: 'alb'}, world);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('its scheme is internal, not internet-facing');
    expect(verdict.byHand).to.equal(undefined);
    expect(world.usedActions()).to.deep.equal(['elasticloadbalancing:DescribeLoadBalancers']);
  });

  it('fails when the load balancer takes no requests, and looks no further', async () => {
    for (const [code, said] of [
      ['failed', 'could not be set up'],
      ['provisioning', 'still being set up'],
    ] as const) {
      const world = awsWorld({loadBalancer: {...LOAD_BALANCER, state: {code, reason: null}}});
      const verdict = await check.run({alb: 'alb'}, world);
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.include(said);
      expect(world.usedActions()).to.deep.equal(['elasticloadbalancing:DescribeLoadBalancers']);
    }
  });

  it('passes, and says so, when the load balancer cannot grow', async () => {
    const verdict = await look({
      loadBalancer: {...LOAD_BALANCER, state: {code: 'active_impaired', reason: 'no subnet'}},
    });
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include('active_impaired (no subnet)');
  });

  it('fails when one subnet goes out by NAT, naming it', async () => {
    const verdict = await look({routeTables: [{...PUBLIC, subnetIds: [A, C]}, PRIVATE]});
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include(`from ${B} (route table rtb-private, for 0.0.0.0/0)`).and.not.include(A);
    expect(verdict.byHand).to.include(`Name=vpc-id,Values=${LOAD_BALANCER.vpcId} `);
    // Where a default route leads may be a firewall: nobody is told to route around it.
    expect(verdict.fix).to.include('leave that route alone').and.not.to.include('Add a route');
  });

  it('advises the missing route where there is none', async () => {
    const {fix} = await look({
      routeTables: [
        {...PUBLIC, subnetIds: [A, C]},
        {...PRIVATE, routes: []},
      ],
    });
    expect(fix).to.include("Add a route for 0.0.0.0/0 to the VPC's internet gateway to route table rtb-private");
  });

  it('takes the main table for a subnet without its own, and no other', async () => {
    const main = {...PUBLIC, id: 'rtb-main', isMain: true, subnetIds: []};
    expect((await look({routeTables: [main]})).status).to.equal('pass');
    expect((await look({routeTables: [main, PRIVATE]})).status).to.equal('fail');
    const thrown = await thrownBy(look({routeTables: [{...main, isMain: false}]}), CannotTell);
    expect(thrown.message).to.include(A);
  });

  it('wants the route to be active and to lead everywhere', async () => {
    const withRoutes = (...routes: ReturnType<typeof route>[]) => look({routeTables: [{...PUBLIC, routes}]});
    expect((await withRoutes(route('0.0.0.0/0', 'igw-1', 'blackhole'))).status).to.equal('fail');
    expect((await withRoutes(route('0.0.0.0/1', 'igw-1'))).status).to.equal('fail');
    expect((await withRoutes(route('0.0.0.0/1', 'igw-1'), route('128.0.0.0/1', 'igw-1'))).status).to.equal('pass');
    expect((await withRoutes(route('::/0', 'igw-1'), route('pl-1', 'igw-1'))).status).to.equal('fail');
  });

  it('wants both routes where it has addresses of both families, and names the one that is missing', async () => {
    const loadBalancer = {...LOAD_BALANCER, ipAddressType: 'dualstack'};
    const v4 = await look({loadBalancer, routeTables: [PUBLIC]});
    expect(v4.status).to.equal('fail');
    expect(v4.actual).to.include(`${A} (route table rtb-public, for ::/0)`).and.not.include('0.0.0.0/0');
    expect(v4.fix).to.include('a route for ::/0 to');
    const egressOnly = {...PUBLIC, routes: [...PUBLIC.routes, route('::/0', 'eigw-1')]};
    expect((await look({loadBalancer, routeTables: [egressOnly]})).status).to.equal('fail');
    const both = {...PUBLIC, routes: [...PUBLIC.routes, route('::/0', 'igw-1')]};
    expect((await look({loadBalancer, routeTables: [both]})).status).to.equal('pass');
    expect((await look({loadBalancer, routeTables: [{...PUBLIC, routes: []}]})).fix).to.include(
      'a route for 0.0.0.0/0 and ::/0 to',
    );
  });

  it('wants the IPv6 route alone where the load balancer has no public IPv4', async () => {
    const loadBalancer = {...LOAD_BALANCER, ipAddressType: 'dualstack-without-public-ipv4'};
    expect((await look({loadBalancer, routeTables: [PUBLIC]})).status).to.equal('fail');
    const v6 = {...PUBLIC, routes: [route('::/0', 'igw-1')]};
    expect((await look({loadBalancer, routeTables: [v6]})).status).to.equal('pass');
  });
});

function look(facts: Partial<AwsWorld>) {
  return check.run({alb: 'alb'}, awsWorld(facts));
}

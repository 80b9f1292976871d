import {expect} from 'chai';
import {isInternetFacing as check} from '../../../src/checks/alb/is-internet-facing.ts';
import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import {PUBLIC_SUBNETS} from '../../../src/lab/worlds/names.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {aclEntry, LOAD_BALANCER, networkAcl, route, routeTable, subnet} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const [A = '', B = '', C = ''] = PUBLIC_SUBNETS;

const PUBLIC = routeTable('rtb-public', {
  subnetIds: PUBLIC_SUBNETS,
  routes: [route('10.20.0.0/16', 'local'), route('0.0.0.0/0', 'igw-1')],
});
const PRIVATE = routeTable('rtb-private', {subnetIds: [B], routes: [route('0.0.0.0/0', 'nat-1')]});
const BLOCKED = {publicAccessBlock: {mode: 'block-ingress', state: 'update-complete'}} as const;

neverPassesUnanswered(check, {alb: 'alb'});

describe('alb/is-internet-facing', () => {
  it('passes when every subnet has its route, saying what it did not look at, with the fewest calls', async () => {
    const world = awsWorld({routeTables: [PUBLIC]});
    const verdict = await check.run({alb: 'alb'}, world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include('3 of 3 subnets').and.to.include('not looked at: security groups, single ports');
    expect(world.usedActions()).to.deep.equal([
      'ec2:DescribeNetworkAcls',
      'ec2:DescribeRouteTables',
      'ec2:DescribeVpcBlockPublicAccessOptions',
      'elasticloadbalancing:DescribeLoadBalancers',
    ]);
  });

  it('fails when it is internal, and looks no further', async () => {
    const world = awsWorld({loadBalancer: {...LOAD_BALANCER, scheme: 'internal'}});
    const verdict = await check.run({alb: 'alb'}, world);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('its scheme is internal');
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
    expect(verdict.summary).to.include(`internet: ${B}: rtb-private leads 0.0.0.0/0 to nat-1`).and.not.include(A);
    expect(verdict.byHand).to.include('--route-table-ids rtb-private');
    // Where a default route leads may be a firewall: nobody is told to route around it.
    expect(verdict.fix).to.include('leave the routes of rtb-private alone').and.not.to.include('Add a route');
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

  it('judges the route that is most specific, and whether it is active', async () => {
    const igw = route('0.0.0.0/0', 'igw-1');
    expect((await withRoutes(route('0.0.0.0/0', 'igw-1', 'blackhole'))).actual).to.include('which is gone (blackhole)');
    expect((await withRoutes(route('0.0.0.0/1', 'igw-1'))).status).to.equal('fail');
    expect((await withRoutes(route('0.0.0.0/1', 'igw-1'), route('128.0.0.0/1', 'igw-1'))).status).to.equal('pass');
    expect((await withRoutes(route('::/0', 'igw-1'))).status).to.equal('fail');
    const split = await withRoutes(igw, route('0.0.0.0/1', 'tgw-1'), route('128.0.0.0/1', 'tgw-1'));
    expect(split.status).to.equal('fail');
    expect(split.actual).to.include('rtb-public leads 0.0.0.0/1 to tgw-1; rtb-public leads 128.0.0.0/1 to tgw-1');
    expect((await withRoutes(igw, route('128.0.0.0/1', 'nat-1'))).status, 'half of the internet').to.equal('fail');
    expect((await withRoutes(igw, route('64.0.0.0/8', 'vgw-1'))).status, 'a /8').to.equal('fail');
    expect((await withRoutes(igw, route('64.0.0.0/4', 'vgw-1', 'blackhole'))).status).to.equal('fail');
  });

  it('says which small part of the internet is led elsewhere, and leaves private networks alone', async () => {
    const routes = [route('0.0.0.0/0', 'igw-1'), route('10.0.0.0/8', 'tgw-1')];
    const inside = await withRoutes(...routes);
    expect(inside.status).to.equal('pass');
    expect(inside.summary).not.to.include('10.0.0.0/8');
    const office = await withRoutes(...routes, route('198.51.100.0/24', 'vgw-1'));
    expect(office.status).to.equal('pass');
    expect(office.summary).to.include('but for a small part: rtb-public leads 198.51.100.0/24 to vgw-1');
  });

  it('takes a static route before one of a prefix list, and that before a propagated one', async () => {
    const propagated = {...route('0.0.0.0/0', 'vgw-1'), isPropagated: true};
    expect((await withRoutes(propagated, route('0.0.0.0/0', 'igw-1'))).status).to.equal('pass');
    const listed = (cidrs: readonly string[]) =>
      look({
        routeTables: [{...PUBLIC, routes: [route('pl-1', 'tgw-1'), route('0.0.0.0/0', 'igw-1')]}],
        prefixLists: {'pl-1': cidrs},
      });
    expect((await listed(['0.0.0.0/0'])).status).to.equal('pass');
    expect((await listed(['0.0.0.0/1', '128.0.0.0/1'])).status).to.equal('fail');
    expect((await listed(['10.0.0.0/8'])).status).to.equal('pass');
  });

  it('leaves out the prefix lists of gateway endpoints, which hold addresses of AWS services', async () => {
    const vpcEndpoints = [endpoint('vpce-s3', {type: 'Gateway', subnetIds: []})];
    const routes = [...PUBLIC.routes, route('pl-s3', 'vpce-s3')];
    expect((await look({routeTables: [{...PUBLIC, routes}], vpcEndpoints})).status).to.equal('pass');
  });

  it('wants both routes where it has addresses of both families, and names the one that is missing', async () => {
    const loadBalancer = {...LOAD_BALANCER, ipAddressType: 'dualstack'};
    const networkAcls = [networkAcl(PUBLIC_SUBNETS, ...BOTH_FAMILIES)];
    const v4 = await look({loadBalancer, networkAcls, routeTables: [PUBLIC]});
    expect(v4.status).to.equal('fail');
    expect(v4.actual).to.include('rtb-public has no route for ::/0').and.not.include('0.0.0.0/0');
    expect(v4.fix).to.include('a route for ::/0 to');
    const egressOnly = {...PUBLIC, routes: [...PUBLIC.routes, route('::/0', 'eigw-1')]};
    expect((await look({loadBalancer, networkAcls, routeTables: [egressOnly]})).actual).to.include('::/0 to eigw-1');
    const both = {...PUBLIC, routes: [...PUBLIC.routes, route('::/0', 'igw-1')]};
    expect((await look({loadBalancer, networkAcls, routeTables: [both]})).status).to.equal('pass');
    const denied = {...HEALTHY.loadBalancerAttributes, 'ipv6.deny_all_igw_traffic': 'true'};
    const dropped = await look({loadBalancer, networkAcls, routeTables: [both], loadBalancerAttributes: denied});
    expect(dropped.actual).to.include('ipv6.deny_all_igw_traffic is true');
    expect(dropped.fix).to.include('Key=ipv6.deny_all_igw_traffic,Value=false');
    const v6Shut = {loadBalancer, networkAcls: [networkAcl(PUBLIC_SUBNETS)], routeTables: [both]};
    expect((await look(v6Shut)).status, 'the ACL lets IPv4 in only').to.equal('fail');
  });

  it('wants the IPv6 route alone where the load balancer has no public IPv4', async () => {
    const loadBalancer = {...LOAD_BALANCER, ipAddressType: 'dualstack-without-public-ipv4'};
    const networkAcls = [networkAcl(PUBLIC_SUBNETS, ...BOTH_FAMILIES)];
    expect((await look({loadBalancer, networkAcls, routeTables: [PUBLIC]})).status).to.equal('fail');
    const v6 = {...PUBLIC, routes: [route('::/0', 'igw-1')]};
    expect((await look({loadBalancer, networkAcls, routeTables: [v6]})).status).to.equal('pass');
  });

  it('fails when the network ACL of one subnet shuts it, in or out', async () => {
    const shut = (...entries: Parameters<typeof networkAcl>[1][]) =>
      look({routeTables: [PUBLIC], networkAcls: [networkAcl([A, C]), networkAcl([B], ...entries)]});
    const deny = {ruleNumber: 90, action: 'deny'} as const;
    const inbound = await shut(aclEntry(deny), aclEntry(), aclEntry({isEgress: true}));
    expect(inbound.actual).to.include(`acl-${B} denies all tcp from the internet`);
    expect(inbound.fix).to.include(`Add to acl-${B}`);
    expect((await shut(aclEntry(), aclEntry({...deny, isEgress: true}))).actual).to.include('denies all tcp to');
    expect((await shut(aclEntry({cidr: '10.0.0.0/8'}), aclEntry({isEgress: true}))).status).to.equal('fail');
    const one = aclEntry({protocol: '6', ports: {from: 443, to: 443}});
    expect((await shut(one, aclEntry({isEgress: true}))).status, 'ports are for another check').to.equal('pass');
  });

  it('follows a firewall to the internet gateway, and back', async () => {
    const passed = await through(FIREWALL);
    expect(passed.status).to.equal('pass');
    expect(passed.summary).to.include(
      'not looked at: security groups, single ports, the rules of the firewall behind vpce-1',
    );
    expect(JSON.stringify(passed.evidence)).to.include(
      'rtb-public leads 0.0.0.0/0 to firewall endpoint vpce-1, and rtb-firewall on to igw-1; rtb-edge leads requests through it, too',
    );
  });

  it("fails when the network ACL of the firewall's subnet is shut", async () => {
    const shut = networkAcl(['subnet-firewall'], aclEntry({action: 'deny'}), aclEntry({isEgress: true}));
    const verdict = await through(FIREWALL, {networkAcls: [networkAcl(PUBLIC_SUBNETS), shut]});
    expect(verdict.actual).to.include('acl-subnet-firewall denies all tcp from the internet');
  });

  it('fails where requests or replies go past the firewall, and never advises to route around it', async () => {
    const noEdge = await through({...FIREWALL, edge: []});
    expect(noEdge.actual).to.include('while requests come from igw-1 past the firewall');
    expect(noEdge.fix).to.include('associate a route table with igw-1').and.not.include('Add a route for 0.0.0.0/0');
    const local = await through({...FIREWALL, edge: [route('10.20.0.0/16', 'local')]});
    expect(local.actual).to.include('past the firewall');
    const other = await through({...FIREWALL, edge: [route('10.20.0.0/16', 'vpce-2')]});
    expect(other.actual).to.include('while igw-1 leads requests for').and.to.include('to vpce-2 (rtb-edge)');
    const replies = await through({...FIREWALL, own: [route('0.0.0.0/0', 'igw-1')]});
    expect(replies.status, 'replies go past it').to.equal('fail');
    expect(replies.fix).to.include('Let requests and replies pass the same firewall');
    const deadEnd = await through({...FIREWALL, firewall: [route('0.0.0.0/0', 'nat-1')]});
    expect(deadEnd.actual).to.include('rtb-firewall leads on to nat-1');
    const gone = await through({...FIREWALL, endpoints: [endpoint('vpce-1', {state: 'failed'})]});
    expect(gone.actual).to.include('vpce-1, which is failed');
    const lost = await through({...FIREWALL, edge: [route('10.20.0.0/16', 'vpce-1', 'blackhole')]});
    expect(lost.status).to.equal('fail');
  });

  it('cannot tell where a route leads to what it cannot follow', async () => {
    const thrown = async (look: Promise<unknown>) => (await thrownBy(look, CannotTell)).message;
    expect(await thrown(through({...FIREWALL, endpoints: []}))).to.include('vpce-1, which this account does not have');
    const foreign = [endpoint('vpce-1', {vpcId: 'vpc-9'})];
    expect(await thrown(through({...FIREWALL, endpoints: foreign}))).to.include('in another VPC, vpc-9');
    const second = [route('0.0.0.0/0', 'eni-7')];
    expect(await thrown(through({...FIREWALL, firewall: second}))).to.include('leads on to eni-7');
    for (const target of ['eni-1', 'i-1', 'lgw-1', 'cagw-1', 'unknown']) {
      expect(await thrown(withRoutes(route('0.0.0.0/0', target)))).to.include(`leads 0.0.0.0/0 to ${target}, and`);
    }
    expect(
      await thrown(through({...FIREWALL, own: [route('0.0.0.0/0', 'igw-1')], edge: [route('10.20.0.0/16', 'eni-1')]})),
    ).to.include('to eni-1 (rtb-edge)');
  });

  it('fails when VPC Block Public Access blocks a subnet, whatever its routes say', async () => {
    const blocked = await look({routeTables: [PUBLIC], ...BLOCKED});
    expect(blocked.actual).to.include(`block-ingress, and no exclusion in force lets requests in to ${A}, ${B}, ${C}`);
    expect(blocked.fix).to.include('create-vpc-block-public-access-exclusion');
    const one = await look({
      routeTables: [PUBLIC],
      ...BLOCKED,
      publicAccessExclusions: [A, B].map((id) => exclusion(id)),
    });
    expect(one.actual).to.include(`in to ${C}`).and.not.include(`in to ${A}`);
    const each = PUBLIC_SUBNETS.map((id) => exclusion(id));
    expect((await look({routeTables: [PUBLIC], ...BLOCKED, publicAccessExclusions: each})).status).to.equal('pass');
    const s3 = {
      routeTables: [{...PUBLIC, routes: [...PUBLIC.routes, route('pl-s3', 'vpce-s3')]}],
      vpcEndpoints: [endpoint('vpce-s3', {type: 'Gateway', subnetIds: []})],
    };
    const besideS3 = await look({...s3, ...BLOCKED, publicAccessExclusions: each});
    expect(besideS3.status, 'the endpoint of Amazon S3 is no firewall').to.equal('pass');
    const vpc = [exclusion(LOAD_BALANCER.vpcId)];
    expect((await look({routeTables: [PUBLIC], ...BLOCKED, publicAccessExclusions: vpc})).status).to.equal('pass');
    const egress = [exclusion(LOAD_BALANCER.vpcId, {mode: 'allow-egress'})];
    expect((await look({routeTables: [PUBLIC], ...BLOCKED, publicAccessExclusions: egress})).status).to.equal('fail');
    const deleted = [exclusion(LOAD_BALANCER.vpcId, {state: 'delete-complete'})];
    expect((await look({routeTables: [PUBLIC], ...BLOCKED, publicAccessExclusions: deleted})).status).to.equal('fail');
  });

  it('cannot tell while the block is being changed, or when it is that of another account', async () => {
    const changing = {publicAccessBlock: {mode: 'off', state: 'update-in-progress'}} as const;
    expect((await thrownBy(look({routeTables: [PUBLIC], ...changing}), CannotTell)).message).to.include(
      'being changed',
    );
    const started = [exclusion(LOAD_BALANCER.vpcId, {state: 'create-in-progress'})];
    await thrownBy(look({routeTables: [PUBLIC], ...BLOCKED, publicAccessExclusions: started}), CannotTell);
    const shared = await thrownBy(look({routeTables: [{...PUBLIC, ownerId: '555555555555'}]}), CannotTell);
    expect(shared.message).to.include('belongs to account 555555555555');
  });

  it('wants the whole VPC excluded from the block where a firewall stands between', async () => {
    const subnets = PUBLIC_SUBNETS.map((id) => exclusion(id));
    const blocked = await through(FIREWALL, {...BLOCKED, publicAccessExclusions: subnets});
    expect(blocked.fix).to.include(`Exclude ${LOAD_BALANCER.vpcId}`);
    const vpc = {...BLOCKED, publicAccessExclusions: [exclusion(LOAD_BALANCER.vpcId)]};
    expect((await through(FIREWALL, vpc)).status).to.equal('pass');
  });

  it('uses the actions it declares', async () => {
    const changes = {
      routeTables: tablesOf({...FIREWALL, own: [...FIREWALL.own, route('pl-1', 'tgw-1')]}),
      vpcEndpoints: FIREWALL.endpoints,
      subnets: SUBNETS,
      networkAcls: [networkAcl([...PUBLIC_SUBNETS, 'subnet-firewall'])],
      prefixLists: {'pl-1': ['10.0.0.0/8']},
      ...BLOCKED,
      publicAccessExclusions: [exclusion(LOAD_BALANCER.vpcId)],
    };
    const world = awsWorld(changes);
    expect((await check.run({alb: 'alb'}, world)).status).to.equal('pass');
    expect(world.usedActions()).to.deep.equal(check.iam.filter((action) => action !== ONLY_FOR_IPV6));
  });
});

const ONLY_FOR_IPV6 = 'elasticloadbalancing:DescribeLoadBalancerAttributes';

const BOTH_FAMILIES = [false, true].flatMap((isEgress) => [
  aclEntry({isEgress}),
  aclEntry({isEgress, ruleNumber: 101, cidr: '::/0'}),
]);

interface Inspected {
  readonly own: readonly ReturnType<typeof route>[];
  readonly firewall: readonly ReturnType<typeof route>[];
  /** The internet gateway's; none when it has no table of its own. */
  readonly edge: readonly ReturnType<typeof route>[];
  readonly endpoints: AwsWorld['vpcEndpoints'];
}

const FIREWALL: Inspected = {
  own: [route('10.20.0.0/16', 'local'), route('0.0.0.0/0', 'vpce-1')],
  firewall: [route('10.20.0.0/16', 'local'), route('0.0.0.0/0', 'igw-1')],
  edge: [route('10.20.0.0/22', 'vpce-1'), route('10.20.0.0/16', 'local')],
  endpoints: [endpoint('vpce-1')],
};

const SUBNETS = PUBLIC_SUBNETS.map((id, i) => subnet(id, `10.20.${i}.0/24`));

function tablesOf({own, firewall, edge}: Inspected): AwsWorld['routeTables'] {
  return [
    routeTable('rtb-public', {subnetIds: PUBLIC_SUBNETS, routes: own}),
    routeTable('rtb-firewall', {subnetIds: ['subnet-firewall'], routes: firewall}),
    ...(edge.length === 0 ? [] : [routeTable('rtb-edge', {gatewayIds: ['igw-1'], routes: edge})]),
  ];
}

function through(inspected: Inspected, more: Partial<AwsWorld> = {}) {
  return look({
    routeTables: tablesOf(inspected),
    vpcEndpoints: inspected.endpoints,
    subnets: SUBNETS,
    networkAcls: [networkAcl([...PUBLIC_SUBNETS, 'subnet-firewall'])],
    ...more,
  });
}

function withRoutes(...routes: ReturnType<typeof route>[]) {
  return look({routeTables: [{...PUBLIC, routes}]});
}

function endpoint(id: string, members: Partial<AwsWorld['vpcEndpoints'][number]> = {}) {
  return {
    id,
    type: 'GatewayLoadBalancer',
    vpcId: LOAD_BALANCER.vpcId,
    state: 'available',
    subnetIds: ['subnet-firewall'],
    ...members,
  };
}

function exclusion(
  id: string,
  members: Partial<AwsWorld['publicAccessExclusions'][number]> = {},
): AwsWorld['publicAccessExclusions'][number] {
  const kind = id.startsWith('vpc-') ? 'vpc' : 'subnet';
  return {
    id: `vpcbpa-exclude-${id}`,
    mode: 'allow-bidirectional',
    state: 'create-complete',
    resourceArn: `arn:aws:ec2:eu-central-1:444444444444:${kind}/${id}`,
    ...members,
  };
}

function look(facts: Partial<AwsWorld>) {
  return check.run({alb: 'alb'}, awsWorld(facts));
}

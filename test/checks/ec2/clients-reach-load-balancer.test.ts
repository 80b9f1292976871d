import {expect} from 'chai';
import {clientsReachLoadBalancer as check} from '../../../src/checks/ec2/clients-reach-load-balancer.ts';
import type {AwsWorld} from '../../../src/lab/aws-world.ts';
import {PUBLIC_SUBNETS} from '../../../src/lab/worlds/names.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {NetworkAclEntry} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {
  aclEntry,
  guardedBy,
  LISTENER,
  LOAD_BALANCER,
  networkAcl,
  permission,
  route,
  routeTable,
  securityGroup,
  subnet,
} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const [A = '', B = '', C = ''] = PUBLIC_SUBNETS;
const OUT = aclEntry({isEgress: true});
const HTTPS = {protocol: '6', ports: {from: 443, to: 443}};

neverPassesUnanswered(check, {alb: 'alb'});

describe('ec2/clients-reach-load-balancer', () => {
  it('passes when every guard is open for the internet, with the fewest calls', async () => {
    const world = awsWorld();
    const verdict = await check.run({alb: 'alb'}, world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      'the internet to load balancer central-alb:443: tcp 443 open all the way, and the replies back',
    );
    expect(world.usedActions()).to.deep.equal([
      'ec2:DescribeNetworkAcls',
      'ec2:DescribeRouteTables',
      'ec2:DescribeSecurityGroups',
      'ec2:DescribeSubnets',
      'ec2:DescribeVpcBlockPublicAccessOptions',
      'elasticloadbalancing:DescribeListeners',
      'elasticloadbalancing:DescribeLoadBalancers',
    ]);
  });

  it('says in one sentence that 443 was typed as 433', async () => {
    const verdict = await withAcl(aclEntry({protocol: '6', ports: {from: 433, to: 433}}), OUT);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.equal(
      `the internet to load balancer central-alb:443: network ACL acl-${B} of load balancer central-alb, inbound tcp 443 (listener): closed; acl-${B}: no rule allows tcp 443 from 0.0.0.0/0 (rule 100 allows tcp 433)`,
    );
    expect(verdict.fix).to.include('(rule 110)').and.to.include('create-network-acl-entry');
  });

  it('judges the ACL of each subnet both ways, rule by rule', async () => {
    expect((await withAcl(aclEntry(HTTPS), OUT)).status).to.equal('pass');
    const denied = await withAcl(aclEntry({ruleNumber: 90, action: 'deny', ...HTTPS}), aclEntry(), OUT);
    expect(denied.actual).to.include('rule 90 denies tcp 443 from 0.0.0.0/0');
    const later = await withAcl(aclEntry(), aclEntry({ruleNumber: 110, action: 'deny', ...HTTPS}), OUT);
    expect(later.status, 'the lowest number decides').to.equal('pass');
    const udp = await withAcl(aclEntry({protocol: '17', ports: {from: 443, to: 443}}), OUT);
    expect(udp.actual).to.include('(rule 100 allows udp 443)');
    const replies = (from: number) =>
      withAcl(aclEntry(), aclEntry({isEgress: true, protocol: '6', ports: {from, to: 65_535}}));
    expect((await replies(1024)).status).to.equal('pass');
    const late = await replies(32_768);
    expect(late.actual)
      .to.include('outbound replies on tcp 1024-65535')
      .and.to.include('no rule allows tcp 1024-32767 to');
    expect((await withAcl(aclEntry(), aclEntry({isEgress: true, ...HTTPS}))).status).to.equal('fail');
  });

  it('says whom an ACL keeps out where that is a small part, and fails where it is a large one', async () => {
    const but = (cidr: string) => withAcl(aclEntry({ruleNumber: 50, action: 'deny', cidr}), aclEntry(), OUT);
    const blocked = await but('192.0.3.0/24');
    expect(blocked.status).to.equal('pass');
    expect(blocked.summary).to.include(`but for a small part: acl-${B}: rule 50 denies tcp 443 from 192.0.3.0/24`);
    expect((await but('10.0.0.0/8')).summary).not.to.include('10.0.0.0/8');
    expect((await but('64.0.0.0/8')).status).to.equal('fail');
  });

  it('judges stated sources to the address', async () => {
    const groups = guardedBy(securityGroup('sg-1', permission({cidrs: ['198.51.100.0/24']})));
    expect((await look(groups, ['198.51.100.0/24'])).status).to.equal('pass');
    expect((await look(groups, ['198.51.100.0/23'])).actual).to.include('no rule of sg-1 lets tcp 443 from');
    expect((await look(groups)).status, 'the internet').to.equal('fail');
    expect((await look(groups, ['0.0.0.0/0'])).status, 'the same, stated').to.equal('fail');
    const led = [...publicRoutes(), route('198.51.100.0/24', 'vgw-1')];
    const tables = [routeTable('rtb-1', {subnetIds: PUBLIC_SUBNETS, routes: led})];
    expect((await look({routeTables: tables}, ['198.51.100.7/32'])).actual).to.include('198.51.100.0/24 to vgw-1');
    expect((await look({routeTables: tables}, ['192.0.3.7/32'])).status).to.equal('pass');
  });

  it('reads the prefix lists that groups admit, and uses the actions it declares', async () => {
    const {loadBalancer, securityGroups} = guardedBy(securityGroup('sg-1', permission({prefixListIds: ['pl-1']})));
    const world = awsWorld({
      loadBalancer,
      securityGroups,
      prefixLists: {'pl-1': ['198.51.100.0/24']},
      routeTables: [
        routeTable('rtb-1', {
          subnetIds: PUBLIC_SUBNETS,
          routes: [...publicRoutes(), route('pl-s3', 'vpce-s3')],
        }),
      ],
      vpcEndpoints: [{id: 'vpce-s3', type: 'Gateway', vpcId: loadBalancer.vpcId, state: 'available', subnetIds: []}],
      publicAccessBlock: {mode: 'block-bidirectional', state: 'update-complete'},
      publicAccessExclusions: [
        {
          id: 'vpcbpa-exclude-1',
          mode: 'allow-bidirectional',
          state: 'update-complete',
          resourceArn: `arn:aws:ec2:eu-central-1:444444444444:vpc/${loadBalancer.vpcId}`,
        },
      ],
    });
    expect((await check.run({alb: 'alb', from: ['198.51.100.0/24']}, world)).status).to.equal('pass');
    const onlyForIpv6 = 'elasticloadbalancing:DescribeLoadBalancerAttributes';
    expect(world.usedActions()).to.deep.equal(check.iam.filter((action) => action !== onlyForIpv6));
  });

  it('asks IPv4 and IPv6 of a dual-stack load balancer, and says which it has not', async () => {
    const dual = {...LOAD_BALANCER, ipAddressType: 'dualstack'};
    const v6 = {
      subnets: PUBLIC_SUBNETS.map((id, i) => subnet(id, `10.20.${i}.0/24`, `2001:db8:${i}::/64`)),
      routeTables: [
        routeTable('rtb-1', {subnetIds: PUBLIC_SUBNETS, routes: [...publicRoutes(), route('::/0', 'igw-1')]}),
      ],
      networkAcls: [
        networkAcl(
          PUBLIC_SUBNETS,
          aclEntry(),
          OUT,
          ...[false, true].map((isEgress) => aclEntry({isEgress, ruleNumber: 101, cidr: '::/0'})),
        ),
      ],
    };
    const guards = guardedBy(securityGroup('sg-1', permission({cidrs: ['0.0.0.0/0', '::/0']})));
    const loadBalancer = {...dual, securityGroupIds: ['sg-1']};
    expect((await look({...v6, ...guards, loadBalancer})).status).to.equal('pass');
    const loadBalancerAttributes = {'ipv6.deny_all_igw_traffic': 'true'};
    const denied = await look({...v6, ...guards, loadBalancer, loadBalancerAttributes});
    expect(denied.actual).to.include('ipv6.deny_all_igw_traffic is true');
    const closed = await look({
      ...v6,
      ...guardedBy(securityGroup('sg-1', permission({cidrs: ['0.0.0.0/0']}))),
      loadBalancer,
    });
    expect(closed.actual).to.include('lets tcp 443 from ::/0 through').and.not.include('0.0.0.0/0');
    expect((await look({}, ['2001:db8::/32'])).actual).to.include(
      'its address type is ipv4: 2001:db8::/32 has no IPv6',
    );
  });

  it('fails when it is internal, unless its clients are inside', async () => {
    const loadBalancer = {...LOAD_BALANCER, scheme: 'internal'} as const;
    expect((await look({loadBalancer})).actual).to.include('its scheme is internal');
    const table = (...routes: ReturnType<typeof route>[]) => ({
      loadBalancer,
      routeTables: [
        routeTable('rtb-1', {subnetIds: PUBLIC_SUBNETS, routes: [route('10.20.0.0/16', 'local'), ...routes]}),
      ],
    });
    const inside = await look(table(), ['10.20.8.0/24']);
    expect(inside.status).to.equal('pass');
    expect(inside.summary).to.include("not looked at: the groups and network ACLs on the clients' side");
    expect((await look(table(), ['10.9.0.0/16'])).actual).to.include('rtb-1 has no route for 10.9.0.0/16');
    expect((await look(table(route('0.0.0.0/0', 'igw-1')), ['10.9.0.0/16'])).actual).to.include('to igw-1');
    const peered = look(table(route('10.9.0.0/16', 'pcx-1')), ['10.9.0.0/16']);
    expect((await thrownBy(peered, CannotTell)).message).to.include('leads 10.9.0.0/16 to pcx-1');
    const inspected = look(table(route('10.20.8.0/24', 'vpce-1')), ['10.20.8.0/24']);
    expect((await thrownBy(inspected, CannotTell)).message).to.include('leads 10.20.8.0/24 to vpce-1');
    const outside = await thrownBy(look({}, ['10.20.8.0/24']), CannotTell);
    expect(outside.message).to.include('its name gives public addresses');
  });

  it('follows routes to clients of an internal one that have public addresses, as all of IPv6 in a VPC have', async () => {
    const loadBalancer = {...LOAD_BALANCER, scheme: 'internal', ipAddressType: 'dualstack', securityGroupIds: ['sg-1']};
    const v6 = (...routes: ReturnType<typeof route>[]) => ({
      ...guardedBy(securityGroup('sg-1', permission({cidrs: ['0.0.0.0/0', '::/0']}))),
      loadBalancer: loadBalancer as typeof LOAD_BALANCER,
      subnets: PUBLIC_SUBNETS.map((id, i) => subnet(id, `10.20.${i}.0/24`, `2600:1f13:0:${i}::/64`)),
      networkAcls: [
        networkAcl(
          PUBLIC_SUBNETS,
          ...[false, true].flatMap((isEgress) => ['0.0.0.0/0', '::/0'].map((cidr) => aclEntry({isEgress, cidr}))),
        ),
      ],
      routeTables: [routeTable('rtb-1', {subnetIds: PUBLIC_SUBNETS, routes: [...publicRoutes(), ...routes]})],
    });
    const routes = [route('2600:1f13::/56', 'local'), route('::/0', 'igw-1')];
    expect((await look(v6(...routes), ['2600:1f13:0:8::/64'])).status).to.equal('pass');
    const outside = await look(v6(...routes), ['2600:9000::/32']);
    expect(outside.actual).to.include('leads ::/0 to igw-1, where nobody reaches its private addresses');
    expect(outside.fix).to.include('create an internet-facing one');
    expect((await look(v6(...routes))).actual, 'the internet').to.include('its scheme is internal');
    const connected = look(v6(route('198.51.100.0/24', 'tgw-1')), ['198.51.100.0/24']);
    expect((await thrownBy(connected, CannotTell)).message).to.include('leads 198.51.100.0/24 to tgw-1');
  });

  it('cannot tell whether clients with private addresses carry a group that is admitted', async () => {
    const internal = (...ingress: ReturnType<typeof permission>[]) => {
      const guards = guardedBy(securityGroup('sg-1', ...ingress));
      const routeTables = [routeTable('rtb-1', {subnetIds: PUBLIC_SUBNETS, routes: [route('10.20.0.0/16', 'local')]})];
      return {...guards, loadBalancer: {...guards.loadBalancer, scheme: 'internal'} as const, routeTables};
    };
    const members = permission({groupIds: ['sg-9']});
    const unknown = await thrownBy(look(internal(members), ['10.20.8.0/24']), CannotTell);
    expect(unknown.message).to.include('sg-1 admits tcp 443 from 10.20.8.0/24 only where they carry sg-9');
    expect(unknown.fix).to.include('Name=group-id,Values=sg-9').and.to.include('Only if not: Add to sg-1');
    expect((await look(internal(members, permission({cidrs: ['10.20.8.0/24']})), ['10.20.8.0/24'])).status).to.equal(
      'pass',
    );
    const closed = await look(internal(permission({fromPort: 80, toPort: 80, groupIds: ['sg-9']})), ['10.20.8.0/24']);
    expect(closed.actual).to.include('no rule of sg-1 lets tcp 443 from 10.20.8.0/24 through');
    expect((await look(guardedBy(securityGroup('sg-1', members)))).status, 'nobody on the internet').to.equal('fail');
  });

  it('passes a Network Load Balancer without groups, and no other load balancer', async () => {
    const loadBalancer = {...LOAD_BALANCER, type: 'network', securityGroupIds: []};
    expect((await look({loadBalancer, listener: {...LISTENER, protocol: 'TLS'}})).status).to.equal('pass');
    const udp = look({loadBalancer, listener: {...LISTENER, protocol: 'UDP'}});
    expect((await thrownBy(udp, CannotTell)).message).to.include('speaks UDP');
    const bare = look({loadBalancer: {...LOAD_BALANCER, securityGroupIds: []}});
    expect((await thrownBy(bare, CannotTell)).message).to.include('no security groups');
  });

  it("judges the borders of a firewall's subnet, rule by rule", async () => {
    const entries = (...some: NetworkAclEntry[]) =>
      look({
        routeTables: [
          routeTable('rtb-1', {
            subnetIds: PUBLIC_SUBNETS,
            routes: [route('10.20.0.0/16', 'local'), route('0.0.0.0/0', 'vpce-1')],
          }),
          routeTable('rtb-2', {subnetIds: ['subnet-f'], routes: publicRoutes()}),
          routeTable('rtb-3', {gatewayIds: ['igw-1'], routes: [route('10.20.0.0/16', 'vpce-1')]}),
        ],
        vpcEndpoints: [
          {
            id: 'vpce-1',
            type: 'GatewayLoadBalancer',
            vpcId: LOAD_BALANCER.vpcId,
            state: 'Available',
            subnetIds: ['subnet-f'],
          },
        ],
        subnets: [...PUBLIC_SUBNETS.map((id, i) => subnet(id, `10.20.${i}.0/24`)), subnet('subnet-f', '10.20.50.0/24')],
        networkAcls: [networkAcl(PUBLIC_SUBNETS), networkAcl(['subnet-f'], ...some)],
      });
    const passed = await entries(aclEntry(), OUT);
    expect(passed.status).to.equal('pass');
    expect(passed.summary).to.include('not looked at: the rules of the firewall behind vpce-1');
    const fromClients = await entries(aclEntry({cidr: '10.20.0.0/16'}), OUT);
    expect(fromClients.actual).to.include('of firewall endpoint vpce-1, inbound tcp 443 (listener)');
    const toLoadBalancer = await entries(aclEntry(), aclEntry({isEgress: true, ...HTTPS}));
    expect(toLoadBalancer.actual).to.include('of firewall endpoint vpce-1, outbound replies on tcp 1024-65535');
  });

  it('names every guard that is closed, and asks for the block of public access only where none is', async () => {
    const world = awsWorld({
      ...guardedBy(securityGroup('sg-1', permission({fromPort: 433, toPort: 433, cidrs: ['0.0.0.0/0']}))),
      routeTables: [routeTable('rtb-1', {subnetIds: PUBLIC_SUBNETS, routes: [route('0.0.0.0/0', 'nat-1')]})],
    });
    const verdict = await check.run({alb: 'alb'}, world);
    expect(verdict.actual).to.include('through, only tcp 433; subnet-');
    expect(world.usedActions()).not.to.include('ec2:DescribeVpcBlockPublicAccessOptions');
    const blocked = await look({publicAccessBlock: {mode: 'block-ingress', state: 'update-complete'}});
    expect(blocked.actual).to.include(
      'VPC Block Public Access is block-ingress, and no exclusion in force lets requests in',
    );
  });
});

/** Through an ACL of one subnet, while those of the others are open. */
function withAcl(...entries: NetworkAclEntry[]) {
  return look({networkAcls: [networkAcl([A, C]), networkAcl([B], ...entries)]});
}

function publicRoutes() {
  return [route('10.20.0.0/16', 'local'), route('0.0.0.0/0', 'igw-1')];
}

function look(facts: Partial<AwsWorld>, from?: readonly string[]) {
  return check.run({alb: 'alb', ...(from === undefined ? {} : {from: [...from]})}, awsWorld(facts));
}

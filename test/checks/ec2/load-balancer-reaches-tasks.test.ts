import {expect} from 'chai';
import {loadBalancerReachesTasks as check} from '../../../src/checks/ec2/load-balancer-reaches-tasks.ts';
import type {AwsWorld} from '../../../src/lab/aws-world.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {IpPermission, NetworkAclEntry, SecurityGroup} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {
  aclEntry,
  ecsService,
  LOAD_BALANCER,
  networkAcl,
  networkInterface,
  permission,
  route,
  routeTable,
  securityGroup,
  subnet,
  targetGroup,
  targetHealth,
  task,
} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const ON_8000 = {fromPort: 8000, toPort: 8000};
const FROM_ALB = permission({...ON_8000, groupIds: ['sg-1']});
const ALB = {...LOAD_BALANCER, subnetIds: ['subnet-a', 'subnet-b'], securityGroupIds: ['sg-1']};
const SERVICE = ecsService({network: {subnetIds: ['subnet-a', 'subnet-b'], securityGroupIds: ['sg-task']}});
const FIRST = networkInterface('eni-1', '10.0.1.10', 'subnet-a', [], ['sg-task']);
const ANYONE = permission({protocol: '-1', fromPort: null, toPort: null, cidrs: ['0.0.0.0/0']});

neverPassesUnanswered(
  check,
  {alb: 'alb', targetGroup: 'jessica-service-sse', service: 'service'},
  {
    emptyIsAnAnswer: {
      'elasticloadbalancing:DescribeTargetHealth': 'nothing is registered yet: the ports are those of the target group',
      'ecs:ListTasks': 'no task runs yet: the groups and subnets are those of the service',
    },
  },
);

describe('ec2/load-balancer-reaches-tasks', () => {
  it('passes when every hop lets the request in and the reply back, and says what did', async () => {
    const verdict = await look();
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      'load balancer central-alb to tasks of jessica-service:' +
        ' tcp 8000 (target port and health check) open all the way, and the replies back',
    );
    expect(verdict.evidence.map(({what}) => what)).to.include(
      'security group sg-task of tasks of jessica-service, inbound tcp 8000 (target port and health check): open',
    );
  });

  it('fails when the tasks do not admit the load balancer, with the rule to add', async () => {
    const verdict = await look(groups(taskGroup(permission({...ON_8000, groupIds: ['sg-old']}))));
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.equal(
      'load balancer central-alb to tasks of jessica-service:' +
        ' security group sg-task of tasks of jessica-service, inbound tcp 8000 (target port and health check): closed;' +
        ' no rule of sg-task lets tcp 8000 from 10.0.1.0/24, 10.0.2.0/24 through',
    );
    expect(verdict.fix).to.include('Add to sg-task an inbound rule for tcp 8000 from sg-1.');
    expect(verdict.byHand).to.include('--group-ids sg-task --query "SecurityGroups[].IpPermissions"');
  });

  it('takes the subnets of the load balancer for its group only wholly', async () => {
    const from = (...cidrs: string[]) => look(groups(taskGroup(permission({...ON_8000, cidrs}))));
    expect((await from('10.0.1.0/24', '10.0.2.0/24')).status).to.equal('pass');
    expect((await from('10.0.0.0/16')).status).to.equal('pass');
    const half = await from('10.0.1.0/24', '10.0.2.0/25');
    expect(half.actual).to.include('open only partly; ').and.to.include('from 10.0.2.128/25 through');
  });

  it('fails when the load balancer is not let out, naming the first hop and counting the rest', async () => {
    const shut: SecurityGroup = {...securityGroup('sg-1'), egress: []};
    const verdict = await look(groups(shut, taskGroup()));
    expect(verdict.summary).to.include('security group sg-1 of load balancer central-alb, outbound tcp 8000');
    expect(verdict.summary).to.match(/; 1 more after it not open$/);
    expect(verdict.fix).to.include('Add to sg-1 an outbound rule for tcp 8000 to sg-task.');
    const toTasks: SecurityGroup = {...shut, egress: [permission({...ON_8000, groupIds: ['sg-task']})]};
    expect((await look(groups(toTasks))).status).to.equal('pass');
  });

  it('asks the port of the container while no target is registered, whatever port the group names', async () => {
    const group = targetGroup('jessica-service-sse', {port: 80});
    expect((await look({targetGroups: [group], targetHealth: {}})).status).to.equal('pass');
    const stranger = {targetGroups: [group], targetHealth: {}, service: ecsService({...SERVICE, loadBalancers: []})};
    expect((await look(stranger)).actual, 'a service that does not fill it').to.include('inbound tcp 80 (');
  });

  it('asks the health-check port too, by target or else by group', async () => {
    const health = (members: object) => ({
      targetHealth: {[targetGroup('jessica-service-sse').arn]: [targetHealth('10.0.1.10', 'unhealthy', members)]},
    });
    expect((await look(health({healthCheckPort: '9000'}))).actual).to.include(
      'inbound tcp 9000 (health check): closed',
    );
    expect((await look(health({port: 8080, healthCheckPort: '8000'}))).actual).to.include('tcp 8080 (target port)');
    const group = targetGroup('jessica-service-sse', {
      healthCheck: {...targetGroup('jessica-service-sse').healthCheck, port: '9000'},
    });
    expect((await look({targetGroups: [group], targetHealth: {}})).actual).to.include('tcp 9000 (health check)');
    const both = permission({fromPort: 8000, toPort: 9000, groupIds: ['sg-1']});
    expect((await look({...health({healthCheckPort: '9000'}), ...groups(taskGroup(both))})).status).to.equal('pass');
  });

  it('fails on a network ACL, for the request and for its replies, to the port', async () => {
    const denied = await lookThrough(aclEntry({ruleNumber: 90, action: 'deny', cidr: '10.0.1.0/24'}), aclEntry());
    expect(denied.actual).to.include('rule 90 denies tcp 8000 from 10.0.1.0/24');
    expect(denied.fix).to.include('(rule 89)');
    const replies = (from: number) => lookThrough(aclEntry(), aclEntry({isEgress: true, ...tcp(from, 65_535)}));
    expect((await replies(1024)).status).to.equal('pass');
    expect((await replies(1025)).actual).to.match(
      /outbound replies on tcp 1024-65535: open only partly; .* tcp 1024 to/,
    );
    const none = await lookThrough(aclEntry(), aclEntry({isEgress: true, ...tcp(443, 443)}));
    expect(none.actual).to.include('network ACL acl-subnet-b of future tasks of jessica-service, outbound replies');
    expect(none.byHand).to.include("--query 'NetworkAcls[].Entries[?Egress==`true`]'");
  });

  it('reads the groups off the interfaces of running tasks, and of the service when none runs', async () => {
    const closed = {...securityGroup('sg-new'), ingress: []};
    const withClosed = groups(closed);
    const network = {subnetIds: ['subnet-b'], securityGroupIds: ['sg-new']};
    const service = ecsService({network});
    expect((await look({...withClosed, service})).status).to.equal('pass');
    const later = await look({...withClosed, service, tasks: []});
    expect(later.summary).to.include('to future tasks of jessica-service: security group sg-new');
    const second = networkInterface('eni-2', '10.0.2.10', 'subnet-b', [], ['sg-new']);
    const mixed = await look({...withClosed, taskInterfaces: [FIRST, second]});
    expect(mixed.actual).to.include('security group sg-new');
  });

  it('reads prefix lists where something is closed without them, and uses the actions it declares', async () => {
    const listed = permission({...ON_8000, prefixListIds: ['pl-1']});
    const facts = {...groups(taskGroup(listed)), prefixLists: {'pl-1': ['10.0.0.0/16']}};
    const world = worldWith(facts);
    expect((await check.run(PARAMS, world)).status).to.equal('pass');
    const onlyForNetworkLoadBalancers = 'elasticloadbalancing:DescribeTargetGroupAttributes';
    expect(world.usedActions()).to.deep.equal(check.iam.filter((action) => action !== onlyForNetworkLoadBalancers));
    expect((await look({...facts, prefixLists: {'pl-1': ['10.0.1.0/24']}})).actual).to.include('open only partly');
    expect((await look(groups(taskGroup(FROM_ALB, listed)))).status).to.equal('pass');
  });

  it('judges IPv6 targets by IPv6 rules', async () => {
    const v6 = {
      targetGroups: [targetGroup('jessica-service-sse', {ipAddressType: 'ipv6'})],
      subnets: [
        subnet('subnet-a', '10.0.1.0/24', '2001:db8:1::/64'),
        subnet('subnet-b', '10.0.2.0/24', '2001:db8:2::/64'),
      ],
      taskInterfaces: [
        networkInterface('eni-1', '2001:db8:1::a', 'subnet-a', [], ['sg-task']),
        networkInterface('eni-2', '2001:db8:2::a', 'subnet-b', [], ['sg-task']),
      ],
    };
    const verdict = await look(v6);
    expect(verdict.actual).to.include('no rule of sg-1 lets tcp 8000 to 2001:db8:1::a/128, 2001:db8:2::a/128 through');
    const thrown = await thrownBy(look({targetGroups: v6.targetGroups}), CannotTell);
    expect(thrown.message).to.include('no address of the family in question');
  });

  it('sees detours that routes make within the VPC, in either direction', async () => {
    const local = route('10.0.0.0/16', 'local');
    const table = (...routes: ReturnType<typeof route>[]) => ({
      routeTables: [routeTable('rtb-1', {isMain: true, routes: [local, ...routes]})],
    });
    expect((await look(table(route('0.0.0.0/0', 'nat-1')))).status).to.equal('pass');
    expect((await look(table(route('10.0.2.0/24', 'eni-1', 'blackhole')))).actual).to.include(
      'rtb-1 leads 10.0.2.0/24 to eni-1 (blackhole)',
    );
    const inspected = await thrownBy(look(table(route('10.0.2.0/24', 'vpce-1'))), CannotTell);
    expect(inspected.message).to.include(
      'rtb-1 leads 10.0.2.0/24 to vpce-1, and whether that hands it on is not known',
    );
    const replaced = look({
      routeTables: [routeTable('rtb-1', {isMain: true, routes: [route('10.0.0.0/16', 'eni-1')]})],
    });
    await thrownBy(replaced, CannotTell);
    const back = {
      routeTables: [
        routeTable('rtb-1', {subnetIds: ['subnet-a'], routes: [local]}),
        routeTable('rtb-2', {subnetIds: ['subnet-b'], routes: [local, route('10.0.1.0/24', 'vpce-1', 'blackhole')]}),
      ],
    };
    expect((await look(back)).actual).to.include('rtb-2 leads 10.0.1.0/24 to vpce-1 (blackhole)');
  });

  it('judges a Network Load Balancer where targets see its own addresses, and no other', async () => {
    const loadBalancer = {...ALB, type: 'network'};
    const attributes = (value: string) => ({
      loadBalancer,
      targetGroupAttributes: {[targetGroup('jessica-service-sse').arn]: {'preserve_client_ip.enabled': value}},
    });
    expect((await look(attributes('false'))).status).to.equal('pass');
    const preserved = await thrownBy(look(attributes('true')), CannotTell);
    expect(preserved.message).to.include('connections may arrive with the addresses of clients');
  });

  it('cannot tell across VPCs, without groups, without a network, or without the target group', async () => {
    const thrown = async (facts: Partial<AwsWorld>) => (await thrownBy(look(facts), CannotTell)).message;
    const peered = [subnet('subnet-a', '10.0.1.0/24'), {...subnet('subnet-b', '10.0.2.0/24'), vpcId: 'vpc-2'}];
    expect(await thrown({subnets: peered})).to.include('peering');
    expect(await thrown({loadBalancer: {...ALB, securityGroupIds: []}})).to.include(
      'central-alb: it has no security groups',
    );
    const network = {subnetIds: ['subnet-a'], securityGroupIds: []};
    expect(await thrown({tasks: [], service: ecsService({network})})).to.include('default group of their VPC');
    expect(await thrown({tasks: [], service: ecsService({network: null})})).to.include('awsvpc');
    expect(await thrown({targetGroups: [targetGroup('jessica-service-see')]})).to.include(
      'Did you mean "jessica-service-see"?',
    );
  });

  it('lets through whatever everybody may send', async () => {
    expect((await look(groups(taskGroup(ANYONE)))).status).to.equal('pass');
  });
});

const PARAMS = {alb: 'alb', targetGroup: 'jessica-service-sse', service: 'service'};

function look(facts: Partial<AwsWorld> = {}) {
  return check.run(PARAMS, worldWith(facts));
}

/** A load balancer and two tasks in two subnets, which is all of the network. */
function worldWith(facts: Partial<AwsWorld>) {
  return awsWorld({
    loadBalancer: ALB,
    subnets: [subnet('subnet-a', '10.0.1.0/24'), subnet('subnet-b', '10.0.2.0/24')],
    networkAcls: [networkAcl(['subnet-a', 'subnet-b'])],
    taskInterfaces: [FIRST, networkInterface('eni-2', '10.0.2.10', 'subnet-b', [], ['sg-task'])],
    tasks: [task(1, {subnetId: 'subnet-a'}), task(2, {subnetId: 'subnet-b'})],
    service: SERVICE,
    targetHealth: {[targetGroup('jessica-service-sse').arn]: [targetHealth('10.0.1.10'), targetHealth('10.0.2.10')]},
    ...groups(),
    ...facts,
  });
}

/** The load balancer's group and that of the tasks, which admits it, unless one of these has its id. */
function groups(...changed: SecurityGroup[]) {
  return {securityGroups: [securityGroup('sg-1'), taskGroup(FROM_ALB), ...changed]};
}

/** Through an ACL at the border of the tasks' subnet, which the load balancer does not share. */
function lookThrough(...entries: NetworkAclEntry[]) {
  return look({
    loadBalancer: {...ALB, subnetIds: ['subnet-a']},
    networkAcls: [networkAcl(['subnet-a']), networkAcl(['subnet-b'], ...entries)],
    tasks: [],
    service: ecsService({network: {subnetIds: ['subnet-b'], securityGroupIds: ['sg-task']}}),
  });
}

function tcp(from: number, to: number) {
  return {protocol: '6', ports: {from, to}};
}

function taskGroup(...ingress: IpPermission[]): SecurityGroup {
  return securityGroup('sg-task', ...ingress);
}

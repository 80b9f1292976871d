import {expect} from 'chai';
import {serviceUsesTargetGroup as check} from '../../../src/checks/ecs/service-uses-target-group.ts';
import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import {TASK_ADDRESS, TASK_SUBNETS, VPC} from '../../../src/lab/worlds/names.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {EcsLoadBalancer, ListenerRule} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {
  atRevision,
  container,
  ecsService,
  forward,
  NOT_FOUND,
  rule,
  targetGroup,
  targetHealth,
  task,
  taskDefinition,
  taskSet,
} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const PARAMS = {service: 'service', alb: 'alb', targetGroup: 'jessica-service-sse'};
const ENTRY: EcsLoadBalancer = {
  targetGroupArn: targetGroup('jessica-service-sse').arn,
  alternateTargetGroupArn: null,
  productionListenerRuleArn: null,
  testListenerRuleArn: null,
  containerName: 'jessica-service',
  containerPort: 8000,
};
const BLUE_GREEN = ecsService({
  loadBalancers: [{...ENTRY, alternateTargetGroupArn: targetGroup('jessica-service-api').arn}],
});

neverPassesUnanswered(check, {service: 'service', alb: 'alb', targetGroup: 'jessica-service-sse'});

describe('ecs/service-uses-target-group', () => {
  it('passes when everything agrees', async () => {
    const verdict = await look();
    expect(verdict.status).to.equal('pass');
    expect(verdict.actual).to.equal('it uses target group jessica-service-sse, container jessica-service, port 8000');
  });

  it('uses the actions it declares', async () => {
    const world = awsWorld({service: BLUE_GREEN});
    await check.run(PARAMS, world);
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('fails when the service uses another group, or none', async () => {
    const other = ecsService({loadBalancers: [{...ENTRY, targetGroupArn: targetGroup('jessica-service-api').arn}]});
    expect((await look({service: other})).summary).to.equal(
      'service jessica-service: it uses jessica-service-api, not jessica-service-sse',
    );
    expect((await look({service: ecsService({loadBalancers: []})})).actual).to.equal(
      'it uses no target group, not jessica-service-sse',
    );
  });

  it('fails on another container or port than asked for', async () => {
    expect((await look({}, {containerName: 'jessica-service', containerPort: 8000})).status).to.equal('pass');
    expect((await look({}, {containerName: 'proxy'})).actual).to.equal(
      'it serves from container jessica-service, not proxy',
    );
    expect((await look({}, {containerPort: 8001})).actual).to.equal('it serves on port 8000, not 8001');
  });

  it('fails when the task definition lacks the container or the port', async () => {
    const of = (members: Parameters<typeof container>[0]) => ({
      taskDefinitions: [taskDefinition({containers: [container(members)]})],
    });
    expect((await look(of({name: 'proxy'}))).actual).to.equal(
      'jessica-service:9 has no container jessica-service, only proxy',
    );
    expect((await look(of({ports: []}))).actual).to.include('maps ports (none), not 8000');
    expect((await look(of({ports: [{containerPort: 8001, protocol: 'tcp'}]}))).actual).to.include('maps ports 8001');
  });

  it('fails when targets have another port, but for draining ones', async () => {
    const at = (port: number, state: string) => ({
      targetHealth: {
        [targetGroup('jessica-service-sse').arn]: [
          targetHealth(TASK_ADDRESS),
          targetHealth('10.0.1.10', state, {port}),
        ],
      },
    });
    expect((await look(at(80, 'unhealthy'))).actual).to.include('targets on other ports than 8000: 10.0.1.10:80');
    expect((await look(at(80, 'draining'))).status).to.equal('pass');
    const bridge = {taskDefinitions: [taskDefinition({networkMode: 'bridge'})]};
    const groups = {targetGroups: [targetGroup('jessica-service-sse', {targetType: 'instance'})]};
    expect((await look({...at(32_768, 'healthy'), ...bridge, ...groups})).status).to.equal('pass');
  });

  it('fails when the group takes another type of target', async () => {
    const groups = [targetGroup('jessica-service-sse', {targetType: 'instance'})];
    expect((await look({targetGroups: groups})).actual).to.equal(
      'jessica-service-sse takes targets of type instance, and tasks of network mode awsvpc need ip',
    );
    const unsaid = [taskDefinition({networkMode: null})];
    expect((await look({taskDefinitions: unsaid})).actual).to.equal(
      'jessica-service-sse takes targets of type ip, and tasks of network mode default need instance',
    );
  });

  it('fails out of reach: another VPC, another account', async () => {
    const away = HEALTHY.subnets.map((one) => (one.id === TASK_SUBNETS[0] ? {...one, vpcId: 'vpc-9'} : one));
    expect((await look({subnets: away})).actual).to.equal(`the tasks are in vpc-9, jessica-service-sse in ${VPC}`);
    const service = ecsService({arn: 'arn:aws:ecs:eu-central-1:555555555555:service/main/jessica-service'});
    expect((await look({service})).actual).to.equal(
      'the service is in account 555555555555, eu-central-1, jessica-service-sse in 444444444444, eu-central-1',
    );
  });

  it('follows the rules to the live group of a blue/green service', async () => {
    const rules = (...names: [string, number][]) => [rule(1, {}, forward(...names)), rule('default', {}, NOT_FOUND)];
    const live = (...names: [string, number][]) => look({service: BLUE_GREEN, listenerRules: rules(...names)});
    expect((await live(['jessica-service-sse', 1])).status).to.equal('pass');
    expect((await live(['jessica-service-sse', 1], ['jessica-service-api', 1])).status).to.equal('pass');
    expect((await live(['jessica-service-sse', 0], ['jessica-service-api', 1])).actual).to.equal(
      'the rules forward to jessica-service-api, its other group',
    );
    expect((await thrownBy(live(['else', 1]), CannotTell)).message).to.include('which of them is live');
  });

  it('takes the production rule of a blue/green service for it, not the rule of its testers', async () => {
    const [production, tests] = [
      rule(1, {}, forward(['jessica-service-api', 1])),
      rule(2, {}, forward(['jessica-service-sse', 1])),
    ];
    const service = (members: Partial<EcsLoadBalancer>) =>
      ecsService({loadBalancers: BLUE_GREEN.loadBalancers.map((one) => ({...one, ...members}))});
    const live = (members: Partial<EcsLoadBalancer>, ...rules: ListenerRule[]) =>
      look({service: service(members), listenerRules: [...rules, rule('default', {}, NOT_FOUND)]});
    const both = {productionListenerRuleArn: production.arn, testListenerRuleArn: tests.arn};
    const testersOnly = await live(both, production, tests);
    expect(testersOnly.actual).to.equal('its production rule 1 forwards to jessica-service-api, its other group');
    expect((await live({testListenerRuleArn: tests.arn}, production, tests)).actual).to.include(
      'the rules forward to jessica-service-api',
    );
    const canary = rule(1, {}, forward(['jessica-service-sse', 10], ['jessica-service-api', 90]));
    expect((await live(both, canary, tests)).actual).to.include(
      'which gets 10 % of the requests of its production rule',
    );
    const neither = rule(1, {}, forward(['else', 1]));
    expect((await live(both, neither, tests)).actual).to.equal(
      'its production rule 1 forwards to neither of its groups',
    );
    expect((await thrownBy(live(both, tests), CannotTell)).message).to.include('is not on this listener');
  });

  it('judges the task set that serves production', async () => {
    const other = {...ENTRY, targetGroupArn: targetGroup('jessica-service-api').arn};
    const sets = (blue: EcsLoadBalancer, green: EcsLoadBalancer) =>
      ecsService({
        deploymentController: 'CODE_DEPLOY',
        loadBalancers: [other],
        taskSets: [taskSet(1, {loadBalancers: [blue]}), taskSet(2, {status: 'ACTIVE', loadBalancers: [green]})],
      });
    const tasks = HEALTHY.tasks.map((one) => ({...one, startedBy: 'ecs-svc/1'}));
    expect((await look({service: sets(ENTRY, other), tasks})).status).to.equal('pass');
    expect((await look({service: sets(other, ENTRY), tasks})).actual).to.equal(
      'it uses jessica-service-api, not jessica-service-sse, which its task set ecs-svc/2 uses: that is ACTIVE, not PRIMARY',
    );
    const elsewhere = await look({service: sets(other, other), tasks});
    expect(elsewhere.fix).to.include('Deploy with CODE_DEPLOY a task set that registers in');
    const ofGreen = look({service: sets(ENTRY, other), tasks: tasks.map((one) => ({...one, startedBy: 'ecs-svc/2'}))});
    expect((await thrownBy(ofGreen, CannotTell)).message).to.include('no task of it runs');
  });

  it('judges the revision that runs, and whether its tasks are in the group at all', async () => {
    const old = atRevision(7, {containers: [container({ports: []})]});
    const tasks = HEALTHY.tasks.map((one) => ({...one, taskDefinitionArn: old.arn}));
    const world = {tasks, taskDefinitions: [...HEALTHY.taskDefinitions, old]};
    expect((await look(world)).actual).to.include('container jessica-service of jessica-service:7 maps ports (none)');
    const unregistered = await look({tasks: [task(1), task(2)]});
    expect(unregistered.actual).to.equal(
      'none of its running tasks (10.0.1.10, 10.0.2.10) is registered in jessica-service-sse',
    );
    expect((await thrownBy(look({tasks: []}), CannotTell)).message).to.include('no task of it runs');
  });

  it('cannot tell without the group, nor where the tasks are', async () => {
    expect((await thrownBy(look({}, {targetGroup: 'jessica-service-ss'}), CannotTell)).message).to.include(
      'no target group "jessica-service-ss"',
    );
    const host = look({
      service: ecsService({network: null}),
      tasks: [task(1, {subnetId: null, privateIpv4Address: null})],
    });
    expect((await thrownBy(host, CannotTell)).message).to.include('no subnets of their own');
  });
});

function look(facts: Partial<AwsWorld> = {}, params: Partial<Parameters<typeof check.run>[0]> = {}) {
  return check.run({...PARAMS, ...params}, awsWorld(facts));
}

import {expect} from 'chai';
import {tasksBehindTargetGroup as check} from '../../../src/checks/ecs/tasks-behind-target-group.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {EcsTask, TargetHealth} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {atRevision, ecsService, targetGroup, targetHealth, task, taskSet} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const BOTH = [targetHealth('10.0.1.10'), targetHealth('10.0.2.10')];

neverPassesUnanswered(check, {service: 'service', alb: 'alb', targetGroup: 'jessica-service-sse'});

describe('ecs/tasks-behind-target-group', () => {
  it('passes when targets and tasks are the same, and uses the actions it declares', async () => {
    const world = awsWorld();
    const verdict = await check.run({service: 'service', alb: 'alb', targetGroup: 'jessica-service-sse'}, world);
    expect(verdict).to.deep.include({status: 'pass', actual: 'the one task is a healthy target'});
    expect(world.usedActions()).to.deep.equal(check.iam);
    expect((await look(BOTH)).actual).to.equal('2 tasks, each a healthy target');
  });

  it('ignores targets that drain, and tasks that do not run yet', async () => {
    const draining = targetHealth('10.0.3.10', 'draining');
    const starting = task(4, {lastStatus: 'PENDING', privateIpv4Address: null});
    expect((await look([...BOTH, draining], [task(1), task(2), starting])).status).to.equal('pass');
  });

  it('fails on a healthy target that is not a running task', async () => {
    const verdict = await look([...BOTH, targetHealth('10.0.3.10')]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('healthy target 10.0.3.10:8000 is not a running task');
    const stopping = [task(1), task(2, {lastStatus: 'STOPPING'})];
    expect((await look(BOTH, stopping)).actual).to.equal(
      'healthy target 10.0.2.10:8000 is not a running task of the service',
    );
  });

  it('fails on a running task that is not registered, or not healthy', async () => {
    expect((await look(BOTH.slice(0, 1))).actual).to.equal('task 2 (10.0.2.10) is not registered');
    const sick = [targetHealth('10.0.1.10'), targetHealth('10.0.2.10', 'unhealthy')];
    expect((await look(sick)).actual).to.equal('task 2 (10.0.2.10) is unhealthy');
  });

  it('advises to wait while a new target has not been checked', async () => {
    const verdict = await look([targetHealth('10.0.1.10'), targetHealth('10.0.2.10', 'initial')]);
    expect(verdict.actual).to.equal('task 2 (10.0.2.10) is initial');
    expect(verdict.fix).to.equal('Wait for its first health checks: give the item a `poll:`.');
  });

  it('leaves out tasks of a task set that does not serve production yet, and says so', async () => {
    const taskSets = [taskSet(1), taskSet(2, {status: 'ACTIVE', taskDefinitionArn: atRevision(8).arn})];
    const [primary, next] = taskSets.map(({id}) => id);
    const world = awsWorld({
      service: ecsService({deploymentController: 'CODE_DEPLOY', deployments: [], taskSets}),
      targetHealth: {[targetGroup('jessica-service-sse').arn]: BOTH.slice(0, 1)},
      tasks: [task(1, {startedBy: primary ?? null}), task(2, {startedBy: next ?? null})],
    });
    const verdict = await check.run({service: 'service', alb: 'alb', targetGroup: 'jessica-service-sse'}, world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include('not looked at: 1 of task sets that do not serve production');
  });

  it('is not fooled by nothing on either side', async () => {
    expect((await look([], [])).actual).to.equal('no task runs');
  });

  it('cannot tell without a group, addresses, or targets that are addresses', async () => {
    const lost = check.run({service: 'service', alb: 'alb', targetGroup: 'jessica-service-ssee'}, awsWorld());
    expect((await thrownBy(lost, CannotTell)).message).to.include('Did you mean "jessica-service-sse"?');
    const hidden = look(BOTH, [task(1, {privateIpv4Address: null})]);
    expect((await thrownBy(hidden, CannotTell)).message).to.include('no private IPv4 address');
    const world = awsWorld({targetGroups: [targetGroup('jessica-service-sse', {targetType: 'instance'})]});
    const instances = check.run({service: 'service', alb: 'alb', targetGroup: 'jessica-service-sse'}, world);
    expect((await thrownBy(instances, CannotTell)).message).to.include('of type instance');
    const sixth = awsWorld({targetGroups: [targetGroup('jessica-service-sse', {ipAddressType: 'ipv6'})]});
    const addresses = check.run({service: 'service', alb: 'alb', targetGroup: 'jessica-service-sse'}, sixth);
    expect((await thrownBy(addresses, CannotTell)).message).to.include('its targets have IPv6 addresses');
  });
});

function look(targets: readonly TargetHealth[], tasks: readonly EcsTask[] = [task(1), task(2)]) {
  const world = awsWorld({targetHealth: {[targetGroup('jessica-service-sse').arn]: targets}, tasks});
  return check.run({service: 'service', alb: 'alb', targetGroup: 'jessica-service-sse'}, world);
}

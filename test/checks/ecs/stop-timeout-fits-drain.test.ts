import {expect} from 'chai';
import {stopTimeoutFitsDrain as check} from '../../../src/checks/ecs/stop-timeout-fits-drain.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {ContainerDefinition, EcsService, TaskDefinition} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {container, ecsService, taskDefinition} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

neverPassesUnanswered(check, {service: 'service', drain: '60s'});

describe('ecs/stop-timeout-fits-drain', () => {
  it('passes at just the drain, and fails a second above', async () => {
    expect((await look(120_000, [container({stopTimeoutSeconds: 120})])).status).to.equal('pass');
    const verdict = await look(61_000, [container({stopTimeoutSeconds: 60})]);
    expect(verdict).to.deep.include({status: 'fail', actual: 'stopTimeout 60 s'});
    expect(verdict.summary).to.include('not at least 1 min 1 s, as draining takes');
    expect(verdict.fix).to.include('to 61 or more');
  });

  it('knows the default and the limit of Fargate', async () => {
    const unset = [container({stopTimeoutSeconds: null})];
    expect((await look(30_000, unset)).actual).to.equal('stopTimeout 30 s (the default)');
    expect((await look(30_001, unset)).fix).to.include('to 31 or more');
    expect((await look(120_000, unset)).fix).to.include('to 120 or more');
    expect((await look(120_001, unset)).fix).to.include('Fargate allows 120 s at most');
  });

  it('asks for the container behind the load balancer, or the one named', async () => {
    const both = [container({stopTimeoutSeconds: 120}), container({name: 'proxy', stopTimeoutSeconds: 10})];
    expect((await look(60_000, both)).status).to.equal('pass');
    expect((await look(60_000, both, {container: 'proxy'})).status).to.equal('fail');
  });

  it('uses the actions it declares', async () => {
    const world = awsWorld();
    await check.run({service: 'service', drain: 1000}, world);
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('cannot tell which container is meant', async () => {
    const two = [container({}), container({name: 'proxy'})];
    const nobody = look(1000, two, {}, {loadBalancers: []});
    expect((await thrownBy(nobody, CannotTell)).message).to.include('several containers, and none is named');
    const other = look(1000, two, {container: 'prox'});
    expect((await thrownBy(other, CannotTell)).message).to.include('Did you mean "proxy"?');
  });

  it('cannot tell the default outside Fargate, nor where a capacity provider decides', async () => {
    const unset = [container({stopTimeoutSeconds: null})];
    const onEc2 = look(1000, unset, {}, {launchType: 'EC2'});
    expect((await thrownBy(onEc2, CannotTell)).message).to.include('ECS_CONTAINER_STOP_TIMEOUT');
    const either = {requiresCompatibilities: ['EC2', 'FARGATE']};
    await thrownBy(look(1000, unset, {}, {launchType: null}, either), CannotTell);
    expect((await look(1000, unset, {}, {launchType: null})).status).to.equal('pass');
  });
});

function look(
  drain: number,
  containers: readonly ContainerDefinition[],
  params: {container?: string} = {},
  service: Partial<EcsService> = {},
  definition: Partial<TaskDefinition> = {},
) {
  const world = awsWorld({
    service: ecsService(service),
    taskDefinitions: [taskDefinition({containers, ...definition})],
  });
  return check.run({service: 'service', drain, ...params}, world);
}

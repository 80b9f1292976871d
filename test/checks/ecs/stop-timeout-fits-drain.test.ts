import {expect} from 'chai';
import {stopTimeoutFitsDrain as check} from '../../../src/checks/ecs/stop-timeout-fits-drain.ts';
import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {ContainerDefinition, EcsService, TaskDefinition} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {atRevision, container, ecsService, task, taskDefinition} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const PARAMS = {service: 'service', carryNoStreams: [] as string[]};

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

  it('fails on an essential proxy that is killed before the server behind the load balancer has drained', async () => {
    const server = container({stopTimeoutSeconds: 120});
    const verdict = await look(120_000, [server, container({name: 'proxy', stopTimeoutSeconds: null})]);
    expect(verdict.summary).to.equal(
      'service jessica-service: container proxy of jessica-service:9: stopTimeout 30 s (the default), not at least 2 min, as draining takes',
    );
    expect(verdict.fix).to.equal('Set stopTimeout of container proxy to 120 or more, and deploy the new revision.');
    expect((await look(120_000, [server, container({name: 'proxy', stopTimeoutSeconds: 120})])).status).to.equal(
      'pass',
    );
  });

  it('judges the container that is named, and still those that others may need', async () => {
    const both = [container({stopTimeoutSeconds: 120}), container({name: 'proxy', stopTimeoutSeconds: 60})];
    expect((await look(60_000, both, {container: 'proxy'})).status).to.equal('pass');
    expect((await look(61_000, both, {container: 'proxy'})).actual).to.include('container proxy');
    const short = [container({stopTimeoutSeconds: 10}), container({name: 'proxy', stopTimeoutSeconds: 60})];
    expect((await look(60_000, short, {container: 'proxy'})).actual).to.include('container jessica-service');
  });

  it('leaves out, and says so, what is not essential, takes logs, or is said to carry no stream', async () => {
    const server = container({stopTimeoutSeconds: 120});
    const aside = [
      container({name: 'cron', isEssential: false, stopTimeoutSeconds: null}),
      container({name: 'router', isLogRouter: true, stopTimeoutSeconds: null}),
      container({name: 'agent', stopTimeoutSeconds: null}),
    ];
    const verdict = await look(60_000, [server, ...aside], {carryNoStreams: ['agent']});
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include(
      'cron (not essential), router (takes logs), agent (said to carry no stream) may be killed sooner',
    );
    expect((await look(60_000, [server, ...aside])).actual).to.include('container agent');
  });

  it('knows that a container stops after those that depend on it', async () => {
    const on = (name: string) => ({dependsOn: [{container: name, condition: 'START'}]});
    const proxy = container({name: 'proxy', stopTimeoutSeconds: 10});
    const serverFirst = [
      container({stopTimeoutSeconds: 120, ...on('mesh')}),
      container({name: 'mesh', ...on('proxy')}),
    ];
    expect((await look(60_000, [...serverFirst, proxy])).status).to.equal('pass');
    const proxyFirst = [container({stopTimeoutSeconds: 120}), {...proxy, ...on('jessica-service')}];
    expect((await look(60_000, proxyFirst)).status).to.equal('fail');
    // The load balancer knows the proxy, and the server behind it, with time enough, stops first.
    const unclear = [container({stopTimeoutSeconds: 10}), container({name: 'server', ...on('jessica-service')})];
    expect((await thrownBy(look(60_000, unclear), CannotTell)).message).to.include('whether these hold the streams');
  });

  it('counts no more than Fargate gives', async () => {
    expect((await look(120_001, [container({stopTimeoutSeconds: 300})])).actual).to.equal('stopTimeout 120 s');
    const onEc2 = {tasks: [task(1, {launchType: 'EC2'})]};
    expect((await look(300_000, [container({stopTimeoutSeconds: 300})], {}, {}, {}, onEc2)).status).to.equal('pass');
  });

  it('judges the revision that runs, not the one that the service names', async () => {
    const runs = atRevision(7, {containers: [container({stopTimeoutSeconds: 30})]});
    const tasks = [task(1, {taskDefinitionArn: runs.arn}), task(2, {taskDefinitionArn: runs.arn})];
    const world = awsWorld({tasks, taskDefinitions: [...HEALTHY.taskDefinitions, runs]});
    const failed = await check.run({...PARAMS, drain: 31_000}, world);
    expect(failed.summary).to.include('container jessica-service of jessica-service:7: stopTimeout 30 s');
    const passed = await check.run({...PARAMS, drain: 30_000}, world);
    expect(passed.summary).to.include('2 of 2 tasks run jessica-service:7 (the service names jessica-service:9, which');
  });

  it('cannot tell when no task runs', async () => {
    const stopped = look(1000, [container()], {}, {desiredCount: 2}, {}, {tasks: [task(1, {lastStatus: 'PENDING'})]});
    expect((await thrownBy(stopped, CannotTell)).message).to.include('no task of it runs (2 are desired, 0 pending)');
  });

  it('uses the actions it declares', async () => {
    const world = awsWorld();
    await check.run({...PARAMS, drain: 1000}, world);
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
    const onEc2 = look(1000, unset, {}, {}, {}, {tasks: [task(1, {launchType: 'EC2'})]});
    expect((await thrownBy(onEc2, CannotTell)).message).to.include('ECS_CONTAINER_STOP_TIMEOUT');
    const either = {requiresCompatibilities: ['EC2', 'FARGATE']};
    const unsaid = {tasks: [task(1, {launchType: null})]};
    await thrownBy(look(1000, unset, {}, {launchType: null}, either, unsaid), CannotTell);
    expect((await look(1000, unset, {}, {launchType: null}, {}, unsaid)).status).to.equal('pass');
  });
});

function look(
  drain: number,
  containers: readonly ContainerDefinition[],
  params: {container?: string; carryNoStreams?: string[]} = {},
  service: Partial<EcsService> = {},
  definition: Partial<TaskDefinition> = {},
  more: Partial<AwsWorld> = {},
) {
  const world = awsWorld({
    service: ecsService(service),
    taskDefinitions: [taskDefinition({containers, ...definition})],
    ...more,
  });
  return check.run({...PARAMS, drain, ...params}, world);
}

import {expect} from 'chai';
import {type AwsWorld, HEALTHY} from '../../src/lab/aws-world.ts';
import {AwsRefusal} from '../../src/model/errors.ts';
import type {EcsService, EcsTask} from '../../src/model/facts/aws-facts.ts';
import type {TraceDocument} from '../../src/model/trace.ts';
import {ecsService, forward, NOT_FOUND, rule, targetGroup, targetHealth, task} from '../support/aws-facts.ts';
import {RESOURCES} from '../support/healthy-resources.ts';
import {type Given, traceIn} from './trace-worlds.ts';

const SSE = targetGroup('jessica-service-sse').arn;
const UNNAMED: Given = {scope: {services: []}};
const NAMED = {...RESOURCES.service, name: 'named', service: 'named'};
const LOOKED = 'looked through all ECS services of account platform, eu-central-1';

/** A service that registers its tasks in this target group. */
function serviceIn(
  name: string,
  targetGroupArn: string | null,
  alternateTargetGroupArn: string | null = null,
): EcsService {
  const {clusterArn, loadBalancers} = ecsService();
  const [wired] = loadBalancers.map((one) => ({...one, targetGroupArn, alternateTargetGroupArn}));
  const arn = `${clusterArn.replace(':cluster/', ':service/')}/${name}`;
  return ecsService({name, arn, loadBalancers: wired === undefined ? [] : [wired]});
}

function hopOf({hops}: TraceDocument, kind: string) {
  return hops.find((hop) => hop.kind === kind);
}

/** Two that register in the group, each with these tasks. */
function twoWith(tasks: readonly EcsTask[]): Partial<AwsWorld> {
  return {service: serviceIn('one', SSE), tasks, otherServices: [{service: serviceIn('two', SSE), tasks}]};
}

describe('the services behind a target group', () => {
  it('are found in the account when nobody names one, and the hop says how', async () => {
    const other = {service: serviceIn('other', targetGroup('jessica-service-api').arn), tasks: []};
    const trace = await traceIn({otherServices: [other]}, UNNAMED);
    expect(trace.conclusion).to.equal('Every hop is in order, from the zone to the tasks.');
    const tasks = hopOf(trace, 'tasks');
    expect(tasks?.summary).to.match(/^main\/jessica-service: 1 running of 1 wanted/);
    expect(tasks?.lines[0]?.text).to.equal(`${LOOKED} (2)`);
  });

  it('are asked for as they are called in their cluster, in the account and region of the load balancer', async () => {
    const asked: unknown[] = [];
    await traceIn({}, {...UNNAMED, asked});
    expect(asked).to.deep.include({
      kind: 'service',
      name: 'service',
      account: 'platform',
      region: 'eu-central-1',
      cluster: 'main',
      service: 'jessica-service',
    });
  });

  it('are found when the group is the other one of a blue/green service', async () => {
    const trace = await traceIn(
      {service: serviceIn('blue-green', targetGroup('jessica-service-api').arn, SSE)},
      UNNAMED,
    );
    expect(hopOf(trace, 'tasks')).to.include({status: 'ok'});
    expect(hopOf(trace, 'way-to-tasks')).to.include({status: 'ok'});
  });

  it('are looked for when those that were named register elsewhere', async () => {
    const trace = await traceIn(
      {otherServices: [{service: serviceIn('named', null), tasks: []}]},
      {scope: {services: [NAMED]}},
    );
    expect(hopOf(trace, 'tasks')?.summary).to.match(/^main\/jessica-service/);
  });

  it('are not looked for when one was named that registers there', async () => {
    const refuse = () => Promise.reject(new AwsRefusal('ecs:ListClusters', 'AccessDenied', 'denied', 'grant it'));
    expect((await traceIn({}, {aws: () => ({services: refuse})})).verdict).to.equal('ok');
  });

  it('are not known when AWS does not list them, and the hop names the action', async () => {
    const refuse = () => Promise.reject(new AwsRefusal('ecs:ListClusters', 'AccessDenied', 'denied', 'grant it'));
    const trace = await traceIn({}, {...UNNAMED, aws: () => ({services: refuse})});
    expect(hopOf(trace, 'tasks')).to.include({status: 'unknown', refusedAction: 'ecs:ListClusters'});
    expect(hopOf(trace, 'way-to-tasks')).to.include({status: 'unknown', summary: 'not judged'});
    expect(trace.verdict).to.equal('unknown');
  });

  it('are all taken when there are several', async () => {
    const trace = await traceIn(twoWith(HEALTHY.tasks), UNNAMED);
    const tasks = hopOf(trace, 'tasks');
    expect(tasks?.summary).to.match(/^main\/one: 1 running.*; main\/two: 1 running/);
    expect(tasks?.lines[1]?.text).to.equal(
      '2 services register in jessica-service-sse, and any may get the request: one, two',
    );
    expect(hopOf(trace, 'way-to-tasks')?.summary).to.include('tasks of one:8000 and tasks of two:8000: 12 of 12');
  });

  it('of several groups are all followed, each to the ports of its own group', async () => {
    const api = targetGroup('jessica-service-api').arn;
    const split: Partial<AwsWorld> = {
      listenerRules: [
        rule(90, {}, forward(['jessica-service-sse', 9], ['jessica-service-api', 1])),
        rule('default', {}, NOT_FOUND),
      ],
      targetHealth: {
        [SSE]: [targetHealth('10.0.1.10')],
        [api]: [targetHealth('10.0.2.10', 'healthy', {port: 9000, healthCheckPort: '9000'})],
      },
    };
    const both = await traceIn(
      {
        ...split,
        service: serviceIn('jessica-service', SSE),
        otherServices: [{service: serviceIn('canary', api), tasks: HEALTHY.tasks}],
      },
      UNNAMED,
    );
    const way = hopOf(both, 'way-to-tasks');
    expect(way?.status).to.equal('broken');
    expect(way?.summary).to.equal('central-alb → tasks of jessica-service:8000 and tasks of canary:9000');
    const one = await traceIn({...split, service: serviceIn('jessica-service', SSE)}, UNNAMED);
    expect(hopOf(one, 'tasks')?.lines[1]?.text).to.equal('no ECS service registers its tasks in jessica-service-api');
  });

  it('that run no task yet are judged by the network that they plan for them', async () => {
    const groups = [targetGroup('jessica-service-sse', {port: 80}), targetGroup('jessica-service-api')];
    const trace = await traceIn({tasks: [], targetHealth: {}, targetGroups: groups});
    const way = hopOf(trace, 'way-to-tasks');
    expect(way?.status).to.equal('ok');
    expect(way?.summary).to.match(/^central-alb → future tasks of jessica-service:8000: 6 of 6/);
    expect(trace.firstBroken).to.equal('target-group');
  });

  it('are broken when none of them has a task that serves, and not when one has', async () => {
    const tasksOf = (...all: ReturnType<typeof task>[]) => traceIn(twoWith(all), UNNAMED);
    expect(hopOf(await tasksOf(), 'tasks')?.because).to.equal('no task of one, two is running (2 wanted)');
    expect(hopOf(await tasksOf(task(9)), 'tasks')?.status).to.equal('broken');
    expect(hopOf(await tasksOf(...HEALTHY.tasks), 'tasks')?.status).to.equal('ok');
  });

  describe('of which there is none', () => {
    const none = {service: serviceIn('other', targetGroup('jessica-service-api').arn)};

    it('leave it to healthy targets to be in order', async () => {
      const trace = await traceIn(none, UNNAMED);
      expect(trace.conclusion).to.equal('Every hop is in order, from the zone to the targets.');
      expect(hopOf(trace, 'tasks')?.summary).to.equal(
        'none: the targets of jessica-service-sse are not those of an ECS service of this account',
      );
      expect(hopOf(trace, 'way-to-tasks')?.summary).to.equal(
        'central-alb → targets:8000: health checks on the port of the requests get through',
      );
    });

    it('leave the way unknown when health checks go to another port', async () => {
      const targets = [targetHealth('10.0.1.10', 'healthy', {healthCheckPort: '9000'})];
      const trace = await traceIn({...none, targetHealth: {[SSE]: targets}}, UNNAMED);
      expect(hopOf(trace, 'way-to-tasks')).to.include({status: 'unknown'});
      expect(hopOf(trace, 'way-to-tasks')?.because).to.match(/no health check goes to port 8000$/);
    });

    it('leave unknown who is behind a group in which nothing is healthy', async () => {
      const trace = await traceIn({...none, targetHealth: {[SSE]: [targetHealth('10.0.1.10', 'unhealthy')]}}, UNNAMED);
      expect(trace.firstBroken).to.equal('target-group');
      expect(hopOf(trace, 'tasks')).to.include({
        status: 'unknown',
        because: `no ECS service registers its tasks in jessica-service-sse: ${LOOKED} (1)`,
      });
      expect(hopOf(trace, 'way-to-tasks')?.because).to.match(/no health check gets through$/);
    });
  });
});

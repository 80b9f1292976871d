import {expect} from 'chai';
import {serviceSteady as check} from '../../../src/checks/ecs/service-steady.ts';
import {HEALTHY} from '../../../src/lab/aws-world.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {EcsDeployment, EcsService} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {deployment, ecsService} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

neverPassesUnanswered(
  check,
  {service: 'service'},
  {
    emptyIsAnAnswer: {
      'ecs:ListServiceDeployments':
        'AWS remembers 90 days: a service that was deployed before has no deployment on record',
    },
  },
);

describe('ecs/service-steady', () => {
  it('passes after a deployment that went well, and uses the actions it declares', async () => {
    const world = awsWorld();
    const verdict = await check.run({service: 'service', atLeast: 1}, world);
    expect(verdict).to.deep.include({status: 'pass', actual: '1 of 1 tasks of jessica-service:9 run'});
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('is not fooled by 0 = 0, unless 0 is what is asked for', async () => {
    const idle = {desiredCount: 0, runningCount: 0};
    expect((await look(idle)).summary).to.include('0 tasks are desired, fewer than 1');
    expect((await look(idle, {}, {atLeast: 0})).status).to.equal('pass');
  });

  it('minds the least number of tasks', async () => {
    expect((await look({}, {}, {atLeast: 2})).actual).to.equal('2 of 2 tasks of jessica-service:9 run');
    expect((await look({}, {}, {atLeast: 3})).actual).to.include('2 tasks are desired, fewer than 3');
  });

  for (const [what, service, primary] of [
    ['1 of 2 tasks run', {runningCount: 1}, {}],
    ['3 of 2 tasks run', {runningCount: 3}, {}],
    ['1 tasks are pending', {pendingCount: 1}, {}],
    ['its status is DRAINING', {status: 'DRAINING'}, {}],
    ['the rollout is FAILED (no luck)', {}, {rolloutState: 'FAILED', rolloutStateReason: 'no luck'}],
    ['the rollout is IN_PROGRESS', {}, {rolloutState: 'IN_PROGRESS'}],
    ['1 tasks of the deployment failed', {}, {failedTasks: 1}],
    ['it has 1 deployments (ACTIVE of jessica-service:9)', {}, {status: 'ACTIVE'}],
    ['it runs jessica-service:6, not jessica-service:9', {}, {taskDefinitionArn: 'arn:aws:x/jessica-service:6'}],
  ] as const) {
    it(`fails when ${what}`, async () => {
      const verdict = await look(service, primary);
      expect(verdict.status).to.equal('fail');
      expect(verdict.actual).to.include(what);
    });
  }

  it('fails while two deployments run', async () => {
    const two = {deployments: [deployment(), deployment({status: 'ACTIVE', taskDefinitionArn: 'x/jessica-service:6'})]};
    expect((await look(two)).actual).to.include('PRIMARY of jessica-service:9, ACTIVE of jessica-service:6');
  });

  it('is not fooled by a rollback that looks stable', async () => {
    const rollback = ['ROLLBACK_REQUESTED', 'ROLLBACK_IN_PROGRESS', 'ROLLBACK_SUCCESSFUL', 'ROLLBACK_FAILED'];
    for (const status of [...rollback, 'PENDING', 'IN_PROGRESS', 'STOP_REQUESTED', 'STOPPED']) {
      const verdict = await check.run({service: 'service', atLeast: 1}, newest(status));
      expect(verdict.status, status).to.equal('fail');
      expect(verdict.actual).to.include(`its newest deployment is ${status} (circuit breaker)`);
    }
  });

  it('fails on another revision than the one asked for, by name and by ARN', async () => {
    const arn = 'arn:aws:ecs:eu-central-1:444444444444:task-definition/jessica-service:9';
    for (const revision of ['jessica-service:9', arn]) {
      expect((await look({}, {}, {revision})).status).to.equal('pass');
    }
    for (const revision of ['jessica-service:10', `${arn}0`, arn.replace('444444444444', '555555555555')]) {
      expect((await look({}, {}, {revision})).actual).to.include('it runs jessica-service:9, not jessica-service:');
    }
  });

  it('shows the events that tell why', async () => {
    const events = [
      {at: '2026-11-22T11:00:00.000Z', message: '(service x) registered 1 targets'},
      {at: '2026-11-22T10:00:00.000Z', message: '(service x) was unable to place a task'},
    ];
    const shown = (await look({events})).evidence.find(({what}) => what === 'events')?.value;
    expect(shown).to.deep.equal(['2026-11-22T10:00:00.000Z (service x) was unable to place a task']);
  });

  it('takes the history for the rollout state, where AWS does not say that', async () => {
    expect((await look({}, {rolloutState: null})).status).to.equal('pass');
    const world = awsWorld({
      service: ecsService({deployments: [deployment({rolloutState: null})]}),
      serviceDeployments: [],
    });
    const silent = check.run({service: 'service', atLeast: 1}, world);
    expect((await thrownBy(silent, CannotTell)).message).to.include('does not say how the rollout went');
  });

  it('cannot tell about another deployment controller, nor about a state it does not know', async () => {
    expect((await thrownBy(look({deployments: []}), CannotTell)).message).to.include('lists no deployments');
    const odd = check.run({service: 'service', atLeast: 1}, newest('PONDERING'));
    expect((await thrownBy(odd, CannotTell)).message).to.include('not known to this version');
  });

  it('refuses what is not a revision or not a count', () => {
    const valid = (more: object) => check.params.safeParse({service: 'service', ...more}).success;
    expect([valid({}), valid({revision: 'a-b_c:12'}), valid({atLeast: 0})]).to.deep.equal([true, true, true]);
    expect([valid({revision: 'latest'}), valid({atLeast: -1}), valid({atLeast: 1.5})]).not.to.include(true);
  });
});

function look(
  service: Partial<EcsService> = {},
  primary: Partial<EcsDeployment> = {},
  params: {atLeast?: number; revision?: string} = {},
) {
  const two = {desiredCount: 2, runningCount: 2};
  const deployments = [deployment({...two, ...primary})];
  const world = awsWorld({service: ecsService({...two, deployments, ...service})});
  return check.run({service: 'service', atLeast: 1, ...params}, world);
}

function newest(status: string) {
  const [first] = HEALTHY.serviceDeployments.map((one) => ({...one, status, statusReason: 'circuit breaker'}));
  return awsWorld({serviceDeployments: [...(first ? [first] : []), ...HEALTHY.serviceDeployments]});
}

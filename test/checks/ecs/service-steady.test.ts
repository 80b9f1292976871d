import {expect} from 'chai';
import {serviceSteady as check} from '../../../src/checks/ecs/service-steady.ts';
import {HEALTHY} from '../../../src/lab/aws-world.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {
  EcsDeployment,
  EcsService,
  EcsTask,
  EcsTaskSet,
  ServiceDeployment,
} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {atRevision, deployment, ecsService, task, taskSet} from '../../support/aws-facts.ts';
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
    expect((await look(idle, {}, {}, [])).summary).to.include('0 tasks are desired, fewer than 1');
    expect((await look(idle, {}, {atLeast: 0}, [])).status).to.equal('pass');
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

  it('counts the tasks themselves: how many run, of which revision, and whether their containers are well', async () => {
    const of = (...tasks: EcsTask[]) => look({}, {}, {atLeast: 2}, tasks);
    expect((await of(task(1), task(2, {healthStatus: 'UNKNOWN'}))).status).to.equal('pass');
    expect((await of(task(1), task(2, {desiredStatus: 'STOPPED'}))).actual).to.equal('1 tasks run, fewer than 2');
    expect((await of(task(1), task(2, {healthStatus: 'UNHEALTHY'}))).actual).to.equal(
      '1 of 2 running tasks are UNHEALTHY by the health check of their containers (2)',
    );
    const old = atRevision(8).arn;
    expect((await of(task(1), task(2), task(3, {taskDefinitionArn: old}))).actual).to.equal(
      '1 of 3 running tasks are of jessica-service:8, not of jessica-service:9',
    );
  });

  it('says how far a deployment got, why it went back, and which alarm ended it', async () => {
    const [first] = HEALTHY.serviceDeployments;
    const history = [
      {
        ...first,
        status: 'ROLLBACK_IN_PROGRESS',
        lifecycleStage: 'BAKE_TIME',
        rollbackReason: 'alarm',
        triggeredAlarms: ['errors'],
      },
    ];
    const verdict = await check.run(
      {service: 'service', atLeast: 1},
      awsWorld({serviceDeployments: history as ServiceDeployment[]}),
    );
    expect(verdict.actual).to.include('ROLLBACK_IN_PROGRESS (BAKE_TIME; alarm; alarm errors)');
  });

  describe('with task sets', () => {
    const sets = (all: Partial<EcsTaskSet>[], controller = 'CODE_DEPLOY', params = {}) =>
      look(
        {deployments: [], deploymentController: controller, taskSets: all.map((one, i) => taskSet(i, one))},
        {},
        params,
      );

    it('passes when the PRIMARY one is steady and has the tasks alone, and asks for no history', async () => {
      const world = awsWorld({
        service: ecsService({
          deployments: [],
          deploymentController: 'CODE_DEPLOY',
          taskSets: [taskSet(1, {computedDesiredCount: 1, runningCount: 1})],
        }),
      });
      expect((await check.run({service: 'service', atLeast: 1}, world)).status).to.equal('pass');
      expect(world.usedActions()).not.to.include('ecs:ListServiceDeployments');
      const empty = {status: 'ACTIVE', runningCount: 0, computedDesiredCount: 0};
      expect((await sets([{}, empty], 'EXTERNAL')).status).to.equal('pass');
    });

    for (const [what, all] of [
      ['1 of 2 tasks of its PRIMARY task set run, 1 are pending', [{runningCount: 1, pendingCount: 1}]],
      ['its PRIMARY task set is STABILIZING', [{stabilityStatus: 'STABILIZING'}]],
      ['is of jessica-service:6, not of jessica-service:9', [{taskDefinitionArn: 'arn:aws:x/jessica-service:6'}]],
      [
        'other task sets with tasks (ACTIVE of jessica-service:9): the deployment is not over',
        [{}, {status: 'ACTIVE'}],
      ],
    ] as const) {
      it(`fails when ${what}`, async () => {
        const verdict = await sets([...all]);
        expect(verdict.status).to.equal('fail');
        expect(verdict.actual).to.include(what);
      });
    }

    it('cannot tell without a PRIMARY one, its stability, or what an external controller keeps', async () => {
      expect((await thrownBy(sets([{status: 'ACTIVE'}]), CannotTell)).message).to.include('none of its 1 task sets');
      expect((await thrownBy(sets([]), CannotTell)).message).to.include('none of its 0 task sets');
      expect((await thrownBy(sets([{stabilityStatus: null}]), CannotTell)).message).to.include('is steady');
      const kept = sets([{}, {status: 'ACTIVE'}], 'EXTERNAL');
      expect((await thrownBy(kept, CannotTell)).message).to.include('whether they are to stay only EXTERNAL knows');
      const taskDefinitionArn = atRevision(8).arn;
      const taskSets = [taskSet(0), taskSet(1, {status: 'ACTIVE', taskDefinitionArn})];
      const [first, second] = taskSets.map(({id}) => id);
      const divided = look({deployments: [], deploymentController: 'EXTERNAL', taskSets}, {}, {}, [
        task(1, {startedBy: first ?? null}),
        task(2, {startedBy: second ?? null, taskDefinitionArn}),
      ]);
      expect((await thrownBy(divided, CannotTell)).message, 'two revisions').to.include('only EXTERNAL knows');
    });
  });

  it('cannot tell about a service that lists no deployment, nor about a state it does not know', async () => {
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
  tasks: readonly EcsTask[] = [task(1), task(2)],
) {
  const two = {desiredCount: 2, runningCount: 2};
  const deployments = [deployment({...two, ...primary})];
  const world = awsWorld({service: ecsService({...two, deployments, ...service}), tasks});
  return check.run({service: 'service', atLeast: 1, ...params}, world);
}

function newest(status: string) {
  const [first] = HEALTHY.serviceDeployments.map((one) => ({...one, status, statusReason: 'circuit breaker'}));
  return awsWorld({serviceDeployments: [...(first ? [first] : []), ...HEALTHY.serviceDeployments]});
}

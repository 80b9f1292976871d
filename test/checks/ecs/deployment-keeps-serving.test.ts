import {expect} from 'chai';
import {deploymentKeepsServing as check} from '../../../src/checks/ecs/deployment-keeps-serving.ts';
import {type AwsWorld, HEALTHY} from '../../../src/lab/aws-world.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {EcsService} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {container, ecsService, taskDefinition} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

neverPassesUnanswered(check, {service: 'service', startsWithin: '20s'});

/** Health checks of the healthy world: after 60 s (container) and 30 s at the earliest (target groups). */
const NO_GRACE = {healthCheckGracePeriodSeconds: 0};

describe('ecs/deployment-keeps-serving', () => {
  it('passes when the only task stays until another runs, and says what it did not look at', async () => {
    const verdict = await look({});
    expect(verdict.summary).to.equal(
      'service jessica-service: 1 of 1 tasks stay while it deploys (rolling); not looked at: whether new tasks get the time to start, auto scaling, which may lower the desired count',
    );
  });

  it('uses the actions it declares, and no more than it needs', async () => {
    const patient = awsWorld({service: ecsService()});
    await check.run({...PARAMS, startsWithin: 60_000}, patient);
    expect(patient.usedActions()).to.deep.equal(['ecs:DescribeServices']);
    const hasty = awsWorld({service: ecsService(NO_GRACE)});
    await check.run({...PARAMS, startsWithin: 1000}, hasty);
    expect(hasty.usedActions()).to.deep.equal(check.iam);
  });

  it('fails when too few stay, with the rounding of AWS', async () => {
    const none = await look({minimumHealthyPercent: 0});
    expect(none.actual).to.equal('a deployment may leave 0 of 1 tasks (minimum healthy percent 0), fewer than 1');
    expect(none.fix).to.include('to 100 or more');
    // Rounded up.
    expect((await look({minimumHealthyPercent: 1})).status).to.equal('pass');
    const three = {desiredCount: 3, minimumHealthyPercent: 34};
    expect((await look(three, {atLeast: 2})).status).to.equal('pass');
    expect((await look({...three, minimumHealthyPercent: 33}, {atLeast: 2})).fix).to.include('to 67 or more');
    expect((await look(three, {atLeast: 4})).actual).to.equal('3 tasks are desired, fewer than 4');
  });

  it('fails when a deployment can neither stop nor start a task', async () => {
    // One and a half, rounded down.
    expect((await look({maximumPercent: 150})).actual).to.include('can neither stop nor start a task');
    expect((await look({desiredCount: 2, maximumPercent: 150})).status).to.equal('pass');
  });

  it('knows that old tasks stay until the traffic has moved', async () => {
    for (const strategy of ['BLUE_GREEN', 'LINEAR', 'CANARY']) {
      expect((await look({strategy, minimumHealthyPercent: 0})).summary, strategy).to.include('(blue/green)');
    }
    expect((await look({deploymentController: 'CODE_DEPLOY', minimumHealthyPercent: 0})).status).to.equal('pass');
  });

  it('fails when health checks end a task that is still starting', async () => {
    expect((await look({}, {startsWithin: 60_000})).status).to.equal('pass');
    const slow = await look(NO_GRACE, {startsWithin: 61_000});
    expect(slow.actual).to.include('the health check of container jessica-service ends a task that has not started');
    expect(slow.fix).to.equal('Set `health_check_grace_period_seconds` to 61 or more.');
    const alone = {taskDefinitions: [taskDefinition({containers: [container({healthCheck: null})]})]};
    const [group] = HEALTHY.targetGroups;
    const patience = (group?.healthCheck.intervalSeconds ?? 0) * (group?.healthCheck.unhealthyThreshold ?? 0) * 1000;
    expect((await look(NO_GRACE, {startsWithin: patience}, alone)).status).to.equal('pass');
    expect((await look(NO_GRACE, {startsWithin: patience + 1}, alone)).actual).to.include('of target group');
    const nobody = {...NO_GRACE, loadBalancers: []};
    expect((await look(nobody, {startsWithin: 600_000}, alone)).status).to.equal('pass');
  });

  it('fails when the grace period is so long that a task which never answers stays, to the second', async () => {
    const long = {healthCheckGracePeriodSeconds: 301};
    expect((await look({healthCheckGracePeriodSeconds: 300}, {graceAtMost: 300_000})).status).to.equal('pass');
    expect((await look({healthCheckGracePeriodSeconds: null}, {graceAtMost: 300_000})).status).to.equal('pass');
    const verdict = await look(long, {graceAtMost: 300_000});
    expect(verdict.actual).to.include('a task that never answers is not replaced');
    expect(verdict.fix).to.equal('Set `health_check_grace_period_seconds` to 300 or less.');
    expect((await look(long)).status).to.equal('pass');
  });

  it('fails when nothing rolls a failed deployment back, where that is wanted', async () => {
    const off = {circuitBreaker: {isEnabled: true, rollsBack: false}};
    expect((await look({}, {rollsBack: true})).status).to.equal('pass');
    expect((await look(off)).status).to.equal('pass');
    expect((await look(off, {rollsBack: true})).actual).to.include('nothing rolls back a deployment that fails');
    const alarms = {...off, deploymentAlarms: {isEnabled: true, rollsBack: true, names: ['errors']}};
    const alone = await thrownBy(look(alarms, {rollsBack: true}), CannotTell);
    expect(alone.message).to.include('alarms alone (errors) roll a deployment back');
    const both = {...alarms, circuitBreaker: {isEnabled: true, rollsBack: true}};
    expect((await look(both, {rollsBack: true})).status).to.equal('pass');
    const elsewhere = look({...off, deploymentController: 'CODE_DEPLOY'}, {rollsBack: true});
    expect((await thrownBy(elsewhere, CannotTell)).message).to.include('is not read');
  });

  it('cannot tell what others replace, nor without numbers', async () => {
    for (const [service, what] of [
      [{deploymentController: 'EXTERNAL'}, 'EXTERNAL'],
      [{schedulingStrategy: 'DAEMON'}, 'DAEMON'],
      [{strategy: 'SOMEHOW'}, 'SOMEHOW'],
      [{minimumHealthyPercent: null}, 'ROLLING'],
    ] as const) {
      expect((await thrownBy(look(service), CannotTell)).message).to.include(what);
    }
    const groups = HEALTHY.targetGroups.map((one) => ({
      ...one,
      healthCheck: {...one.healthCheck, intervalSeconds: null},
    }));
    const unsaid = look(NO_GRACE, {startsWithin: 1000}, {targetGroups: groups});
    expect((await thrownBy(unsaid, CannotTell)).message).to.include('how patient the health check of target group');
  });
});

const PARAMS = {service: 'service', atLeast: 1, rollsBack: false};

function look(
  service: Partial<EcsService>,
  params: {atLeast?: number; startsWithin?: number; graceAtMost?: number; rollsBack?: boolean} = {},
  world: Partial<AwsWorld> = {},
) {
  return check.run({...PARAMS, ...params}, awsWorld({service: ecsService(service), ...world}));
}

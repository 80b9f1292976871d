import {expect} from 'chai';
import {targetGroupIsGone as check} from '../../../src/checks/alb/target-group-is-gone.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {LOAD_BALANCER, targetGroup} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const PARAMS = {alb: 'alb', targetGroup: 'old-api'};

neverPassesUnanswered(check, {alb: 'alb', targetGroup: 'old-api'});

describe('alb/target-group-is-gone', () => {
  it('passes when none is of that name or ARN, and uses the actions it declares', async () => {
    const world = awsWorld();
    const verdict = await check.run(PARAMS, world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal('account 444444444444, eu-central-1: no target group old-api among 3');
    expect(world.usedActions()).to.deep.equal(check.iam);
    const {arn} = targetGroup('old-api');
    expect((await check.run({...PARAMS, targetGroup: arn}, awsWorld())).status).to.equal('pass');
  });

  it('fails when it is still there, and says who uses it', async () => {
    const used = await check.run({...PARAMS, targetGroup: 'jessica-service-api'}, awsWorld());
    expect(used.status).to.equal('fail');
    expect(used.summary).to.include(`target group jessica-service-api is still there, in use by ${LOAD_BALANCER.arn}`);
    expect(used.fix).to.include('Take it out of the rules of that load balancer once nothing asks for what it serves');
    const idle = targetGroup('old-api', {loadBalancerArns: []});
    for (const name of [idle.name, idle.arn]) {
      const verdict = await check.run({...PARAMS, targetGroup: name}, awsWorld({targetGroups: [idle]}));
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.include('no load balancer uses it');
      expect(verdict.fix).to.include(`delete-target-group --target-group-arn ${idle.arn}`);
    }
  });

  it('cannot tell of another account or region, nor where no group is listed at all', async () => {
    const {arn} = targetGroup('old-api');
    for (const elsewhere of [arn.replace('444444444444', '555555555555'), arn.replace('eu-central-1', 'us-east-1')]) {
      const thrown = await thrownBy(check.run({...PARAMS, targetGroup: elsewhere}, awsWorld()), CannotTell);
      expect(thrown.message).to.include('would be in account');
    }
    const none = await thrownBy(check.run(PARAMS, awsWorld({targetGroups: []})), CannotTell);
    expect(none.message).to.include('no target group at all is listed');
  });
});

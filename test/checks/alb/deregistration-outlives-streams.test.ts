import {expect} from 'chai';
import {deregistrationOutlivesStreams as check} from '../../../src/checks/alb/deregistration-outlives-streams.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {targetGroup} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

neverPassesUnanswered(check, {alb: 'alb', targetGroup: 'jessica-service-sse', streams: '2m'});

describe('alb/deregistration-outlives-streams', () => {
  it('passes up to the delay itself, and uses the actions it declares', async () => {
    const world = worldWith('600');
    const verdict = await check.run({alb: 'alb', targetGroup: 'jessica-service-sse', streams: 600_000}, world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      'target group jessica-service-sse: its deregistration delay is 600 s; streams last 10 min',
    );
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('fails when a stream may last longer, by the least', async () => {
    const verdict = await look(600_001, '600');
    expect(verdict.status).to.equal('fail');
    expect(verdict.fix).to.include('Set deregistration_delay to 601');
    expect((await look(601_000, '600')).summary).to.include('its deregistration delay is 600 s, not 10 min 1 s');
  });

  it('takes an absent one for 300 s, and says so', async () => {
    expect((await look(300_000, undefined)).status).to.equal('pass');
    expect((await look(300_001, undefined)).actual).to.equal('its deregistration delay is 300 s (the default)');
    expect((await look(1, '0')).status).to.equal('fail');
  });

  it('says when no delay would be long enough', async () => {
    expect((await look(3_600_000, '300')).fix).to.include('Set deregistration_delay to 3600');
    expect((await look(3_600_001, '3600')).fix).to.include('3600 s is the most that AWS allows');
  });

  it('cannot tell from what is not a number, or about a group that is not there', async () => {
    expect((await thrownBy(look(1000, 'long'), CannotTell)).message).to.include('"long"');
    const run = check.run({alb: 'alb', targetGroup: 'jessica-service-sso', streams: 1000}, awsWorld());
    expect((await thrownBy(run, CannotTell)).message).to.include('Did you mean "jessica-service-sse"?');
  });
});

function worldWith(seconds: string | undefined) {
  const attributes: Record<string, string> =
    seconds === undefined ? {} : {'deregistration_delay.timeout_seconds': seconds};
  return awsWorld({targetGroupAttributes: {[targetGroup('jessica-service-sse').arn]: attributes}});
}

function look(streams: number, seconds: string | undefined) {
  return check.run({alb: 'alb', targetGroup: 'jessica-service-sse', streams}, worldWith(seconds));
}

import {expect} from 'chai';
import {idleTimeoutFitsHeartbeat as check} from '../../../src/checks/alb/idle-timeout-fits-heartbeat.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {LOAD_BALANCER} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

neverPassesUnanswered(check, {alb: 'alb', heartbeat: '1s'});

describe('alb/idle-timeout-fits-heartbeat', () => {
  it('passes on a heartbeat well within the timeout, and uses the actions it declares', async () => {
    const world = awsWorld();
    const verdict = await check.run({alb: 'alb', heartbeat: 1000}, world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal('load balancer central-alb: idle timeout 3 s, heartbeat every 1 s');
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('passes up to half the timeout, and calls what is slower a race', async () => {
    expect((await look(30_000, '60')).status).to.equal('pass');
    const verdict = await look(30_001, '60');
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('races the timeout');
    expect((await look(59_999, '60')).summary).to.include('races');
  });

  it('fails from the timeout itself on: the heartbeat comes too late', async () => {
    for (const heartbeat of [60_000, 90_000]) {
      const verdict = await look(heartbeat, '60');
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.include('cut before its heartbeat');
    }
  });

  it('takes an absent attribute for 60 s, and says so', async () => {
    const verdict = await look(30_000, undefined);
    expect(verdict.status).to.equal('pass');
    expect(verdict.actual).to.equal('idle timeout 60 s (the default), heartbeat every 30 s');
    expect((await look(60_000, undefined)).status).to.equal('fail');
  });

  it('shows what the network forgets sooner, without judging it', async () => {
    const flow = async (heartbeat: number) => (await look(heartbeat, '4000')).evidence[1]?.value;
    expect([await flow(175_000), await flow(176_000), await flow(350_000)]).to.deep.equal([
      'fits',
      'races',
      'too slow',
    ]);
    expect((await look(350_000, '4000')).status).to.equal('pass');
  });

  it('cannot tell about a network load balancer, which has no such attribute and no such default', async () => {
    const world = awsWorld({loadBalancer: {...LOAD_BALANCER, type: 'network'}, loadBalancerAttributes: {}});
    const thrown = await thrownBy(check.run({alb: 'alb', heartbeat: 1000}, world), CannotTell);
    expect(thrown.message).to.include('is of type network');
  });

  it('cannot tell about one that takes no requests', async () => {
    const world = awsWorld({loadBalancer: {...LOAD_BALANCER, state: {code: 'provisioning', reason: null}}});
    const thrown = await thrownBy(check.run({alb: 'alb', heartbeat: 1000}, world), CannotTell);
    expect(thrown.fix).to.include('`poll:`');
  });

  it('cannot tell from what is not a number', async () => {
    expect((await thrownBy(look(15_000, 'a minute'), CannotTell)).message).to.include('"a minute"');
  });
});

function look(heartbeat: number, seconds: string | undefined) {
  const loadBalancerAttributes: Record<string, string> =
    seconds === undefined ? {} : {'idle_timeout.timeout_seconds': seconds};
  return check.run({alb: 'alb', heartbeat}, awsWorld({loadBalancerAttributes}));
}

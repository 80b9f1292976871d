import {expect} from 'chai';
import {attributesSuitStreaming as check} from '../../../src/checks/alb/attributes-suit-streaming.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {LOAD_BALANCER} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const SUITED = {
  'client_keep_alive.seconds': '3600',
  'routing.http2.enabled': 'true',
  'routing.http.drop_invalid_header_fields.enabled': 'false',
  'routing.http.desync_mitigation_mode': 'defensive',
  'access_logs.s3.enabled': 'true',
};

neverPassesUnanswered(check, {alb: 'alb'});

describe('alb/attributes-suit-streaming', () => {
  it("passes on AWS's own defaults, and uses the actions it declares", async () => {
    const world = awsWorld({loadBalancerAttributes: {}});
    const verdict = await check.run(check.params.parse({alb: 'alb'}), world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include('client_keep_alive.seconds 3600 (the default)');
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('cannot tell about a network load balancer, which has other defaults', async () => {
    const world = awsWorld({loadBalancer: {...LOAD_BALANCER, type: 'network'}, loadBalancerAttributes: {}});
    await thrownBy(check.run(check.params.parse({alb: 'alb'}), world), CannotTell);
  });

  it('cannot tell what the attributes of one that takes no requests do', async () => {
    const world = awsWorld({loadBalancer: {...LOAD_BALANCER, state: {code: 'failed', reason: null}}});
    const thrown = await thrownBy(check.run(check.params.parse({alb: 'alb'}), world), CannotTell);
    expect(thrown.message).to.include('could not be set up');
  });

  const WRONG = {
    'client_keep_alive.seconds': ['3599', 'at least 3600'],
    'routing.http2.enabled': ['false', 'true'],
    'routing.http.drop_invalid_header_fields.enabled': ['true', 'false'],
    'routing.http.desync_mitigation_mode': ['monitor', 'defensive or strictest'],
    'access_logs.s3.enabled': ['false', 'true'],
  };
  for (const [key, [value, wanted]] of Object.entries(WRONG)) {
    it(`fails when ${key} is ${value}`, async () => {
      const verdict = await look({...SUITED, [key]: value ?? ''}, {accessLogs: true});
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.equal(`load balancer central-alb: ${key} is ${value}, not ${wanted}`);
    });
  }

  it('names all that differs at once', async () => {
    const verdict = await look({...SUITED, 'routing.http2.enabled': 'false', 'client_keep_alive.seconds': '60'});
    expect(verdict.summary).to.include('client_keep_alive.seconds is 60, not at least 3600; routing.http2.enabled is');
  });

  it('expects what its params say', async () => {
    expect((await look(SUITED, {clientKeepAlive: '3601s'})).status).to.equal('fail');
    expect((await look({...SUITED, 'client_keep_alive.seconds': '60'}, {clientKeepAlive: '60s'})).status).to.equal(
      'pass',
    );
    expect((await look(SUITED, {http2: false})).status).to.equal('fail');
    expect((await look(SUITED, {dropInvalidHeaders: true})).status).to.equal('fail');
    expect((await look(SUITED, {desync: ['strictest']})).status).to.equal('fail');
    expect((await look(SUITED, {accessLogs: false})).status).to.equal('fail');
  });

  it('judges access logs only when asked to, and takes absent ones for off', async () => {
    expect((await look({})).status).to.equal('pass');
    const verdict = await look({}, {accessLogs: true});
    expect(verdict.summary).to.include('access_logs.s3.enabled is false (the default), not true');
  });

  it('cannot tell from what is not a number', async () => {
    const thrown = await thrownBy(look({'client_keep_alive.seconds': 'long'}), CannotTell);
    expect(thrown.message).to.include('"long"');
  });
});

function look(loadBalancerAttributes: Record<string, string>, more: object = {}) {
  return check.run(check.params.parse({alb: 'alb', ...more}), awsWorld({loadBalancerAttributes}));
}

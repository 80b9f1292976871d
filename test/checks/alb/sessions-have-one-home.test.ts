import {expect} from 'chai';
import {sessionsHaveOneHome as check} from '../../../src/checks/alb/sessions-have-one-home.ts';
import type {AwsWorld} from '../../../src/lab/aws-world.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {RuleAction, TargetHealth} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {ecsService, forward, rule, targetGroup, targetHealth} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const STICKY = {'stickiness.enabled': 'true', 'stickiness.type': 'lb_cookie'};
const ONE = [targetHealth('10.0.1.10')];
const TWO = [...ONE, targetHealth('10.0.2.10')];

neverPassesUnanswered(
  check,
  {alb: 'alb', targetGroup: 'jessica-service-sse', service: 'service'},
  {
    emptyIsAnAnswer: {
      'elasticloadbalancing:DescribeTargetHealth':
        'nothing is registered yet: how many will be is what the service is asked for',
    },
  },
);

describe('alb/sessions-have-one-home', () => {
  it('passes on one target, whatever the clients keep, and uses the actions it declares', async () => {
    const service = ecsService({desiredCount: 1});
    const world = worldOf(ONE, {}, {service});
    const verdict = await check.run(params({service: 'service'}), world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      'target group jessica-service-sse: 1 target, stickiness off, clients: no-cookies; what automatic scaling and deployments start beside it was not looked at',
    );
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('fails on two without stickiness', async () => {
    const verdict = await look(TWO);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('target group jessica-service-sse: 2 targets without stickiness');
    expect(verdict.fix).to.include('keep no cookies');
    expect((await look(TWO, {}, {clients: 'cookies'})).status).to.equal('fail');
  });

  it('fails on two with stickiness for clients that keep no cookies, and passes for those that do', async () => {
    const verdict = await look(TWO, STICKY);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include('2 targets with stickiness, but the clients keep no cookies');
    const kept = await look(TWO, STICKY, {clients: 'cookies'});
    expect(kept.status).to.equal('pass');
    expect(kept.summary).to.include('2 targets, stickiness lb_cookie, clients: cookies');
  });

  it('counts new targets and those that fail now, and neither those that leave nor those in a zone apart', async () => {
    const beside = (state: string) => look([...ONE, targetHealth('10.0.2.10', state)]);
    expect((await beside('initial')).status).to.equal('fail');
    expect((await beside('unavailable')).status).to.equal('fail');
    expect((await beside('draining')).status).to.equal('pass');
    expect((await beside('unhealthy')).status, 'it comes back').to.equal('fail');
    expect((await beside('unused')).status).to.equal('pass');
    const both = (state: string) => look(['10.0.1.10', '10.0.2.10'].map((id) => targetHealth(id, state)));
    expect((await both('unhealthy')).actual, 'the load balancer fails open').to.include('2 targets');
    expect((await both('unused')).actual, 'no rule forwards to the group yet').to.include('2 targets');
  });

  it('counts what the service wants, when it is named', async () => {
    const service = ecsService({desiredCount: 2});
    const named = check.run(params({service: 'service'}), worldOf(ONE, {}, {service}));
    expect((await named).summary).to.include('2 targets without stickiness');
    expect((await check.run(params(), worldOf(ONE, {}, {service}))).status).to.equal('pass');
  });

  it('fails when a rule divides requests among groups without stickiness of its own', async () => {
    const verdict = await look(ONE, {}, {}, divided(null));
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include(
      'rule 90 divides requests among jessica-service-sse, jessica-service-api without stickiness of its own',
    );
    expect((await look(ONE, {}, {}, divided(300))).summary).to.include('but the clients keep no cookies');
    expect((await look(ONE, {}, {clients: 'cookies'}, divided(300))).status).to.equal('pass');
    const whole = {listenerRules: [rule(90, {}, forward(['jessica-service-sse', 1], ['jessica-service-api', 0]))]};
    expect((await look(ONE, {}, {}, whole)).status).to.equal('pass');
  });

  it("fails on an application's cookie where a rule divides requests", async () => {
    const sticky = {...STICKY, 'stickiness.type': 'app_cookie'};
    const cookies = {clients: 'cookies'} as const;
    expect((await look(TWO, sticky, cookies, divided(300))).summary).to.include('app_cookie does not work');
    expect((await look(TWO, sticky, cookies)).status).to.equal('pass');
  });

  it('fails where cross-zone load balancing is off: stickiness then does not work', async () => {
    const off = {...STICKY, 'load_balancing.cross_zone.enabled': 'false'};
    expect((await look(TWO, off, {clients: 'cookies'})).summary).to.include('cross-zone load balancing off');
    expect((await look(ONE, off)).status).to.equal('pass');
  });

  it('cannot tell without any target, unless the service says how many there will be', async () => {
    expect((await thrownBy(look([]), CannotTell)).message).to.include('no targets');
    const wants = (desiredCount: number) =>
      check.run(params({service: 'service'}), worldOf([], {}, {service: ecsService({desiredCount})}));
    expect((await wants(1)).status).to.equal('pass');
    await thrownBy(wants(0), CannotTell);
  });

  it('cannot tell about a group that is not there', async () => {
    expect((await thrownBy(look(ONE, {}, {targetGroup: 'jessica-service-sso'}), CannotTell)).message).to.include(
      '"jessica-service-sse"',
    );
  });

  it('assumes by default that clients keep no cookies', () => {
    expect(check.params.parse({alb: 'alb', targetGroup: 'jessica-service-sse'})).to.have.property(
      'clients',
      'no-cookies',
    );
  });
});

type Params = Parameters<typeof check.run>[0];

function params(more: Partial<Params> = {}): Params {
  return {alb: 'alb', targetGroup: 'jessica-service-sse', clients: 'no-cookies', ...more};
}

function divided(stickinessSeconds: number | null) {
  const action = {...forward(['jessica-service-sse', 1], ['jessica-service-api', 1]), stickinessSeconds} as RuleAction;
  return {listenerRules: [rule(90, {}, action)]};
}

function worldOf(targets: readonly TargetHealth[], attributes: Record<string, string>, more: Partial<AwsWorld> = {}) {
  const {arn} = targetGroup('jessica-service-sse');
  return awsWorld({targetHealth: {[arn]: targets}, targetGroupAttributes: {[arn]: attributes}, ...more});
}

function look(
  targets: readonly TargetHealth[],
  attributes: Record<string, string> = {},
  more: Partial<Params> = {},
  facts: Partial<AwsWorld> = {},
) {
  return check.run(params(more), worldOf(targets, attributes, facts));
}

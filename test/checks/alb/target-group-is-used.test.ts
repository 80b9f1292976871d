import {expect} from 'chai';
import {targetGroupIsUsed as check} from '../../../src/checks/alb/target-group-is-used.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {ListenerRule, RuleAction} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {forward, LISTENER, NOT_FOUND, rule, targetGroup} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const PARAMS = {alb: 'alb', targetGroup: 'jessica-service-sse'};
const FALLBACK = rule('default', {}, NOT_FOUND);

neverPassesUnanswered(check, {alb: 'alb', targetGroup: 'jessica-service-sse'});

describe('alb/target-group-is-used', () => {
  it('passes on a rule that forwards to it, and uses the actions it declares', async () => {
    const world = awsWorld();
    const verdict = await check.run(PARAMS, world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      'load balancer central-alb: rule 90 of listener 443 forwards to target group jessica-service-sse',
    );
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('counts every listener, and the default rule', async () => {
    const listener = {...LISTENER, arn: `${LISTENER.arn}8443`, port: 8443};
    const otherListeners = [{listener, rules: [rule('default', {}, forward(['jessica-service-sse', 1]))]}];
    const verdict = await check.run(PARAMS, awsWorld({listenerRules: [FALLBACK], otherListeners}));
    expect(verdict.actual).to.equal('the default rule of listener 8443 forwards to target group jessica-service-sse');
  });

  it('fails when no rule names it', async () => {
    const verdict = await look([rule(90, {}, forward(['jessica-service-api', 1])), FALLBACK]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.equal('load balancer central-alb: no rule forwards to target group jessica-service-sse');
  });

  it('fails on weight 0 beside another that has some, and passes on the least share', async () => {
    const none = await look([rule(90, {}, forward(['jessica-service-sse', 0], ['jessica-service-api', 1])), FALLBACK]);
    expect(none.status).to.equal('fail');
    expect(none.actual).to.equal('rule 90 of listener 443 names target group jessica-service-sse with weight 0');
    expect(
      (await look([rule(90, {}, forward(['jessica-service-sse', 1], ['jessica-service-api', 999])), FALLBACK])).status,
    ).to.equal('pass');
  });

  it('says where else it is in use', async () => {
    const other = 'arn:aws:elasticloadbalancing:eu-central-1:444444444444:loadbalancer/app/other/1';
    const targetGroups = [targetGroup('jessica-service-sse', {loadBalancerArns: [other]})];
    const verdict = await check.run(PARAMS, awsWorld({targetGroups, listenerRules: [FALLBACK]}));
    expect(verdict.summary).to.include(`it is in use on ${other}`);
  });

  it('cannot tell where all weights are 0, unless another rule forwards to it', async () => {
    const zero = rule(90, {}, forward(['jessica-service-sse', 0], ['jessica-service-api', 0]));
    expect((await thrownBy(look([zero, FALLBACK]), CannotTell)).message).to.include('all its weights are 0');
    expect((await look([zero, rule(91, {}, forward(['jessica-service-sse', 1]))])).status).to.equal('pass');
  });

  it('cannot tell what an unknown action forwards to, unless another rule forwards to the group', async () => {
    const unknown: RuleAction = {type: 'unknown', order: 60_000, name: 'teleport'};
    for (const opaque of [rule(80, {}, unknown), rule(80, {}, forward(['jessica-service-sse', 1]), unknown)]) {
      const thrown = await thrownBy(
        look([opaque, rule(90, {}, forward(['jessica-service-api', 1])), FALLBACK]),
        CannotTell,
      );
      expect(thrown.message).to.include('what rule 80 of listener 443 (teleport) does is not known');
      expect((await look([opaque, rule(91, {}, forward(['jessica-service-sse', 1]))])).status).to.equal('pass');
    }
  });

  it('cannot tell about a group that is not there', async () => {
    const thrown = await thrownBy(check.run({...PARAMS, targetGroup: 'jessica-service-sso'}, awsWorld()), CannotTell);
    expect(thrown.message).to.include('Did you mean "jessica-service-sse"?');
  });
});

function look(listenerRules: readonly ListenerRule[]) {
  return check.run(PARAMS, awsWorld({listenerRules}));
}

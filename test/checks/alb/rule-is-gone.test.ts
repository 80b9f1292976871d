import {expect} from 'chai';
import {ruleIsGone as check} from '../../../src/checks/alb/rule-is-gone.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {ListenerRule, RuleAction} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {forward, LISTENER, NOT_FOUND, rule} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const OLD = {host: 'old.georgi.io', path: '/api/*', targetGroup: 'old-api'};
const RULE = rule(110, {host: 'old.georgi.io', path: '/api/*'}, forward(['old-api', 1]));
const FALLBACK = rule('default', {}, NOT_FOUND);

neverPassesUnanswered(check, {alb: 'alb', rule: OLD});

describe('alb/rule-is-gone', () => {
  it('passes when no rule is as it is described, and uses the actions it declares', async () => {
    const world = awsWorld();
    const verdict = await check.run({alb: 'alb', rule: OLD}, world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      `listener 443 (${LISTENER.arn}): no rule with host old.georgi.io, path /api/*, target group old-api among 5 rules`,
    );
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('fails when it is still there, whatever it is known by, and says how to remove it', async () => {
    for (const described of [
      OLD,
      {priority: 110},
      {host: 'OLD.georgi.io'},
      {path: '/api/*'},
      {targetGroup: 'old-api'},
      {host: 'old.georgi.io', path: '/api/v1', targetGroup: 'old-api'},
    ]) {
      const verdict = await look(described, [RULE, FALLBACK]);
      expect(verdict.status, JSON.stringify(described)).to.equal('fail');
      expect(verdict.summary).to.include(
        'rule 110 (host-header old.georgi.io and path-pattern /api/*: target group old-api) is still there',
      );
      expect(verdict.fix).to.include(`aws elbv2 delete-rule --rule-arn ${RULE.arn}`);
    }
  });

  it('passes over rules of which one thing differs', async () => {
    for (const described of [
      {...OLD, priority: 111},
      {...OLD, host: 'new.georgi.io'},
      {...OLD, path: '/web'},
      {...OLD, targetGroup: 'jessica-service-api'},
      {host: 'old.georgi.io', path: '/api/v1'},
    ]) {
      expect((await look(described, [RULE, FALLBACK])).status, JSON.stringify(described)).to.equal('pass');
    }
  });

  it('takes a wider rule for it that sends the requests to the same group, the default rule and weight 0 too', async () => {
    const wider = rule(120, {host: '*.georgi.io'}, forward(['old-api', 0], ['new', 1]));
    expect((await look(OLD, [wider, FALLBACK])).status).to.equal('fail');
    const fallback = await look(OLD, [rule('default', {}, forward(['old-api', 1]))]);
    expect(fallback.status).to.equal('fail');
    expect(fallback.fix).to.equal(
      'Let the default action of the listener be a fixed response, once nothing asks for what it serves.',
    );
  });

  it('says that a wider rule, which takes its requests too, was not counted', async () => {
    const wider = rule(120, {host: '*.georgi.io'}, forward(['new', 1]));
    const elsewhere = rule(130, {host: '*.example.com'}, forward(['new', 1]));
    const verdict = await look({host: 'old.georgi.io'}, [wider, elsewhere, FALLBACK]);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.match(
      /such requests were not counted: rule 120 \(host-header \*\.georgi\.io: target group new\)$/,
    );
    const regex: ListenerRule = {
      ...wider,
      conditions: [{field: 'host-header', values: [], regexValues: ['^old\\.georgi\\.io$']}],
    };
    expect((await look({host: 'old.georgi.io'}, [regex, FALLBACK])).summary).to.include('were not counted: rule 120');
  });

  it('cannot tell when another listener of the load balancer has it', async () => {
    const other = (rules: readonly ListenerRule[]) => ({
      listenerRules: [FALLBACK],
      otherListeners: [{listener: {...LISTENER, arn: `${LISTENER.arn}8`, port: 8443}, rules}],
    });
    const thrown = await thrownBy(check.run({alb: 'alb', rule: OLD}, awsWorld(other([RULE, FALLBACK]))), CannotTell);
    expect(thrown.message).to.include('but listener 8443 of the same load balancer has one: rule 110');
    const passed = await check.run({alb: 'alb', rule: OLD}, awsWorld(other([FALLBACK])));
    expect(passed.summary).to.include(', nor among those of 1 other listeners');
    const byPriority = await check.run({alb: 'alb', rule: {priority: 110}}, awsWorld(other([RULE, FALLBACK])));
    expect(byPriority.status).to.equal('pass');
  });

  it('cannot tell when a regex or a new action keeps it from being known', async () => {
    const regex = {field: 'host-header', values: [], regexValues: ['georgi']} as const;
    const open = rule(120, {other: regex}, forward(['old-api', 1]));
    expect((await thrownBy(look(OLD, [open, FALLBACK]), CannotTell)).message).to.include('whether rule 120');
    const teleport: RuleAction = {type: 'unknown', order: 1, name: 'teleport'};
    await thrownBy(look(OLD, [rule(120, {}, teleport), FALLBACK]), CannotTell);
    const admin = {...regex, regexValues: ['^admin\\..*$']};
    expect((await look(OLD, [rule(120, {other: admin}, forward(['old-api', 1])), FALLBACK])).status).to.equal('pass');
  });

  it('wants a description', () => {
    expect(check.params.safeParse({alb: 'alb', rule: {}}).success).to.equal(false);
    expect(check.params.safeParse({alb: 'alb', rule: {priority: 1}}).success).to.equal(true);
  });
});

function look(described: Parameters<typeof check.run>[0]['rule'], listenerRules: readonly ListenerRule[]) {
  return check.run({alb: 'alb', rule: described}, awsWorld({listenerRules}));
}

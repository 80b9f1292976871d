import {expect} from 'chai';
import {rulePrecedes as check} from '../../../src/checks/alb/rule-precedes.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {ListenerRule} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {forward, NOT_FOUND, rule, targetGroup} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const FALLBACK = rule('default', {}, NOT_FOUND);

neverPassesUnanswered(check, {alb: 'alb', targetGroup: 'jessica-service-sse'});

describe('alb/rule-precedes', () => {
  it('passes when its rules come first, and uses the actions it declares', async () => {
    const world = awsWorld();
    const verdict = await check.run(params(), world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      'listener 443: rule 90 (jessica-service-sse) comes before rule 100 (jessica-service-ws), rule 110 (jessica-service-api)',
    );
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('fails when another comes before it, comparing numbers and not text', async () => {
    const verdict = await look([
      rule(9, {}, forward(['jessica-service-api', 1])),
      rule(10, {}, forward(['jessica-service-sse', 1])),
      FALLBACK,
    ]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.equal(
      'listener 443: rule 10 (jessica-service-sse) comes after rule 9 (jessica-service-api), not before',
    );
    expect(verdict.fix).to.equal('Give rule 10 a priority below 9.');
    expect(
      (
        await look([
          rule(10, {}, forward(['jessica-service-api', 1])),
          rule(9, {}, forward(['jessica-service-sse', 1])),
        ])
      ).status,
    ).to.equal('pass');
  });

  it('wants all its rules to come first, not one of them', async () => {
    const rules = [5, 90].map((priority) => rule(priority, {}, forward(['jessica-service-sse', 1])));
    const verdict = await look([...rules, rule(50, {}, forward(['jessica-service-api', 1]))]);
    expect(verdict.summary).to.include('rule 90 (jessica-service-sse) comes after rule 50 (jessica-service-api)');
  });

  it('judges the named groups only, where some are named', async () => {
    const rules = [
      rule(1, {}, forward(['other', 1])),
      rule(90, {}, forward(['jessica-service-sse', 1])),
      rule(91, {}, forward(['jessica-service-api', 1])),
    ];
    expect((await look(rules, {before: ['jessica-service-api']})).status).to.equal('pass');
    expect((await look(rules)).actual).to.equal('rule 90 (jessica-service-sse) comes after rule 1 (other), not before');
  });

  it('fails when no rule forwards to it, or none with any weight', async () => {
    expect((await look([rule(100, {}, forward(['jessica-service-api', 1])), FALLBACK])).summary).to.include(
      'no rule forwards to target group jessica-service-sse',
    );
    expect(
      (await look([rule(9, {}, forward(['jessica-service-sse', 0], ['jessica-service-api', 1]))])).status,
    ).to.equal('fail');
  });

  it('takes the default rule for the last', async () => {
    const byDefault = rule('default', {}, forward(['jessica-service-sse', 1]));
    const verdict = await look([rule(100, {}, forward(['jessica-service-api', 1])), byDefault]);
    expect(verdict.summary).to.include(
      'the default rule (jessica-service-sse) comes after rule 100 (jessica-service-api)',
    );
    expect(verdict.fix).to.include('Add a rule with a priority below 100');
    expect(
      (
        await look([
          rule(1, {}, forward(['jessica-service-sse', 1])),
          rule('default', {}, forward(['jessica-service-api', 1])),
        ])
      ).status,
    ).to.equal('pass');
  });

  it('says when there is nothing to precede', async () => {
    expect((await look([rule(9, {}, forward(['jessica-service-sse', 1]))])).actual).to.include(
      'nothing: no rule forwards to the others',
    );
  });

  it('cannot tell where a rule leads by an action that is not known, or by weights that are all 0', async () => {
    const own = rule(90, {}, forward(['jessica-service-sse', 1]));
    const unknown = {type: 'unknown', order: 1, name: 'teleport'} as const;
    for (const action of [unknown, forward(['jessica-service-api', 0])]) {
      expect((await thrownBy(look([rule(9, {}, action), own]), CannotTell)).message).to.include('where rule 9 leads');
      expect((await look([own, rule(91, {}, action)])).status).to.equal('pass');
      const behind = [rule(5, {}, forward(['jessica-service-api', 1])), rule(9, {}, action), own];
      expect((await look(behind)).status).to.equal('fail');
    }
    await thrownBy(look([rule(9, {}, forward(['jessica-service-sse', 0])), FALLBACK]), CannotTell);
    expect((await look([rule(9, {}, forward(['other', 0])), own], {before: ['jessica-service-api']})).status).to.equal(
      'pass',
    );
  });

  it('cannot tell about a group that is not there, first or later', async () => {
    expect((await thrownBy(look([FALLBACK], {targetGroup: 'jessica-service-sso'}), CannotTell)).message).to.include(
      '"jessica-service-sso"',
    );
    expect((await thrownBy(look([FALLBACK], {before: ['jessica-service-apu']}), CannotTell)).message).to.include(
      'Did you mean "jessica-service-api"?',
    );
  });
});

type Params = Parameters<typeof check.run>[0];

function params(more: Partial<Params> = {}): Params {
  return {alb: 'alb', targetGroup: 'jessica-service-sse', ...more};
}

function look(listenerRules: readonly ListenerRule[], more: Partial<Params> = {}) {
  const targetGroups = ['jessica-service-sse', 'jessica-service-api', 'other'].map((name) => targetGroup(name));
  return check.run(params(more), awsWorld({listenerRules, targetGroups}));
}

import {expect} from 'chai';
import {priorityIsFree as check} from '../../../src/checks/alb/priority-is-free.ts';
import type {ListenerRule} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {forward, HOST, NOT_FOUND, rule} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';

const FALLBACK = rule('default', {}, NOT_FOUND);

neverPassesUnanswered(check, {alb: 'alb', priority: 91});

describe('alb/priority-is-free', () => {
  it('passes on one that no rule has, and uses the actions it declares', async () => {
    const world = awsWorld();
    const verdict = await check.run({alb: 'alb', priority: 91}, world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal('listener 443: priority 91 is free, beside 5 rules');
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('fails on one that is taken, saying by what, and which are free beside it', async () => {
    const verdict = await look(90, [
      rule(89, {}, forward(['jessica-service-api', 1])),
      rule(90, {host: HOST, path: '/mcp*'}, forward(['jessica-service-sse', 1], ['jessica-service-api', 1])),
      FALLBACK,
    ]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.equal(
      `listener 443: priority 90 belongs to a rule for host-header ${HOST} and path-pattern /mcp*: target groups jessica-service-sse (50.0 %) and jessica-service-api (50.0 %)`,
    );
    expect(verdict.fix).to.include('(88 before it, 91 after it)');
  });

  it('offers no number that no rule can have', async () => {
    expect((await look(1, [rule(1, {}, NOT_FOUND)])).fix).to.include('(2 after it)');
    expect((await look(50_000, [rule(50_000, {}, NOT_FOUND)])).fix).to.include('(49999 before it)');
  });

  it('names a rule of any sort', async () => {
    const regex = {field: 'path-pattern', values: [], regexValues: ['^/a']} as const;
    const query = {field: 'query-string', pairs: [{key: null, value: 'x'}]} as const;
    const verify = {field: 'http-header', name: 'X-Origin-Verify', values: ['hush'], regexValues: []} as const;
    const odd = {field: 'unknown', name: 'moon-phase'} as const;
    expect((await look(5, [rule(5, {other: verify}, NOT_FOUND)])).actual).to.include(
      'for http-header X-Origin-Verify [redacted]:',
    );
    expect((await look(5, [rule(5, {other: regex}, NOT_FOUND)])).actual).to.include(
      'for path-pattern ^/a: fixed response 404',
    );
    expect((await look(5, [rule(5, {other: query}, NOT_FOUND)])).actual).to.include('for query-string');
    expect((await look(5, [rule(5, {other: odd}, NOT_FOUND)])).actual).to.include('for moon-phase');
    expect((await look(5, [rule(5, {}, NOT_FOUND)])).actual).to.include('every request: fixed response 404');
  });

  it('takes 1 to 50000', () => {
    const valid = (priority: unknown) => check.params.safeParse({alb: 'alb', priority}).success;
    expect([valid(1), valid(50_000)]).to.deep.equal([true, true]);
    expect([valid(0), valid(50_001), valid(1.5), valid('default')]).not.to.include(true);
  });
});

function look(priority: number, listenerRules: readonly ListenerRule[]) {
  return check.run({alb: 'alb', priority}, awsWorld({listenerRules}));
}

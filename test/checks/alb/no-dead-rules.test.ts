import {expect} from 'chai';
import {noDeadRules as check} from '../../../src/checks/alb/no-dead-rules.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {ListenerRule, RuleCondition} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {forward, HOST, LOAD_BALANCER, NOT_FOUND, rule} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const FALLBACK = rule('default', {}, NOT_FOUND);
const SSE = forward(['jessica-service-sse', 1]);
const API = forward(['jessica-service-api', 1]);

neverPassesUnanswered(check, {alb: 'alb'});

describe('alb/no-dead-rules', () => {
  it('passes when every rule gets requests, and uses the actions it declares', async () => {
    const world = awsWorld();
    const verdict = await check.run({alb: 'alb'}, world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.evidence.map(({what}) => what)).to.deep.equal(['rule 95 loses some', 'rule 110 loses some']);
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('fails on a rule behind a broader one, naming both', async () => {
    const verdict = await look([
      rule(10, {host: '*.georgi.io'}, API),
      rule(90, {host: '*.run.georgi.io', path: '/mcp*'}, SSE),
      FALLBACK,
    ]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.equal(
      'listener 443: rule 90 (target group jessica-service-sse) gets none: rule 10 takes all that it would',
    );
  });

  it('fails on a rule that several cover together, naming those that are needed', async () => {
    const method = (...values: string[]): RuleCondition => ({field: 'http-request-method', values});
    const rules = [
      rule(1, {host: 'api.georgi.io'}, API),
      rule(2, {host: HOST, path: '/a*'}, API),
      rule(3, {host: HOST, path: '/*', other: method('GET')}, API),
      rule(4, {path: '/mcp*', other: method('POST', 'PUT')}, API),
      rule(5, {host: HOST, path: '/mcp/*', other: method('GET', 'POST')}, SSE),
      FALLBACK,
    ];
    expect((await look(rules)).actual).to.equal(
      'rule 5 (target group jessica-service-sse) gets none: rule 3 and rule 4 take all that it would',
    );
    const alive = rules.map((one) => (one.priority === 4 ? {...one, priority: 6} : one));
    expect((await look(alive.toSorted(byPriority))).status).to.equal('pass');
  });

  it('tells of rules that lose some, with a request of each sort', async () => {
    const verdict = await look([
      rule(10, {path: '/mcp/admin'}, API),
      rule(90, {host: HOST, path: '/mcp*'}, SSE),
      FALLBACK,
    ]);
    expect(verdict.status).to.equal('pass');
    expect(verdict.actual).to.equal('each of 2 rules gets requests; 1 lose some to rules before them');
    expect(verdict.evidence).to.have.length(1);
    expect(verdict.evidence[0]).to.deep.include({
      what: 'rule 90 loses some',
      value: `GET ${HOST}/mcp/admin goes to rule 10; it keeps GET ${HOST}/mcpx`,
    });
  });

  it('fails on conditions that no request can meet', async () => {
    const verdict = await look([rule(10, {path: 'mcp/*'}, API), FALLBACK]);
    expect(verdict.actual).to.equal(
      'rule 10 (target group jessica-service-api) gets none: no request can meet its conditions',
    );
  });

  it('says nothing of a default rule that gets nothing', async () => {
    expect((await look([rule(10, {path: '/*'}, API), FALLBACK])).status).to.equal('pass');
  });

  it('minds both address families where the load balancer has both', async () => {
    const everyone: RuleCondition = {field: 'source-ip', values: ['0.0.0.0/1', '128.0.0.0/1']};
    const rules = [rule(10, {other: everyone}, API), rule(90, {}, SSE), FALLBACK];
    expect((await look(rules)).status).to.equal('fail');
    const loadBalancer = {...LOAD_BALANCER, ipAddressType: 'dualstack'};
    const verdict = await check.run({alb: 'alb'}, awsWorld({listenerRules: rules, loadBalancer}));
    expect(verdict.status).to.equal('pass');
    expect(verdict.evidence[0]?.value).to.equal(
      'GET any.example.com/ from 203.0.113.10 goes to rule 10; it keeps GET any.example.com/ from 2001:db8::10',
    );
  });

  it('cannot tell when a regex may take everything, but can when something is dead for sure', async () => {
    const regex = {field: 'host-header', values: [], regexValues: ['.']} as const;
    const rules = [rule(10, {other: regex}, API), rule(90, {host: HOST}, SSE), FALLBACK];
    const thrown = await thrownBy(look(rules), CannotTell);
    expect(thrown.message).to.include('whether a request reaches rule 90: rule 10 has a regex');
    const dead = rule(91, {host: HOST, path: '/a'}, SSE);
    expect((await look([...rules.slice(0, 2), dead, FALLBACK])).actual)
      .to.include('rule 91')
      .and.include('rule 90 takes');
  });
});

function look(listenerRules: readonly ListenerRule[]) {
  return check.run({alb: 'alb'}, awsWorld({listenerRules}));
}

function byPriority(a: ListenerRule, b: ListenerRule): number {
  return (a.priority === 'default' ? 1e6 : a.priority) - (b.priority === 'default' ? 1e6 : b.priority);
}

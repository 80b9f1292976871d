import {expect} from 'chai';
import {exposesOnly as check} from '../../../src/checks/alb/exposes-only.ts';
import {HEALTHY} from '../../../src/lab/aws-world.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {ListenerRule, RuleAction, RuleCondition} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {forward, HOST, LOAD_BALANCER, NOT_FOUND, rule} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const FALLBACK = rule('default', {}, NOT_FOUND);
const PUBLIC = rule(90, {host: HOST, path: '/mcp*'}, forward(['jessica-service-sse', 1]));
const API = forward(['jessica-service-api', 1]);

neverPassesUnanswered(check, {alb: 'alb', rules: [90, 100, 110], targetGroups: ['jessica-service-sse']});

describe('alb/exposes-only', () => {
  it('passes when only the listed rules or groups are reached, and uses the actions it declares', async () => {
    const world = awsWorld({listenerRules: [PUBLIC, FALLBACK]});
    const verdict = await check.run({alb: 'alb', targetGroups: ['jessica-service-sse']}, world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal('listener 443, from the internet: only rule 90 reaches a target group');
    expect(world.usedActions()).to.deep.equal(check.iam);
    expect((await look([PUBLIC, FALLBACK], {rules: [90]})).status).to.equal('pass');
  });

  it('says which other listeners of the load balancer it did not look at', async () => {
    const {listener} = HEALTHY;
    const other = {listener: {...listener, arn: `${listener.arn}b`, port: 8443}, rules: [FALLBACK]};
    const world = awsWorld({listenerRules: [PUBLIC, FALLBACK], otherListeners: [other]});
    const verdict = await check.run({alb: 'alb', rules: [90]}, world);
    expect(verdict.summary).to.include('listeners that were not looked at: 8443 (HTTPS)');
  });

  it('fails on any other, whatever Host it takes, with rule, target group and a request', async () => {
    const verdict = await look([rule(50, {host: 'internal.corp', path: '/admin/*'}, API), PUBLIC, FALLBACK]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.equal(
      'listener 443, from the internet: rule 50 sends GET internal.corp/admin/x to target group jessica-service-api; not listed',
    );
    expect(verdict.byHand).to.include('https://internal.corp/admin/x');
    const listed = await look([rule(50, {host: 'internal.corp'}, API), PUBLIC, FALLBACK], {rules: [50, 90]});
    expect(listed.status).to.equal('pass');
  });

  it('fails on a default rule that forwards', async () => {
    const verdict = await look([PUBLIC, rule('default', {}, API)]);
    expect(verdict.actual).to.equal('the default rule sends GET any.example.com/ to target group jessica-service-api');
    expect((await look([PUBLIC, rule('default', {}, API)], {rules: [90, 'default']})).status).to.equal('pass');
  });

  it('lets a source-ip condition keep a rule away, to the last address', async () => {
    const guarded = (...values: string[]) => rule(50, {other: {field: 'source-ip', values} as RuleCondition}, API);
    const inside = guarded('10.0.0.0/8');
    expect((await look([inside, PUBLIC, FALLBACK], {from: '0.0.0.0/0'})).actual).to.include('from 10.0.0.1 to target');
    expect((await look([inside, PUBLIC, FALLBACK], {from: '203.0.113.0/24'})).status).to.equal('pass');
    expect((await look([inside, PUBLIC, FALLBACK], {from: ['9.0.0.0/8', '11.0.0.0/8']})).status).to.equal('pass');
    expect((await look([guarded('9.255.255.255/32'), PUBLIC, FALLBACK], {from: '9.0.0.0/8'})).status).to.equal('fail');
  });

  it('takes for the internet what is public: a rule for the VPC alone is not reached from there', async () => {
    const guarded = (...values: string[]) => rule(50, {other: {field: 'source-ip', values} as RuleCondition}, API);
    const vpc = guarded('10.20.0.0/16', '172.16.0.0/12');
    expect((await look([vpc, PUBLIC, FALLBACK])).status).to.equal('pass');
    expect((await look([guarded('10.0.0.0/7'), PUBLIC, FALLBACK])).actual).to.include('from 11.');
    const internal = {
      listenerRules: [vpc, PUBLIC, FALLBACK],
      loadBalancer: {...LOAD_BALANCER, scheme: 'internal'} as const,
    };
    expect((await check.run({alb: 'alb', rules: [90]}, awsWorld(internal))).actual).to.include('from 10.20.0.1');
  });

  it('minds both address families', async () => {
    const v6 = rule(50, {other: {field: 'source-ip', values: ['::/0']}}, API);
    expect((await look([v6, PUBLIC, FALLBACK])).status).to.equal('pass');
    const loadBalancer = {...LOAD_BALANCER, ipAddressType: 'dualstack'};
    const dual = (from?: string) =>
      check.run(
        {alb: 'alb', rules: [90], ...(from === undefined ? {} : {from})},
        awsWorld({listenerRules: [v6, PUBLIC, FALLBACK], loadBalancer}),
      );
    expect((await dual()).actual).to.include('from 2001:db8::10');
    expect((await dual('0.0.0.0/0')).status).to.equal('pass');
  });

  it('does not count rules that answer themselves, or that are dead', async () => {
    const redirect: RuleAction = {
      type: 'redirect',
      order: 1,
      statusCode: 'HTTP_301',
      protocol: 'HTTPS',
      host: '#{host}',
      port: '443',
      path: '/#{path}',
      query: '#{query}',
    };
    const rules = [rule(1, {path: '/x'}, redirect), PUBLIC, rule(91, {host: HOST, path: '/mcp/*'}, API), FALLBACK];
    expect((await look(rules)).status).to.equal('pass');
  });

  it('counts a rule that asks for a login first', async () => {
    const login: RuleAction = {type: 'authenticate-oidc', order: 1, onUnauthenticatedRequest: 'authenticate'};
    const verdict = await look([rule(50, {}, login, API), FALLBACK]);
    expect(verdict.actual).to.include('authenticate-oidc, then target group jessica-service-api');
  });

  it('judges a weighted rule by all groups that get a share', async () => {
    const split = rule(50, {}, forward(['jessica-service-sse', 99], ['jessica-service-api', 1]));
    expect((await look([split, FALLBACK], {rules: undefined, targetGroups: ['jessica-service-sse']})).status).to.equal(
      'fail',
    );
    expect(
      (await look([split, FALLBACK], {rules: undefined, targetGroups: ['jessica-service-sse', 'jessica-service-api']}))
        .status,
    ).to.equal('pass');
    const none = rule(50, {}, forward(['jessica-service-sse', 99], ['jessica-service-api', 0]));
    expect((await look([none, FALLBACK], {rules: undefined, targetGroups: ['jessica-service-sse']})).status).to.equal(
      'pass',
    );
  });

  it('cannot tell about a regex, an unknown action or an unknown target group, unless the rule is listed', async () => {
    const regex = {field: 'path-pattern', values: [], regexValues: ['x']} as const;
    const opaque = rule(50, {other: regex}, API);
    const thrown = await thrownBy(look([PUBLIC, opaque, FALLBACK]), CannotTell);
    expect(thrown.message).to.include('whether rule 50 is reached: rule 50 has a regex');
    expect((await look([PUBLIC, opaque, FALLBACK], {rules: [50, 90]})).status).to.equal('pass');
    const unknown: RuleAction = {type: 'unknown', order: 1, name: 'teleport'};
    await thrownBy(look([PUBLIC, rule('default', {}, unknown)]), CannotTell);
    await thrownBy(look([PUBLIC, rule('default', {}, forward(['jessica-service-sse', 0]))]), CannotTell);
    await thrownBy(look([PUBLIC, FALLBACK], {rules: undefined, targetGroups: ['jessica-service-sso']}), CannotTell);
  });

  it('requires what may be reached, and CIDRs', () => {
    const valid = (more: object) => check.params.safeParse({alb: 'alb', ...more}).success;
    expect([valid({rules: []}), valid({targetGroups: ['jessica-service-sse'], from: ['::/0']})]).to.deep.equal([
      true,
      true,
    ]);
    expect([valid({}), valid({rules: [0]}), valid({rules: [], from: 'all'})]).to.deep.equal([false, false, false]);
  });
});

type Params = Parameters<typeof check.run>[0];

function look(listenerRules: readonly ListenerRule[], members: Partial<Params> = {}) {
  return check.run({alb: 'alb', rules: [90], ...members}, awsWorld({listenerRules}));
}

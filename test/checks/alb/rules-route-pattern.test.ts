import {expect} from 'chai';
import {rulesRoutePattern as check} from '../../../src/checks/alb/rules-route-pattern.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {ListenerRule, RuleAction, RuleCondition} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {forward, HOST, LOAD_BALANCER, NOT_FOUND, rule, targetGroup} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const SSE = '/jessica-service/mcp/sse*';
const RIGHT = rule(90, {host: HOST, path: SSE}, forward(['jessica-service-sse', 1]));
const FALLBACK = rule('default', {}, NOT_FOUND);
const TO_API = forward(['jessica-service-api', 1]);

neverPassesUnanswered(check, {
  alb: 'alb',
  host: 'mcp.run.georgi.io',
  path: '/jessica-service/mcp/sse*',
  targetGroup: 'jessica-service-sse',
});

describe('alb/rules-route-pattern', () => {
  it('passes when every request goes there, and uses the actions it declares', async () => {
    const world = awsWorld();
    const verdict = await check.run(params(), world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      `any method ${HOST}${SSE} on listener 443: target group jessica-service-sse; rule 90 takes them all`,
    );
    expect(verdict.evidence.map(({value}) => value)).to.deep.equal([`GET ${HOST}/jessica-service/mcp/ssex`]);
    expect(world.usedActions()).to.deep.equal(check.iam);
    expect(
      (await check.run(params({targetGroup: targetGroup('jessica-service-sse').arn}), awsWorld())).status,
    ).to.equal('pass');
  });

  it('fails when a rule before it takes some, with a request that shows it and the line that sends it', async () => {
    const get = {field: 'http-request-method', values: ['POST']} as const;
    const verdict = await look([rule(80, {path: '/jessica-service/*', other: get}, TO_API), RIGHT, FALLBACK]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.equal(
      `any method ${HOST}${SSE} on listener 443: rule 80 takes POST ${HOST}/jessica-service/mcp/ssex:` +
        ' target group jessica-service-api, not target group jessica-service-sse',
    );
    expect(verdict.byHand).to.equal(
      `curl --include --globoff --insecure --request POST --connect-to ::${LOAD_BALANCER.dnsName}:443` +
        ` https://${HOST}/jessica-service/mcp/ssex`,
    );
    const only = await look([rule(80, {path: '/jessica-service/*', other: get}, TO_API), RIGHT, FALLBACK], {
      method: 'GET',
    });
    expect(only.status).to.equal('pass');
  });

  it('finds the one path, header, query or address that a tried request would miss', async () => {
    const taken = async (other: RuleCondition) => (await look([rule(1, {other}, TO_API), RIGHT, FALLBACK])).actual;
    expect(await taken({field: 'path-pattern', values: ['/*/sse/admin'], regexValues: []})).to.include('/sse/admin:');
    expect(await taken({field: 'http-header', name: 'X-Env', values: ['blue-?'], regexValues: []})).to.include(
      ' with x-env: [redacted]:',
    );
    expect(await taken({field: 'query-string', pairs: [{key: 'v', value: '2'}]})).to.include('?v=2:');
    expect(await taken({field: 'source-ip', values: ['10.0.0.0/8']})).to.include(' from 10.0.0.1:');
  });

  it('minds the boundary of a pattern: /mcp/* is not /mcp', async () => {
    const rules = [rule(90, {host: HOST, path: '/mcp/*'}, forward(['jessica-service-sse', 1])), FALLBACK];
    expect((await look(rules, {path: '/mcp/*'})).status).to.equal('pass');
    const wider = await look(rules, {path: '/mcp*'});
    expect(wider.status).to.equal('fail');
    expect(wider.actual).to.equal(`the default rule takes GET ${HOST}/mcpx: fixed response 404`);
  });

  it('adds up rules that go to the same group, and hosts of a pattern', async () => {
    const halves = ['GET', 'POST'].map((method, i) =>
      rule(i + 1, {other: {field: 'http-request-method', values: [method]}}, forward(['jessica-service-sse', 1])),
    );
    expect((await look([...halves, FALLBACK])).actual).to.include('takes PUT');
    const rest = rule(9, {host: '*.georgi.io'}, forward(['jessica-service-sse', 1]));
    const verdict = await look([...halves, rest, FALLBACK], {host: '*.run.georgi.io'});
    expect(verdict.status).to.equal('pass');
    expect(verdict.actual).to.equal('target group jessica-service-sse; rule 1 and rule 2 and rule 9 take them all');
  });

  it('leaves out clients that the load balancer has no addresses for', async () => {
    const v4 = rule(1, {other: {field: 'source-ip', values: ['0.0.0.0/0']}}, forward(['jessica-service-sse', 1]));
    expect((await look([v4, FALLBACK])).status).to.equal('pass');
    const dual = awsWorld({
      listenerRules: [v4, FALLBACK],
      loadBalancer: {...LOAD_BALANCER, ipAddressType: 'dualstack'},
    });
    expect((await check.run(params(), dual)).actual).to.include(' from 2001:db8::10: fixed response 404');
  });

  it('fails on a share for another group, and on a login unless it is allowed', async () => {
    const split = await look([
      rule(90, {}, forward(['jessica-service-sse', 999], ['jessica-service-api', 1])),
      FALLBACK,
    ]);
    expect(split.actual).to.include('target groups jessica-service-sse (99.9 %) and jessica-service-api (0.1 %)');
    const login: RuleAction = {type: 'authenticate-oidc', order: 1, onUnauthenticatedRequest: 'authenticate'};
    const rules = [rule(90, {}, login, forward(['jessica-service-sse', 1])), FALLBACK];
    expect((await look(rules)).actual).to.include(': authenticate-oidc, then target group jessica-service-sse');
    expect((await look(rules, {login: 'allowed'})).status).to.equal('pass');
  });

  it('passes a token check, and says whom it turns away', async () => {
    const jwt: RuleAction = {type: 'jwt-validation', order: 1, issuer: 'https://id.georgi.io'};
    const verdict = await look([rule(90, {}, jwt, forward(['jessica-service-sse', 1])), FALLBACK]);
    const turnedAway = 'jwt-validation comes first: requests without a valid token never get past it';
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include(`rule 90 takes them all; in rule 90, ${turnedAway}`);
    expect(verdict.evidence[1]).to.deep.include({what: 'before rule 90 forwards', value: turnedAway});
  });

  it('looks only at requests with the headers, the query and the addresses that are stated', async () => {
    const accepts = {field: 'http-header', name: 'Accept', values: ['*text/event-stream*'], regexValues: []} as const;
    const rules = [rule(80, {other: accepts}, TO_API), RIGHT, FALLBACK];
    expect((await look(rules)).status).to.equal('fail');
    expect((await look(rules, {headers: {accept: ['*/*']}})).status).to.equal('pass');
    expect((await look(rules, {headers: {accept: []}})).status).to.equal('pass');
    const taken = await look(rules, {headers: {accept: ['text/event-stream']}});
    expect(taken.status).to.equal('fail');
    expect(taken.summary).to.include('/mcp/sse* with accept: text/event-stream on listener 443: rule 80 takes GET');
    expect(taken.byHand).to.include("--header 'accept: text/event-stream'");
    const query = rule(80, {other: {field: 'query-string', pairs: [{key: 'v', value: '2'}]}}, TO_API);
    expect((await look([query, RIGHT, FALLBACK], {query: ''})).status).to.equal('pass');
    expect((await look([query, RIGHT, FALLBACK], {query: 'v=2'})).status).to.equal('fail');
    const source = rule(80, {other: {field: 'source-ip', values: ['10.0.0.0/8']}}, TO_API);
    expect((await look([source, RIGHT, FALLBACK], {from: '192.0.2.0/24'})).status).to.equal('pass');
    expect((await look([source, RIGHT, FALLBACK], {from: ['10.1.0.0/16']})).status).to.equal('fail');
  });

  it('fails where the version of the target group refuses some, and says which clients it refuses', async () => {
    const rules = [rule(90, {host: HOST}, forward(['jessica-service-sse', 1])), rule('default', {}, NOT_FOUND)];
    const into = (protocolVersion: string, members: Partial<Params> = {}) => {
      const targetGroups = [targetGroup('jessica-service-sse', {protocolVersion})];
      return check.run(params(members), awsWorld({listenerRules: rules, targetGroups}));
    };
    expect((await into('GRPC')).summary).to.include('the load balancer answers GET with 464');
    const posted = await into('GRPC', {method: 'POST'});
    expect(posted.status).to.equal('pass');
    expect(posted.summary).to.include('clients that speak HTTP/1.1 are answered with 464');
  });

  it('says that a rule rewrites what its target sees', async () => {
    const rewriting = {
      ...RIGHT,
      transforms: [{type: 'url-rewrite', rewrites: [{regex: '^/jessica-service', replace: ''}]}],
    };
    const verdict = await look([rewriting, FALLBACK]);
    expect(verdict.summary).to.match(
      /; rule 90 rewrites what its target sees, for example the target sees path \/mcp\/sse.*, which is not judged here/,
    );
  });

  it('cannot tell when a regex or an unknown condition or action could matter, but can when it does not', async () => {
    const regex = {field: 'path-pattern', values: [], regexValues: ['mcp/sse']} as const;
    const thrown = await thrownBy(look([rule(10, {other: regex}, TO_API), RIGHT, FALLBACK]), CannotTell);
    expect(thrown.message).to.include('whether rule 10 takes any: rule 10 has a regex');
    expect((await look([rule(10, {host: 'api.georgi.io', other: regex}, TO_API), RIGHT, FALLBACK])).status).to.equal(
      'pass',
    );
    expect(
      (await look([rule(10, {other: regex}, forward(['jessica-service-sse', 1])), RIGHT, FALLBACK])).status,
    ).to.equal('pass');
    expect((await look([RIGHT, rule(91, {other: regex}, TO_API), FALLBACK])).status).to.equal('pass');
    const admin = {field: 'host-header', values: [], regexValues: ['^admin\\.georgi\\.io$']} as const;
    expect((await look([rule(10, {other: admin}, TO_API), RIGHT, FALLBACK])).status).to.equal('pass');
    const unknown: RuleAction = {type: 'unknown', order: 50_001, name: 'teleport'};
    await thrownBy(look([rule(10, {}, forward(['jessica-service-sse', 1]), unknown), FALLBACK]), CannotTell);
    await thrownBy(
      look([rule(10, {}, forward(['jessica-service-sse', 0], ['jessica-service-api', 0])), FALLBACK]),
      CannotTell,
    );
  });

  it('cannot tell when only paths of unusual form go elsewhere', async () => {
    const odd = rule(10, {path: '/jessica-service/mcp/sse//*'}, TO_API);
    const thrown = await thrownBy(look([odd, RIGHT, FALLBACK]), CannotTell);
    expect(thrown.message).to.include('only a request of unusual form could').and.include('sse//');
  });

  it('cannot tell when there is no such target group, or nothing to match', async () => {
    const thrown = await thrownBy(check.run(params({targetGroup: 'jessica-service-sso'}), awsWorld()), CannotTell);
    expect(thrown.message).to.include('Did you mean "jessica-service-sse"?');
    await thrownBy(look([FALLBACK], {path: '/a//b'}), CannotTell);
    await thrownBy(look([RIGHT], {path: SSE, host: '-a.io'}), CannotTell);
  });

  it('wants patterns of a host and of a path', () => {
    const valid = (host: string, path: string) =>
      check.params.safeParse({alb: 'alb', host, path, targetGroup: 'jessica-service-sse'}).success;
    expect([valid('*.georgi.io', '/mcp/?*'), valid(HOST, '*')]).to.deep.equal([true, true]);
    expect([valid('a b', '/'), valid(HOST, 'mcp'), valid(HOST, '/a#b')]).to.deep.equal([false, false, false]);
  });
});

type Params = Parameters<typeof check.run>[0];

function params(members: Partial<Params> = {}): Params {
  return {alb: 'alb', host: HOST, path: SSE, targetGroup: 'jessica-service-sse', login: 'refused', ...members};
}

function look(listenerRules: readonly ListenerRule[], members: Partial<Params> = {}) {
  return check.run(params(members), awsWorld({listenerRules}));
}

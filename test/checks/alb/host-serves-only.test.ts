import {expect} from 'chai';
import {hostServesOnly as check} from '../../../src/checks/alb/host-serves-only.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {ListenerRule, RuleAction} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {forward, HOST, NOT_FOUND, rule} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const SSE = '/jessica-service/mcp/sse*';
const SERVED = rule(90, {host: HOST, path: SSE}, forward(['jessica-service-sse', 1]));
const FALLBACK = rule('default', {}, NOT_FOUND);
const TO_API = forward(['jessica-service-api', 1]);

neverPassesUnanswered(check, {
  alb: 'alb',
  host: 'mcp.run.georgi.io',
  serves: ['/jessica-service/mcp/sse*'],
  fixedResponse: {status: 404},
});

describe('alb/host-serves-only', () => {
  it('passes when every other path gets the response, and uses the actions it declares', async () => {
    const world = awsWorld({listenerRules: [SERVED, FALLBACK]});
    const verdict = await check.run(params(), world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      `${HOST}, all paths but ${SSE} on listener 443: fixed response 404 by the default rule`,
    );
    expect(world.usedActions()).to.deep.equal(check.iam);
  });

  it('fails when a rule without a host takes a path of this one', async () => {
    const verdict = await look([rule(10, {path: '/metrics'}, TO_API), SERVED, FALLBACK]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include(
      `rule 10 takes GET ${HOST}/metrics: target group jessica-service-api, not fixed response 404`,
    );
    expect(verdict.fix).to.include(`host ${HOST} with fixed response 404 before rule 10`);
    expect(verdict.byHand).to.include(` https://${HOST}/metrics`);
  });

  it('minds the boundary: what is served and no more', async () => {
    const wide = [rule(90, {host: HOST, path: '/mcp*'}, forward(['jessica-service-sse', 1])), FALLBACK];
    expect((await look(wide, {serves: ['/mcp*']})).status).to.equal('pass');
    const verdict = await look(wide, {serves: ['/mcp', '/mcp/*']});
    expect(verdict.actual).to.equal(`rule 90 takes GET ${HOST}/mcpx: target group jessica-service-sse`);
  });

  it('does not judge other hosts, nor what answers the served paths', async () => {
    const other = rule(10, {host: 'api.georgi.io'}, TO_API);
    expect((await look([other, FALLBACK])).status).to.equal('pass');
    expect((await look([rule(10, {path: SSE}, TO_API), FALLBACK])).status).to.equal('pass');
  });

  it('fails on another status, a redirect, a default that forwards, and a login before the response', async () => {
    expect((await look([SERVED, FALLBACK], {fixedResponse: {status: 403}})).actual).to.include('fixed response 404');
    expect((await look([SERVED, rule('default', {}, TO_API)])).actual).to.include('the default rule takes');
    const login: RuleAction = {type: 'authenticate-oidc', order: 0, onUnauthenticatedRequest: 'authenticate'};
    expect((await look([SERVED, rule('default', {}, login, NOT_FOUND)])).status).to.equal('fail');
    const own = rule(95, {host: HOST}, {...NOT_FOUND, order: 1});
    expect((await look([SERVED, own, rule('default', {}, TO_API)])).status).to.equal('pass');
  });

  it('cannot tell when a regex could take a path, or an unknown action answers', async () => {
    const regex = {field: 'path-pattern', values: [], regexValues: ['x']} as const;
    const thrown = await thrownBy(look([rule(10, {other: regex}, TO_API), FALLBACK]), CannotTell);
    expect(thrown.message).to.include('whether rule 10 takes any');
    const unknown: RuleAction = {type: 'unknown', order: 1, name: 'teleport'};
    await thrownBy(look([SERVED, rule('default', {}, unknown)]), CannotTell);
  });

  it('cannot tell when nothing is left to be answered', async () => {
    await thrownBy(look([FALLBACK], {serves: ['/*']}), CannotTell);
  });
});

type Params = Parameters<typeof check.run>[0];

function params(members: Partial<Params> = {}): Params {
  return {alb: 'alb', host: HOST, serves: [SSE], fixedResponse: {status: 404}, ...members};
}

function look(listenerRules: readonly ListenerRule[], members: Partial<Params> = {}) {
  return check.run(params(members), awsWorld({listenerRules}));
}

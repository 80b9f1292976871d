import {expect} from 'chai';
import {HEALTHY} from '../../../src/lab/aws-world.ts';
import {AwsRefusal, CannotTell, NoAnswer} from '../../../src/model/errors.ts';
import type {AwsFacts, ListenerRule, RuleAction} from '../../../src/model/facts/aws-facts.ts';
import type {Refusal} from '../../../src/model/facts/wire/connection.ts';
import type {TraceHop} from '../../../src/model/trace.ts';
import {type Grouped, groupSeen, type Ruled, ruleSeen} from '../../../src/trace/live/answers-seen.ts';
import {apiRouteSeen, gatewaySeen} from '../../../src/trace/live/gateway-seen.ts';
import {listenersSeen} from '../../../src/trace/live/listener-seen.ts';
import type {AddressLook, LiveAnswer, LiveExchange, LiveWire} from '../../../src/trace/live/look.ts';
import {namesSeen} from '../../../src/trace/live/names-seen.ts';
import {seenAtAll} from '../../../src/trace/live/seen.ts';
import {idleTimeoutIn} from '../../../src/trace/live/timer-seen.ts';
import {waysInSeen} from '../../../src/trace/live/way-in-seen.ts';
import {HOST, targetGroup} from '../../support/aws-facts.ts';
import {exchanged, httpAnswer, observed} from '../../support/wire-facts.ts';

const SSE = targetGroup('jessica-service-sse').arn;
const API = targetGroup('jessica-service-api').arn;
const ALB = {server: 'awselb/2.0'};
const FIXED: RuleAction = {type: 'fixed-response', order: 1, statusCode: 404, contentType: 'text/plain', body: 'no'};
const REDIRECT: RuleAction = {
  type: 'redirect',
  order: 1,
  statusCode: 'HTTP_301',
  protocol: 'HTTPS',
  host: '#{host}',
  port: '443',
  path: '/new/#{path}',
  query: '#{query}',
};
const forward = (targetGroupArn: string): RuleAction => ({
  type: 'forward',
  order: 1,
  targets: [{targetGroupArn, weight: 1}],
  stickinessSeconds: null,
});
const rule = (priority: number, ...actions: readonly RuleAction[]): ListenerRule => ({
  arn: `rule-${priority}`,
  priority,
  conditions: [],
  actions,
  transforms: [],
});
const answer = (differing: Partial<LiveAnswer>): LiveAnswer => httpAnswer(differing);
const hop = (status: TraceHop['status'], because: string | null = null) =>
  ({kind: 'way-in', status, because}) as unknown as TraceHop;

function ruled(action: RuleAction, others: readonly RuleAction[] = []): Ruled {
  const winner = rule(90, action);
  const rest = others.map((one, index) => rule(100 + index, one));
  const request = {scheme: 'https', host: HOST, port: 443, path: '/a', query: 'b=c'} as Ruled['request'];
  return {request, winner, rules: [winner, ...rest]};
}

function look(
  address: string,
  exchange: Partial<LiveExchange> | null,
  silent: AddressLook['silent'] = null,
): AddressLook {
  const made = {...exchanged({}), ...exchange};
  return {address, isPinned: true, exchange: exchange === null ? null : made, silent};
}

const refusal = (kind: Refusal['kind'], message: string): Partial<LiveExchange> => ({
  connection: null,
  refusal: {kind, code: null, message},
  answer: null,
});

describe('trace/live', () => {
  describe('rules', () => {
    it('knows a fixed response to the letter', () => {
      const given = {status: 404, headers: {...ALB, 'content-type': 'text/plain'}, body: 'no'};
      expect(ruleSeen(answer(given), ruled(FIXED)).status).to.equal('as-configured');
      expect(ruleSeen(answer({...given, body: 'other'}), ruled(FIXED)).status).to.equal('differs');
      expect(ruleSeen(answer({...given, status: 503}), ruled(FIXED)).status).to.equal('differs');
      // A target that answers the same is not the load balancer.
      expect(ruleSeen(answer({...given, headers: {'content-type': 'text/plain'}}), ruled(FIXED)).status).to.equal(
        'differs',
      );
    });

    it('does not miss the body of a fixed response in the answer to HEAD', () => {
      const given = answer({status: 404, headers: {...ALB, 'content-type': 'text/plain'}, body: ''});
      const {request, ...rest} = ruled(FIXED);
      expect(ruleSeen(given, {...rest, request: {...request, method: 'HEAD'}}).status).to.equal('as-configured');
      expect(ruleSeen(given, {...rest, request: {...request, method: 'GET'}}).status).to.equal('differs');
    });

    it('knows a redirect by where it leads, whether it writes the port or not', () => {
      const to = (location: string) => answer({status: 301, headers: {...ALB, location}, body: ''});
      expect(ruleSeen(to(`https://${HOST}:443/new/a?b=c`), ruled(REDIRECT)).status).to.equal('as-configured');
      expect(ruleSeen(to(`https://${HOST}/new/a?b=c`), ruled(REDIRECT)).status).to.equal('as-configured');
      expect(ruleSeen(to(`https://${HOST}/a`), ruled(REDIRECT)).status).to.equal('differs');
    });

    it('takes the answer of another rule for a difference where the winner forwards', () => {
      const given = {status: 404, headers: {...ALB, 'content-type': 'text/plain'}, body: 'no'};
      const {status, seen} = ruleSeen(answer(given), ruled(forward(SSE), [FIXED]));
      expect(status).to.equal('differs');
      expect(seen).to.include('as rule 100 (fixed response 404) answers');
      // Nobody's, and no sign of a target: a web ACL for one.
      expect(ruleSeen(answer({...given, status: 403}), ruled(forward(SSE), [FIXED])).status).to.equal('unknown');
      expect(ruleSeen(answer({...given, status: 503}), ruled(forward(SSE))).status).to.equal('as-configured');
      expect(ruleSeen(answer({status: 404, headers: {server: 'uvicorn'}}), ruled(forward(SSE))).seen).to.equal(
        'forwarded: 404 of uvicorn',
      );
    });

    it('does not know what no rule is known for, nor what comes after a login', () => {
      expect(ruleSeen(answer({}), {...ruled(FIXED), winner: null}).status).to.equal('unknown');
      const login: RuleAction = {type: 'authenticate-oidc', order: 1, onUnauthenticatedRequest: 'authenticate'};
      const guarded = rule(90, login, {...forward(SSE), order: 2});
      expect(ruleSeen(answer({}), {...ruled(FIXED), winner: guarded}).status).to.equal('unknown');
    });
  });

  describe('target group', () => {
    const grouped = (differing: Partial<Grouped> = {}, elsewhere: readonly RuleAction[] = []): Grouped => ({
      shares: [{targetGroupArn: SSE, percent: 100}] as unknown as Grouped['shares'],
      rules: ruled(forward(SSE), elsewhere).rules,
      isHealthy: true,
      ...differing,
    });

    it('is known where no rule leads to another', () => {
      expect(groupSeen(answer({}), grouped()).status).to.equal('as-configured');
      expect(groupSeen(answer({}), grouped({}, [forward(API)])).status).to.equal('unknown');
    });

    it('differs where the load balancer finds none of the targets that AWS says are healthy', () => {
      const failed = (status: number) => answer({status, headers: ALB});
      expect(groupSeen(failed(503), grouped()).status).to.equal('differs');
      expect(groupSeen(failed(502), grouped()).status).to.equal('differs');
      expect(groupSeen(failed(503), grouped({isHealthy: false})).status).to.equal('as-configured');
      expect(groupSeen(failed(503), grouped({isHealthy: null})).status).to.equal('unknown');
      expect(groupSeen(failed(403), grouped()).status).to.equal('unknown');
    });
  });

  describe('way in', () => {
    const silent = (phase: NoAnswer['phase']) => new NoAnswer('https://x', phase, 'nothing came');

    it('differs at an address that refuses, and at one that is silent where others are not', () => {
      const fine = look('192.0.2.1', {});
      const refused = look('192.0.2.2', refusal('refused', 'the connection was refused at 192.0.2.2:443'));
      const quiet = look('192.0.2.3', null, silent('connect'));
      const [a, b, c] = waysInSeen([fine, refused, quiet], hop('ok'));
      expect([a?.status, b?.status, c?.status]).to.deep.equal(['as-configured', 'differs', 'differs']);
    });

    it('cannot tell what this machine may be unable to reach: all of them, or all of IPv6', () => {
      const quiet = (address: string) => look(address, null, silent('connect'));
      expect(waysInSeen([quiet('192.0.2.3')], hop('ok'))[0]?.status).to.equal('unknown');
      const [, six] = waysInSeen([look('192.0.2.1', {}), quiet('2001:db8::1')], hop('ok'));
      expect(six?.status).to.equal('unknown');
    });

    it('is closed as configured, and open to this machine is no proof against that', () => {
      expect(waysInSeen([look('192.0.2.3', null, silent('connect'))], hop('broken', 'x'))[0]?.status).to.equal(
        'as-configured',
      );
      expect(waysInSeen([look('192.0.2.1', {})], hop('broken', 'x'))[0]?.status).to.equal('unknown');
      expect(waysInSeen([look('192.0.2.1', {})], undefined)[0]?.status).to.equal('unknown');
    });
  });

  describe('listener', () => {
    const tls = (alpn: string | null, alpnOffered: readonly ('h2' | 'http/1.1')[] = ['h2', 'http/1.1']) => {
      const {connection} = exchanged({});
      if (connection === null) throw new Error('there is one');
      return look('192.0.2.1', {connection: {...connection, tls: {protocol: 'TLSv1.3', alpn, alpnOffered}}});
    };
    const seen = (one: AddressLook, speaksHttp2: boolean | null) =>
      listenersSeen([one], {text: '', speaksHttp2}, 'https')[0]?.status;

    it('speaks what its attribute says', () => {
      expect(seen(tls('h2'), true)).to.equal('as-configured');
      expect(seen(tls(null), true)).to.equal('differs');
      expect(seen(tls('h2'), false)).to.equal('differs');
      expect(seen(tls(null), false)).to.equal('as-configured');
      expect(seen(tls('h2'), null)).to.equal('unknown');
      expect(seen(tls(null, ['http/1.1']), true)).to.equal('as-configured');
    });
  });

  describe('names', () => {
    const wire = (answers: Readonly<Record<string, readonly string[] | null>>) =>
      ({
        dns: {
          addresses: async (name: string) => {
            const addresses = answers[name];
            if (addresses === undefined) throw new CannotTell('SERVFAIL', 'dig');
            return {name, addresses};
          },
        },
      }) as unknown as LiveWire;
    const dnsName = HEALTHY.loadBalancer.dnsName.toLowerCase();
    const way = (interfaces: AwsFacts['loadBalancerInterfaces']) => ({
      entry: {kind: 'load-balancer', dnsName, region: 'eu-central-1'} as const,
      loadBalancer: {
        name: 'alb',
        loadBalancer: HEALTHY.loadBalancer,
        aws: {loadBalancer: async () => HEALTHY.loadBalancer, loadBalancerInterfaces: interfaces},
      } as never,
      listener: null,
      winner: null,
    });
    const none = way(async () => []);

    it('are inside what the load balancer has, or not', async () => {
      const inside = wire({[HOST]: ['192.0.2.1'], [HEALTHY.loadBalancer.dnsName]: ['192.0.2.1', '192.0.2.2']});
      expect((await namesSeen(inside, HOST, {way: none, hops: []})).hop.status).to.equal('as-configured');
      const outside = wire({[HOST]: ['192.0.2.9'], [HEALTHY.loadBalancer.dnsName]: ['192.0.2.1']});
      expect((await namesSeen(outside, HOST, {way: none, hops: []})).hop.status).to.equal('differs');
    });

    it('are unknown where DNS, or AWS, does not say', async () => {
      expect((await namesSeen(wire({}), HOST, {way: none, hops: []})).hop.status).to.equal('unknown');
      const outside = wire({[HOST]: ['192.0.2.9'], [HEALTHY.loadBalancer.dnsName]: ['192.0.2.1']});
      const denied = way(async () => {
        throw new AwsRefusal('ec2:DescribeNetworkInterfaces', 'AccessDenied', 'denied', 'grant it');
      });
      expect((await namesSeen(outside, HOST, {way: denied, hops: []})).hop.status).to.equal('unknown');
    });

    it('of API Gateway change, so that another address is no difference', async () => {
      const gateway = {
        kind: 'gateway',
        dnsName: 'd-1.execute-api.eu-central-1.amazonaws.com',
        region: 'eu-central-1',
      } as const;
      const asked = {...none, entry: gateway, loadBalancer: null};
      const outside = wire({[HOST]: ['192.0.2.9'], [gateway.dnsName]: ['192.0.2.1']});
      expect((await namesSeen(outside, HOST, {way: asked, hops: []})).hop.status).to.equal('unknown');
    });
  });

  it('knows API Gateway, and what it says itself', () => {
    const id = {'x-amz-apigw-id': 'abc='};
    expect(gatewaySeen(answer({headers: id})).status).to.equal('as-configured');
    expect(gatewaySeen(answer({headers: {}})).status).to.equal('unknown');
    expect(apiRouteSeen(answer({headers: id})).status).to.equal('as-configured');
    const refused = {status: 403, headers: id, body: '{"message":"Missing Authentication Token"}'};
    expect(apiRouteSeen(answer(refused)).status).to.equal('differs');
    expect(
      apiRouteSeen(answer({...refused, status: 504, body: '{"message":"Endpoint request timed out"}'})).status,
    ).to.equal('unknown');
    expect(apiRouteSeen(answer({headers: {}})).status).to.equal('unknown');
  });

  it('sees an idle timeout where a stream was closed in silence, or was not', () => {
    const shown = (differing: object) => idleTimeoutIn(observed(differing), 3000).map(({status}) => status);
    const cut = {end: 'truncated', headersAtMs: 20, lastByteAtMs: 1000, endAtMs: 4010, silenceAtLeastMs: 3000};
    expect(shown(cut)).to.deep.equal(['as-configured']);
    expect(shown({end: 'held', lastByteAtMs: 1000, endAtMs: 9000, silenceAtLeastMs: 8000})).to.deep.equal(['differs']);
    // A heartbeat keeps it from showing.
    expect(shown({end: 'held', lastByteAtMs: 4000, endAtMs: 4500, silenceAtLeastMs: 1000})).to.deep.equal([]);
    expect(shown({...cut, end: 'complete'})).to.deep.equal([]);
  });

  it('says what all addresses show once, and what some do with their addresses, the worst first', () => {
    const at = (address: string, status: 'as-configured' | 'differs', seen: string) => ({
      address,
      status,
      seen,
      fix: null,
    });
    const [alike] = seenAtAll('rules', 'x', [at('a', 'as-configured', 'fine'), at('b', 'as-configured', 'fine')]);
    expect(alike).to.include({status: 'as-configured', seen: 'fine'});
    const [odd] = seenAtAll('rules', 'x', [at('a', 'as-configured', 'fine'), at('b', 'differs', 'odd')]);
    expect(odd).to.include({status: 'differs', seen: 'odd at b; fine at a'});
    expect(seenAtAll('rules', 'x', [])).to.deep.equal([]);
  });
});

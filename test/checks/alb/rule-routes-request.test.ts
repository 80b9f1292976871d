import {expect} from 'chai';
import {ruleRoutesRequest as check} from '../../../src/checks/alb/rule-routes-request.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {ListenerRule, RuleAction, RuleCondition} from '../../../src/model/facts/aws-facts.ts';
import {neverPassesUnanswered} from '../../matrix/unanswered.ts';
import {forward, HOST, NOT_FOUND, rule, targetGroup} from '../../support/aws-facts.ts';
import {awsWorld} from '../../support/aws-world.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const STREAM = '/jessica-service/mcp/sse/stream';
const FALLBACK = rule('default', {}, NOT_FOUND);

neverPassesUnanswered(check, {
  alb: 'alb',
  request: {host: 'mcp.run.georgi.io', path: '/jessica-service/mcp/sse/stream'},
  targetGroup: 'jessica-service-sse',
});

describe('alb/rule-routes-request', () => {
  it('passes when the winner forwards to the group, by name or ARN, and uses the actions it declares', async () => {
    const world = awsWorld();
    const verdict = await check.run(params(), world);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      `GET ${HOST}${STREAM} on listener 443: target group jessica-service-sse; rule 90 wins because host-header "${HOST}" matches host ${HOST}` +
        ` and path-pattern "/jessica-service/mcp/sse*" matches path ${STREAM}`,
    );
    expect(world.usedActions()).to.deep.equal(check.iam);
    expect(
      (await check.run(params({targetGroup: targetGroup('jessica-service-sse').arn}), awsWorld())).status,
    ).to.equal('pass');
  });

  it('fails when a rule before it wins, saying who, why, and why the right one lost', async () => {
    const verdict = await look([
      rule(80, {host: '*.georgi.io', path: '/jessica-service/*'}, forward(['jessica-service-api', 1])),
      rule(90, {host: HOST, path: '/jessica-service/mcp/sse*'}, forward(['jessica-service-sse', 1])),
      FALLBACK,
    ]);
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include(
      'on listener 443: target group jessica-service-api, not target group jessica-service-sse',
    );
    expect(verdict.summary).to.include('rule 80 wins because host-header "*.georgi.io" matches');
    expect(verdict.summary).to.include('rule 90 leads there, but it comes after rule 80');
  });

  it('judges a source-ip condition when it knows where the request comes from', async () => {
    const guarded = rule(
      90,
      {other: {field: 'source-ip', values: ['10.20.0.0/16']}},
      forward(['jessica-service-sse', 1]),
    );
    const from = async (sourceIp: string) => {
      const request = {host: HOST, path: STREAM, method: 'GET', sourceIp};
      return await check.run(params({request}), awsWorld({listenerRules: [guarded, FALLBACK]}));
    };
    expect((await from('10.20.255.255')).status).to.equal('pass');
    expect((await from('10.21.0.0')).summary).to.include(
      `${STREAM} from 10.21.0.0 on listener 443: fixed response 404`,
    );
  });

  it('fails when the right rule does not match, naming the condition', async () => {
    const verdict = await look([
      rule(90, {host: HOST, path: '/mcp/sse*'}, forward(['jessica-service-sse', 1])),
      FALLBACK,
    ]);
    expect(verdict.summary).to.include(
      'fixed response 404, not target group jessica-service-sse; the default rule wins',
    );
    expect(verdict.summary).to.include(
      `rule 90 leads there, but path-pattern "/mcp/sse*" does not match path ${STREAM}`,
    );
    expect(verdict.evidence.map(({what}) => what)).to.deep.equal(['the default rule wins', 'rules passed over']);
  });

  it('names the rule that was meant for the request, of several that lead there', async () => {
    const verdict = await look([
      rule(80, {host: HOST}, NOT_FOUND),
      rule(90, {host: HOST, path: '/other'}, forward(['jessica-service-sse', 1])),
      rule(92, {host: HOST, path: '/jessica-service/mcp/sse*'}, forward(['jessica-service-sse', 1])),
      FALLBACK,
    ]);
    expect(verdict.summary).to.include('rule 92 leads there, but it comes after rule 80');
  });

  it('fails when no rule leads there at all', async () => {
    const verdict = await look([FALLBACK]);
    expect(verdict.summary).to.include('no rule leads to target group jessica-service-sse');
    expect(verdict.fix).to.include('Add a rule');
  });

  it('minds the method', async () => {
    const get = {field: 'http-request-method', values: ['GET']} as const;
    const rules = [rule(90, {other: get}, forward(['jessica-service-sse', 1])), FALLBACK];
    expect((await look(rules)).status).to.equal('pass');
    const post = {host: HOST, path: STREAM, method: 'POST'};
    expect((await look(rules, {request: post})).status).to.equal('fail');
  });

  it('wants every share to go to the group, and gives weight 0 none', async () => {
    const weighted = (...weights: (readonly [string, number])[]) => look([rule(90, {}, forward(...weights)), FALLBACK]);
    expect((await weighted(['jessica-service-sse', 1], ['jessica-service-api', 0])).status).to.equal('pass');
    const split = await weighted(['jessica-service-sse', 999], ['jessica-service-api', 1]);
    expect(split.status).to.equal('fail');
    expect(split.actual).to.equal('target groups jessica-service-sse (99.9 %) and jessica-service-api (0.1 %)');
    expect((await weighted(['jessica-service-sse', 0], ['jessica-service-api', 1])).status).to.equal('fail');
    expect(
      (await thrownBy(weighted(['jessica-service-sse', 0], ['jessica-service-api', 0]), CannotTell)).message,
    ).to.include('weight 0');
  });

  const gate = (onUnauthenticatedRequest: string): RuleAction => ({
    type: 'authenticate-oidc',
    order: 1,
    onUnauthenticatedRequest,
  });

  it('fails when a login comes first: no way for a client that is not a browser', async () => {
    for (const unauthenticated of ['authenticate', 'deny']) {
      const verdict = await look([rule(90, {}, gate(unauthenticated), forward(['jessica-service-sse', 1])), FALLBACK]);
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.include(
        'authenticate-oidc comes before target group jessica-service-sse; rule 90 wins',
      );
      expect(verdict.fix).to.include('`login: allowed`');
    }
    const cognito: RuleAction = {type: 'authenticate-cognito', order: 1, onUnauthenticatedRequest: 'authenticate'};
    expect((await look([rule(90, {}, cognito, forward(['jessica-service-sse', 1]))])).status).to.equal('fail');
  });

  it('passes a login that lets others through, or that is allowed, and shows it', async () => {
    const open = await look([rule(90, {}, gate('allow'), forward(['jessica-service-sse', 1])), FALLBACK]);
    expect(open.status).to.equal('pass');
    expect(open.summary).to.match(/; authenticate-oidc comes first$/);
    const allowed = await look([rule(90, {}, gate('authenticate'), forward(['jessica-service-sse', 1]))], {
      login: 'allowed',
    });
    expect(allowed.status).to.equal('pass');
    expect(allowed.summary).to.include('; authenticate-oidc comes first: requests without a login never get past it');
    expect(allowed.evidence[1]).to.deep.include({
      what: 'actions before the decisive one',
      value: ['authenticate-oidc comes first: requests without a login never get past it'],
    });
  });

  it('passes a token check, and says whom it turns away', async () => {
    const jwt: RuleAction = {type: 'jwt-validation', order: 1, issuer: 'https://id.georgi.io'};
    const verdict = await look([rule(90, {}, jwt, forward(['jessica-service-sse', 1])), FALLBACK]);
    expect(verdict.status).to.equal('pass');
    const turnedAway = 'jwt-validation comes first: requests without a valid token never get past it';
    expect(verdict.summary).to.include(`; ${turnedAway}`);
    expect(verdict.evidence[1]?.value).to.deep.equal([turnedAway]);
  });

  it('fails where a request without a token meets a token check, and cannot tell whether a cookie is one of a session', async () => {
    const jwt: RuleAction = {type: 'jwt-validation', order: 1, issuer: 'https://id.georgi.io'};
    const rules = [rule(90, {}, jwt, forward(['jessica-service-sse', 1])), FALLBACK];
    const sending = (headers: object) => ({
      request: check.params.shape.request.parse({host: HOST, path: STREAM, headers}),
    });
    const without = await look(rules, sending({Authorization: false}));
    expect(without.status).to.equal('fail');
    expect(without.fix).to.include("or state the token that clients send (`headers: {authorization: '…'}`)");
    expect((await look(rules, sending({authorization: 'Bearer x'}))).status).to.equal('pass');
    expect((await look(rules, sending({authorization: 'Basic dTpw'}))).status).to.equal('fail');
    const login = [rule(90, {}, gate('authenticate'), forward(['jessica-service-sse', 1])), FALLBACK];
    const thrown = await thrownBy(look(login, sending({cookie: 'AWSELBAuthSessionCookie-0=a'})), CannotTell);
    expect(thrown.message).to.include('whether the cookie is that of a session');
    expect((await look(login, sending({cookie: false}))).status).to.equal('fail');
  });

  it('fails where the version of the target group refuses the request, and says whom else it refuses', async () => {
    const rules = [rule(90, {}, forward(['jessica-service-sse', 1])), FALLBACK];
    const into = (protocolVersion: string, method: string) => {
      const targetGroups = [targetGroup('jessica-service-sse', {protocolVersion}), targetGroup('jessica-service-api')];
      const request = check.params.shape.request.parse({host: HOST, path: STREAM, method});
      const params = check.params.parse({alb: 'alb', request, targetGroup: 'jessica-service-sse'});
      return check.run(params, awsWorld({listenerRules: rules, targetGroups}));
    };
    const refused = await into('GRPC', 'GET');
    expect(refused.status).to.equal('fail');
    expect(refused.summary).to.include('speaks gRPC, which takes POST alone: the load balancer answers GET with 464');
    expect((await into('GRPC', 'POST')).status).to.equal('pass');
    expect((await into('HTTP2', 'GET')).summary).to.include('takes HTTP/2 alone (HTTP2): clients that speak HTTP/1.1');
    expect((await into('HTTP1', 'GET')).summary).not.to.include('HTTP/2');
  });

  it('says whom stickiness may keep on a group of weight 0', async () => {
    const sticky = {...forward(['jessica-service-sse', 1], ['jessica-service-api', 0]), stickinessSeconds: 3600};
    const verdict = await look([rule(90, {}, sticky as RuleAction), FALLBACK]);
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include(
      'clients that have a stickiness cookie (AWSALBTG) of jessica-service-api from before are not looked at: for up to 3600 s',
    );
  });

  it('judges a fixed response by its status, and names a redirect', async () => {
    const gone = {targetGroup: undefined, fixedResponse: {status: 404}};
    expect((await look([FALLBACK], gone)).status).to.equal('pass');
    expect((await look([FALLBACK], {...gone, fixedResponse: {status: 410}})).status).to.equal('fail');
    const redirect: RuleAction = {
      type: 'redirect',
      order: 1,
      statusCode: 'HTTP_301',
      protocol: 'HTTPS',
      host: '#{host}',
      port: '443',
      path: '/#{path}',
      query: '',
    };
    const verdict = await look([rule('default', {}, redirect)], gone);
    expect(verdict.actual).to.equal('redirect to HTTPS://#{host}:443/#{path} (HTTP_301)');
    expect(verdict.status).to.equal('fail');
  });

  it('cannot tell past a rule that it cannot judge, but can before it', async () => {
    const regex = {field: 'path-pattern', values: [], regexValues: ['/sse/']} as const;
    const opaque = rule(10, {other: regex}, forward(['jessica-service-api', 1]));
    const right = rule(90, {}, forward(['jessica-service-sse', 1]));
    expect((await thrownBy(look([opaque, right]), CannotTell)).message).to.include(
      'rule 10 (target group jessica-service-api) or rule 90 (target group jessica-service-sse) takes it',
    );
    expect((await look([{...opaque, priority: 91}, right])).status).to.equal('pass');
    const anyone = rule(10, {other: {field: 'source-ip', values: ['10.0.0.0/8']}}, forward(['jessica-service-api', 1]));
    await thrownBy(look([anyone, right]), CannotTell);
  });

  describe('what the request does not state', () => {
    const sse = forward(['jessica-service-sse', 1]);
    const api = forward(['jessica-service-api', 1]);
    const accepts = (value: string): RuleCondition => ({
      field: 'http-header',
      name: 'Accept',
      values: [value],
      regexValues: [],
    });
    const asked = rule(80, {other: accepts('*text/event-stream*')}, api);
    const rules = [asked, rule(90, {host: HOST}, sse), FALLBACK];
    const sending = (more: object) => ({
      request: check.params.shape.request.parse({host: HOST, path: STREAM, ...more}),
    });

    it('is tried both ways: it cannot tell where they lead to different places, and says what to state', async () => {
      const thrown = await thrownBy(look(rules), CannotTell);
      expect(thrown.message).to.equal(
        `GET ${HOST}${STREAM} on listener 443: rule 80 (target group jessica-service-api) or rule 90 (target group jessica-service-sse) takes it: ` +
          'in rule 80, whether http-header Accept "*text/event-stream*" matches is not known: the header accept is not stated',
      );
      expect(thrown.fix).to.equal(
        "state under `request:` what clients send: `headers: {accept: '…'}` (`accept: false` where they do not send it)",
      );
    });

    it('decides once it is stated, also that it is not sent', async () => {
      const stated = async (headers: object) => (await look(rules, sending({headers}))).status;
      expect(await stated({Accept: 'text/event-stream'})).to.equal('fail');
      expect(await stated({accept: ['text/html', 'text/event-stream']})).to.equal('fail');
      expect(await stated({accept: 'application/json'})).to.equal('pass');
      expect(await stated({accept: false})).to.equal('pass');
    });

    it('says so of a query and of an address', async () => {
      const query = rule(80, {other: {field: 'query-string', pairs: [{key: 'sessionId', value: '*'}]}}, api);
      const source = rule(85, {other: {field: 'source-ip', values: ['10.0.0.0/8']}}, api);
      const all = [query, source, rule(90, {}, sse), FALLBACK];
      const thrown = await thrownBy(look(all), CannotTell);
      expect(thrown.fix).to.equal(
        "state under `request:` what clients send: `query: '…'`, `sourceIp: …` (`query: ''` where there is none)",
      );
      expect((await look(all, sending({query: '', sourceIp: '192.0.2.1'}))).status).to.equal('pass');
      expect((await look(all, sending({query: 'a=1&SessionID=7', sourceIp: '192.0.2.1'}))).status).to.equal('fail');
      expect((await look(all, sending({query: '', sourceIp: '10.0.0.1'}))).status).to.equal('fail');
    });

    it('does not matter where all that can win lead there, or none does', async () => {
      const same = await look([{...asked, actions: [sse]}, rule(90, {}, sse), FALLBACK]);
      expect(same.status).to.equal('pass');
      expect(same.summary).to.include('rule 80 or rule 90 wins (in rule 80, whether http-header Accept');
      const none = await look([asked, FALLBACK]);
      expect(none.status).to.equal('fail');
      expect(none.actual).to.equal('target group jessica-service-api or fixed response 404');
    });

    it('does not matter in a rule that another condition rules out, nor behind the winner', async () => {
      const elsewhere = rule(80, {host: 'other.georgi.io', other: accepts('*')}, api);
      expect((await look([elsewhere, rule(90, {}, sse), {...asked, priority: 95}, FALLBACK])).status).to.equal('pass');
    });

    it('is tried together with what other rules ask of the same header', async () => {
      // Who is not taken by rule 80 is not taken by rule 85 either.
      const narrower = rule(85, {other: accepts('text/event-stream')}, NOT_FOUND);
      const right = [{...asked, actions: [sse]}, narrower, rule(90, {}, sse), FALLBACK];
      expect((await look(right)).status).to.equal('pass');
      await thrownBy(look(right.toSpliced(1, 1, rule(85, {other: accepts('text/html')}, NOT_FOUND))), CannotTell);
      // All that send the header are taken by rule 80 or 81, the rest by rule 90.
      const any = rule(81, {other: accepts('*')}, sse);
      const hidden = rule(82, {other: accepts('application/json')}, api);
      expect((await look([{...asked, actions: [sse]}, any, hidden, rule(90, {}, sse)])).status).to.equal('pass');
    });
  });

  it('is not blinded by a regex that takes no such request, however it is read', async () => {
    const admin = {field: 'host-header', values: [], regexValues: ['^admin\\.georgi\\.io$']} as const;
    const rules = [rule(5, {other: admin}, NOT_FOUND), rule(90, {}, forward(['jessica-service-sse', 1])), FALLBACK];
    expect((await look(rules)).status).to.equal('pass');
    const all = {...admin, regexValues: ['^.*\\.georgi\\.io$']};
    const taken = await look([rule(5, {other: all}, NOT_FOUND), ...rules]);
    expect(taken.status).to.equal('fail');
    expect(taken.summary).to.include('rule 5 wins because host-header "^.*\\.georgi\\.io$" matches host');
  });

  describe('what the target sees', () => {
    const rewriting = (regex: string, replace: string): readonly ListenerRule[] => [
      {
        ...rule(90, {}, forward(['jessica-service-sse', 1])),
        transforms: [{type: 'url-rewrite', rewrites: [{regex, replace}]}],
      },
      FALLBACK,
    ];
    const sees = (path: string) => ({targetSees: {path}});

    it('is said where a rule rewrites it, and judged where it is stated', async () => {
      const off = rewriting('^/jessica-service/(.*)$', '/$1');
      expect((await look(off, withQuery(''))).summary).to.include(
        '; the target sees path /mcp/sse/stream; rule 90 wins',
      );
      expect((await look(off, {...withQuery(''), ...sees('/mcp/sse/stream')})).status).to.equal('pass');
      const wrong = await look(off, {...withQuery(''), ...sees(STREAM)});
      expect(wrong.status).to.equal('fail');
      expect(wrong.summary).to.include(`its target sees path /mcp/sse/stream, not ${STREAM}; rule 90 wins`);
      expect(wrong.fix).to.equal(
        'Correct the transform of rule 90 (url-rewrite "^/jessica-service/(.*)$" to "/$1"), or let the service expect what it makes.',
      );
    });

    it('is what the client sent where no rule rewrites it', async () => {
      const plain = [rule(90, {}, forward(['jessica-service-sse', 1])), FALLBACK];
      expect((await look(plain, sees(STREAM))).status).to.equal('pass');
      const wrong = await look(plain, {targetSees: {host: 'internal.georgi.io'}});
      expect(wrong.status).to.equal('fail');
      expect(wrong.fix).to.include('Add a transform (url-rewrite, host-header-rewrite) to rule 90');
    });

    it('cannot be told where it is not clear, which a pass without such a statement says', async () => {
      const open = rewriting('/jessica-service/mcp/sse/stream$', '/x');
      const thrown = await thrownBy(look(open, sees('/x')), CannotTell);
      expect(thrown.message).to.include('what the target sees is not clear: the url-rewrite of rule 90');
      expect(thrown.fix).to.include("state under `request:` what clients send: `query: '…'`");
      expect((await look(open)).summary).to.include('what the target sees is not clear');
      expect((await look(open, {...withQuery(''), ...sees('/x')})).status).to.equal('pass');
      // One rule that may win rewrites it, another does not.
      const header = {field: 'http-header', name: 'X-Env', values: ['green'], regexValues: []} as const;
      const [first, ...rest] = rewriting('^/jessica-service/(.*)$', '/$1');
      const both = [
        {...first, priority: 80, conditions: [header]} as ListenerRule,
        rule(90, {}, forward(['jessica-service-sse', 1])),
        ...rest,
      ];
      await thrownBy(look(both, {...withQuery(''), ...sees(STREAM)}), CannotTell);
    });

    it('is nothing where the load balancer answers itself', () => {
      const request = {host: HOST, path: STREAM};
      const both = {alb: 'alb', request, fixedResponse: {status: 404}, ...sees('/')};
      expect(check.params.safeParse(both).success).to.equal(false);
    });
  });

  it('does not blame another rule where the one that is meant for the request leads elsewhere', async () => {
    const verdict = await look([
      rule(90, {host: HOST, path: '/jessica-service/mcp/sse*'}, forward(['jessica-service-api', 1])),
      rule(92, {host: HOST, path: '/other/*'}, forward(['jessica-service-sse', 1])),
      FALLBACK,
    ]);
    expect(verdict.summary).to.include('no rule that matches this request leads to target group jessica-service-sse');
    expect(verdict.summary).not.to.include('rule 92');
    expect(verdict.fix).to.equal(
      'Where rule 90 is meant for this request, correct its action: target group jessica-service-sse. Else add a rule for the request with target group jessica-service-sse and a priority below 90.',
    );
  });

  it('cannot tell what an unknown action does, as the last or before it', async () => {
    const unknown = (order: number): RuleAction => ({type: 'unknown', order, name: 'teleport'});
    for (const action of [unknown(1), unknown(50_001)]) {
      const thrown = await thrownBy(look([rule(90, {}, action, forward(['jessica-service-sse', 1]))]), CannotTell);
      expect(thrown.message).to.include('teleport');
    }
  });

  it('cannot tell when there is no such target group, naming near ones, or no rule at all', async () => {
    const thrown = await thrownBy(check.run(params({targetGroup: 'jessica-service-sso'}), awsWorld()), CannotTell);
    expect(thrown.message).to.equal(
      'no target group "jessica-service-sso" in account 444444444444, eu-central-1. There are: jessica-service-api, jessica-service-sse, jessica-service-ws. Did you mean "jessica-service-sse"?',
    );
    await thrownBy(look([]), CannotTell);
  });

  it('wants exactly one of target group and fixed response, and a path without a query', () => {
    const request = {host: HOST, path: STREAM};
    const valid = (more: object, path = STREAM) =>
      check.params.safeParse({alb: 'alb', request: {...request, path}, ...more}).success;
    expect([valid({targetGroup: 'jessica-service-sse'}), valid({fixedResponse: {status: 404}})]).to.deep.equal([
      true,
      true,
    ]);
    expect([valid({}), valid({targetGroup: 'jessica-service-sse', fixedResponse: {status: 404}})]).to.deep.equal([
      false,
      false,
    ]);
    expect([
      valid({targetGroup: 'jessica-service-sse'}, '/a?b'),
      valid({targetGroup: 'jessica-service-sse'}, 'a'),
    ]).to.deep.equal([false, false]);
    const sent = (more: object) => check.params.shape.request.safeParse({...request, ...more}).success;
    expect([sent({headers: {host: 'x'}}), sent({headers: {a: true}}), sent({query: '?a=b'})]).to.deep.equal([
      false,
      false,
      false,
    ]);
  });
});

function withQuery(query: string) {
  return {request: {host: HOST, path: STREAM, method: 'GET', query}};
}

type Params = Parameters<typeof check.run>[0];

function params(more: Partial<Params> = {}): Params {
  return {
    alb: 'alb',
    request: {host: HOST, path: STREAM, method: 'GET'},
    targetGroup: 'jessica-service-sse',
    login: 'refused',
    ...more,
  };
}

function look(listenerRules: readonly ListenerRule[], more: Partial<Params> = {}) {
  return check.run(params(more), awsWorld({listenerRules}));
}

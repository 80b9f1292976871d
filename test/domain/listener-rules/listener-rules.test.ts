import {expect} from 'chai';
import {
  asksForLogin,
  decisiveAction,
  evaluateRules,
  gatesOf,
  type RoutedRequest,
  ruleName,
} from '../../../src/domain/listener-rules/listener-rules.ts';
import type {ListenerRule, RuleAction, RuleCondition} from '../../../src/model/facts/aws-facts.ts';

const REQUEST: RoutedRequest = {
  host: 'mcp.run.georgi.io',
  path: '/jessica-service/mcp/sse/stream',
  method: 'GET',
  isWhole: true,
};

describe('listener rules', () => {
  it('are called by their priority', () => {
    expect([ruleName(rule(90)), ruleName(rule('default'))]).to.deep.equal(['rule 90', 'the default rule']);
  });

  it('ask for a login unless they let a request without one through', () => {
    const login = (type: 'authenticate-oidc' | 'authenticate-cognito', onUnauthenticatedRequest: string) =>
      asksForLogin({type, order: 1, onUnauthenticatedRequest});
    for (const type of ['authenticate-oidc', 'authenticate-cognito'] as const) {
      expect([login(type, 'authenticate'), login(type, 'deny'), login(type, 'allow')]).to.deep.equal([
        true,
        true,
        false,
      ]);
    }
    expect(asksForLogin({type: 'jwt-validation', order: 1, issuer: null})).to.equal(false);
  });

  describe('order', () => {
    it('goes by priority as a number, the default rule last', () => {
      const {winner, trail} = evaluateRules([rule('default'), rule(100), rule(9)], REQUEST);
      expect(winner?.priority).to.equal(9);
      expect(trail.map((trial) => trial.rule.priority)).to.deep.equal([9, 100, 'default']);
    });

    it('lets the first match win although later ones match too', () => {
      const {winner, trail} = evaluateRules([rule(10, [host('*.georgi.io')]), rule(90), rule('default')], REQUEST);
      expect(winner?.priority).to.equal(10);
      expect(trail.map((trial) => trial.matches)).to.deep.equal([true, true, true]);
    });

    it('falls to the default rule', () => {
      expect(evaluateRules([rule('default'), rule(1, [host('api.georgi.io')])], REQUEST).winner?.priority).to.equal(
        'default',
      );
    });

    it('has no winner when nothing matches', () => {
      expect(evaluateRules([rule(1, [host('api.georgi.io')])], REQUEST).winner).to.equal(null);
    });
  });

  describe('conditions', () => {
    it('all have to hold; the values of one are alternatives', () => {
      expect(outcome([host('mcp.run.georgi.io'), path('/other')])).to.equal(false);
      expect(outcome([host('mcp.run.georgi.io'), path('/other', '/jessica-service/mcp/sse*')])).to.equal(true);
    });

    it('host-header ignores case on both sides', () => {
      expect(outcome([host('MCP.*.Georgi.io')], {host: 'mcp.RUN.georgi.IO'})).to.equal(true);
      expect(outcome([host('georgi.io')])).to.equal(false);
    });

    it('path-pattern minds case and takes the whole path', () => {
      expect(outcome([path('/Jessica-service/*')])).to.equal(false);
      expect(outcome([path('/jessica-service')])).to.equal(false);
      expect(outcome([path('/jessica-service/mcp/sse')], {path: '/jessica-service/mcp/sse'})).to.equal(true);
    });

    it('path-pattern does not guess at how an odd path is normalised', () => {
      for (const odd of ['/jessica%2Dservice', '//jessica-service', '/a/../jessica-service', '/a/.']) {
        expect(outcome([path('/jessica-service')], {path: odd}), odd).to.equal('unknown');
        expect(outcome([path('/*')], {path: odd}), odd).to.equal(true);
      }
      expect(outcome([path('/.well-known/*')], {path: '/.well-known/oauth-protected-resource'})).to.equal(true);
    });

    it('http-request-method minds case and knows no wildcards', () => {
      expect(outcome([{field: 'http-request-method', values: ['POST', 'GET']}])).to.equal(true);
      expect(outcome([{field: 'http-request-method', values: ['get', '*']}])).to.equal(false);
    });

    it('http-header ignores the case of name and value, tries each value, and needs the header to be there', () => {
      const condition = header('X-Env', 'gr?en');
      expect(outcome([condition], {headers: {'x-env': 'GREEN'}})).to.equal(true);
      expect(outcome([condition], {headers: {'x-env': ['blue', 'green']}})).to.equal(true);
      expect(outcome([condition], {headers: {'x-env': 'blue'}})).to.equal(false);
      expect(outcome([condition], {headers: {'x-env': undefined}})).to.equal(false);
      expect(outcome([condition])).to.equal(false);
    });

    it('query-string needs one pair, ignores case, and has escapes', () => {
      const version = query({key: 'version', value: 'v?'});
      expect(outcome([version], {query: 'a=b&VERSION=V2'})).to.equal(true);
      expect(outcome([version], {query: 'version=v22'})).to.equal(false);
      expect(outcome([version])).to.equal(false);
      expect(outcome([query({key: null, value: '\\*'})], {query: 'any=*'})).to.equal(true);
      expect(outcome([query({key: null, value: '\\*'})], {query: 'any=x'})).to.equal(false);
      expect(outcome([query({key: 'e', value: 'a=b'})], {query: 'e=a=b'})).to.equal(true);
      expect(outcome([version], {query: 'version=%76%32'})).to.equal('unknown');
      expect(outcome([query({key: null, value: 'debug'})], {query: 'a=1&debug'})).to.equal('unknown');
      expect(outcome([query({key: 'debug', value: '*'})], {query: 'a=1&debug'})).to.equal(true);
    });

    it('source-ip is a CIDR of either family, and unknown without an address', () => {
      const inside: RuleCondition = {field: 'source-ip', values: ['10.0.0.0/8', '2001:db8::/32']};
      expect(outcome([inside], {sourceIp: '10.255.255.255'})).to.equal(true);
      expect(outcome([inside], {sourceIp: '11.0.0.0'})).to.equal(false);
      expect(outcome([inside], {sourceIp: '2001:db8::1'})).to.equal(true);
      expect(outcome([inside])).to.equal('unknown');
    });
  });

  describe('what cannot be judged', () => {
    const regex: RuleCondition = {field: 'path-pattern', values: [], regexValues: ['^/Jessica']};
    const strange: RuleCondition = {field: 'unknown', name: 'tls-fingerprint'};

    it('before the first sure match leaves no winner', () => {
      for (const opaque of [regex, strange]) {
        const {winner, trail} = evaluateRules([rule(10, [opaque]), rule(90)], REQUEST);
        expect(winner).to.equal(null);
        expect(trail[0]?.matches).to.equal('unknown');
      }
    });

    it('does no harm behind the first sure match', () => {
      expect(evaluateRules([rule(10, [host('*')]), rule(90, [regex])], REQUEST).winner?.priority).to.equal(10);
    });

    it('does no harm in a rule whose other conditions surely fail, or beside a value that surely matches', () => {
      expect(outcome([regex, host('api.georgi.io')])).to.equal(false);
      expect(outcome([strange, host('api.georgi.io')])).to.equal(false);
      expect(outcome([{field: 'path-pattern', values: ['/jessica-service/*'], regexValues: ['x']}])).to.equal(true);
      expect(outcome([{field: 'http-header', name: 'x-env', values: [], regexValues: ['.']}])).to.equal(false);
    });

    it('is of a regex only what the ways to read it do not agree on', () => {
      const admin: RuleCondition = {field: 'host-header', values: [], regexValues: ['^admin\\.georgi\\.io$']};
      expect(outcome([admin])).to.equal(false);
      expect(outcome([admin], {host: 'ADMIN.georgi.io'})).to.equal(true);
      expect(outcome([admin], {host: null})).to.equal('unknown');
      const matches = (...regexValues: string[]) => outcome([{field: 'path-pattern', values: [], regexValues}]);
      expect(matches('^/jessica.*$')).to.equal(true);
      expect(matches('/jessica'), 'anchored or not').to.equal('unknown');
      expect(matches('^/JESSICA.*$'), 'with case or not').to.equal('unknown');
      expect(matches('^/other', '^/jessica.*$')).to.equal(true);
      expect(matches('^/other')).to.equal(false);
      expect(matches('^/(?=other)'), 'not read').to.equal('unknown');
      const agent: RuleCondition = {field: 'http-header', name: 'User-Agent', values: [], regexValues: ['.*curl.*']};
      expect(outcome([agent], {headers: {'user-agent': 'curl/8'}})).to.equal(true);
      expect(outcome([agent], {headers: {'user-agent': ['a', 'b']}})).to.equal(false);
      expect(outcome([agent], {headers: {'user-agent': 'CURL/8'}})).to.equal('unknown');
    });
  });

  describe('what is not stated of a request that is not given whole', () => {
    const open = (condition: RuleCondition, request: Partial<RoutedRequest> = {}) => {
      const [trial] = evaluateRules([rule(1, [condition])], {...REQUEST, isWhole: false, ...request}).trail;
      return [trial?.matches, trial?.open[0]?.unstated ?? null];
    };
    const accept = header('Accept', '*text/event-stream*');
    const version = query({key: 'version', value: '2'});

    it('is not known, and what would have to be stated is named', () => {
      expect(open(accept)).to.deep.equal(['unknown', 'headers.accept']);
      expect(open(header('Accept', '*'))).to.deep.equal(['unknown', 'headers.accept']);
      expect(open(version)).to.deep.equal(['unknown', 'query']);
      expect(open({field: 'source-ip', values: ['10.0.0.0/8']})).to.deep.equal(['unknown', 'sourceIp']);
      expect(open(host('api.georgi.io'), {host: null})).to.deep.equal(['unknown', 'host']);
      expect(open({field: 'http-header', name: 'X', values: [], regexValues: ['a']})[0]).to.equal('unknown');
    });

    it('is known of what is stated, absence too', () => {
      expect(open(accept, {headers: {ACCEPT: 'text/html, text/event-stream'}})).to.deep.equal([true, null]);
      expect(open(accept, {headers: {accept: []}})).to.deep.equal([false, null]);
      expect(open(accept, {headers: {accept: '*/*'}})).to.deep.equal([false, null]);
      expect(open(accept, {headers: {'x-env': 'a'}})).to.deep.equal(['unknown', 'headers.accept']);
      expect(open(version, {query: ''})).to.deep.equal([false, null]);
      expect(open(version, {query: 'VERSION=2'})).to.deep.equal([true, null]);
      expect(open(host('*'), {host: null})).to.deep.equal([true, null]);
    });
  });

  describe('what a recording left out', () => {
    it('of a header is not known where the request has it, whatever it holds', () => {
      const verify = header('X-Origin-Verify', '[redacted]');
      expect(outcome([verify], {headers: {'x-origin-verify': 'hush'}})).to.equal('unknown');
      expect(outcome([verify], {headers: {'x-origin-verify': '[redacted]'}})).to.equal('unknown');
      expect(outcome([verify])).to.equal(false);
      expect(outcome([header('X-Origin-Verify', '[redacted]', '*')], {headers: {'x-origin-verify': 'a'}})).to.equal(
        true,
      );
    });

    it('of a query is not known where it has that key', () => {
      const token = query({key: 'token', value: '[redacted]'});
      expect(outcome([token], {query: 'v=2&token=hush'})).to.equal('unknown');
      expect(outcome([token], {query: 'v=2'})).to.equal(false);
      expect(outcome([token], {query: 'v=%32'})).to.equal('unknown');
      expect(outcome([token])).to.equal(false);
    });
  });

  it('says why: the conditions that matched, or the first that did not', () => {
    const {trail} = evaluateRules(
      [
        rule(10, [host('mcp.run.georgi.io'), path('/api/*', '/health')]),
        rule(90, [host('*.georgi.io'), path('/jessica-service/*')]),
        rule('default'),
      ],
      REQUEST,
    );
    expect(trail.map((trial) => trial.because)).to.deep.equal([
      'path-pattern "/api/*" or "/health" does not match path /jessica-service/mcp/sse/stream',
      'host-header "*.georgi.io" matches host mcp.run.georgi.io and path-pattern "/jessica-service/*" matches path /jessica-service/mcp/sse/stream',
      'it has no conditions',
    ]);
  });

  it('says so without what may be a secret, of the rule or of the request', () => {
    const because = (condition: RuleCondition, request: Partial<RoutedRequest>) =>
      evaluateRules([rule(1, [condition])], {...REQUEST, ...request}).trail[0]?.because;
    const verify = header('X-Origin-Verify', 'hush', 'old');
    const regex: RuleCondition = {field: 'http-header', name: 'X-Origin-Verify', values: [], regexValues: ['hush']};
    const token = query({key: 'token', value: 'hush'});
    expect([
      because(verify, {headers: {'x-origin-verify': 'hush'}}),
      because(verify, {headers: {'x-origin-verify': ['guess', 'again']}}),
      because(verify, {}),
      because(regex, {headers: {'x-origin-verify': 'hush'}}),
      because(token, {query: 'token=hush&v=2'}),
      because(token, {query: 'token=guess'}),
      because(header('Accept', 'text/*'), {headers: {accept: 'text/html'}}),
    ]).to.deep.equal([
      'http-header X-Origin-Verify "[redacted]" matches "[redacted]"',
      'http-header X-Origin-Verify "[redacted]" does not match "[redacted]"',
      'http-header X-Origin-Verify "[redacted]" does not match a request without that header',
      'http-header X-Origin-Verify "[redacted]" matches "[redacted]"',
      'query-string "token=[redacted]" matches query token=[redacted]&v=2',
      'query-string "token=[redacted]" does not match query token=[redacted]',
      'http-header Accept "text/*" matches "text/html"',
    ]);
  });

  it('takes the last action by order for the decisive one, and those before it for gates', () => {
    const forward: RuleAction = {
      type: 'forward',
      order: 10,
      targets: [{targetGroupArn: 'arn:tg', weight: 1}],
      stickinessSeconds: null,
    };
    const login: RuleAction = {type: 'authenticate-oidc', order: 2, onUnauthenticatedRequest: 'authenticate'};
    const both: ListenerRule = {...rule(1), actions: [forward, login]};
    expect(decisiveAction(both)).to.equal(forward);
    expect(gatesOf(both)).to.deep.equal([login]);
    expect(decisiveAction({...both, actions: [{type: 'unknown', order: 11, name: 'teleport'}, forward]})).to.equal(
      null,
    );
    expect(decisiveAction({...both, actions: []})).to.equal(null);
  });
});

function outcome(conditions: readonly RuleCondition[], request: Partial<RoutedRequest> = {}) {
  return evaluateRules([rule(1, conditions)], {...REQUEST, ...request}).trail[0]?.matches;
}

function rule(priority: number | 'default', conditions: readonly RuleCondition[] = []): ListenerRule {
  const actions: RuleAction[] = [
    {type: 'forward', order: 1, targets: [{targetGroupArn: 'arn:tg', weight: 1}], stickinessSeconds: null},
  ];
  return {arn: `arn:rule/${priority}`, priority, conditions, actions, transforms: []};
}

function host(...values: string[]): RuleCondition {
  return {field: 'host-header', values, regexValues: []};
}

function path(...values: string[]): RuleCondition {
  return {field: 'path-pattern', values, regexValues: []};
}

function header(name: string, ...values: string[]): RuleCondition {
  return {field: 'http-header', name, values, regexValues: []};
}

function query(...pairs: {key: string | null; value: string}[]): RuleCondition {
  return {field: 'query-string', pairs};
}

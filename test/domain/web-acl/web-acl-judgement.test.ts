import {expect} from 'chai';
import {seenRequest} from '../../../src/domain/listener-rules/seen-request.ts';
import type {Referred} from '../../../src/domain/web-acl/statements.ts';
import {judgeWebAcl, needsOf} from '../../../src/domain/web-acl/web-acl-judgement.ts';
import {OFFICES, OWN_RULES, SCANNERS} from '../../../src/lab/worlds/wafv2.ts';
import type {WebAclRule, WebAclStatement} from '../../../src/model/facts/aws-facts.ts';
import {bytes, FOR_SCANNERS, FROM_OFFICES, MANAGED, OWN, RATE, wafRule, webAcl} from '../../support/web-acl.ts';

interface Asked {
  readonly path?: string;
  readonly method?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, readonly string[]>>;
  readonly sourceIp?: string;
  readonly country?: string | null;
  readonly bodyBytes?: number | null;
}

const READ: Referred = {
  ipSets: new Map([[OFFICES.arn, OFFICES]]),
  regexPatternSets: new Map([[SCANNERS.arn, SCANNERS]]),
  ruleGroups: new Map([[OWN_RULES.arn, OWN_RULES]]),
};
const UNREAD: Referred = {ipSets: new Map(), regexPatternSets: new Map(), ruleGroups: new Map()};

describe('what a web ACL does with a request', () => {
  it('is what the statement says of the part it is about', () => {
    const of = (part: string, text: string, position = 'EXACTLY') => bytes(text, {part, position});
    expect(blocked(of('UriPath', '/a/b'), {path: '/a/b'})).to.equal(true);
    expect(blocked(of('UriPath', '/a'), {path: '/a/b'})).to.equal(false);
    expect(blocked(of('UriPath', '/b', 'ENDS_WITH'), {path: '/a/b'})).to.equal(true);
    expect(blocked(of('UriPath', 'ADMIN', 'CONTAINS'), {path: '/admin'})).to.equal(false);
    expect(blocked(of('UriPath', 'admin', 'CONTAINS_WORD'), {path: '/x/admin/y'})).to.equal(true);
    expect(blocked(of('UriPath', 'admin', 'CONTAINS_WORD'), {path: '/sysadmin'})).to.equal(false);
    expect(blocked(of('UriPath', 'x', 'NEAR'), {})).to.equal(null);
    expect(blocked(of('Method', 'POST'), {method: 'POST'})).to.equal(true);
    expect(blocked(of('SingleHeader:host', 'mcp.run.georgi.io'), {})).to.equal(true);
    expect(blocked(of('QueryString', 'a=1'), {query: 'a=1'})).to.equal(true);
    expect(blocked(of('QueryString', 'a=1'), {})).to.equal(null);
    expect(blocked(of('QueryString', 'a'), {query: ''})).to.equal(false);
    expect(blocked(of('SingleQueryArgument:a', '1'), {query: 'b=2&A=1'})).to.equal(true);
    expect(blocked(of('AllQueryArguments', '2'), {query: 'b=2&A=1'})).to.equal(true);
    expect(blocked(of('AllQueryArguments', '2'), {query: 'b=%32'})).to.equal(null);
    expect(blocked(of('Cookies', 'x'), {})).to.equal(null);
    expect(blocked(of('Body', 'x'), {bodyBytes: 0})).to.equal(false);
    expect(blocked(of('Body', 'x'), {bodyBytes: 4})).to.equal(null);
    expect(blocked(bytes('x', {text: null}), {})).to.equal(null);
  });

  it('is made after the transformations, where their result is certain', () => {
    const with_ = (...transformations: string[]) => bytes('/admin', {transformations});
    expect(blocked(with_('LOWERCASE'), {path: '/ADMIN'})).to.equal(true);
    expect(blocked(with_('URL_DECODE', 'LOWERCASE'), {path: '/%41dmin'})).to.equal(true);
    expect(blocked(with_('URL_DECODE'), {path: '/%c3%a4'})).to.equal(null);
    expect(blocked(with_('NORMALIZE_PATH'), {path: '//admin'})).to.equal(true);
    expect(blocked(with_('NORMALIZE_PATH'), {path: '/x/../admin'})).to.equal(null);
    expect(blocked(with_('HTML_ENTITY_DECODE'), {path: '/admin'})).to.equal(true);
    expect(blocked(with_('HTML_ENTITY_DECODE'), {path: '/&lt;'})).to.equal(null);
    expect(blocked(with_('CMD_LINE'), {path: '/admin'})).to.equal(null);
  });

  it('compares sizes, to the byte', () => {
    const size = (part: string, comparison: string, of: number): WebAclStatement => ({
      ...{type: 'size', part, comparison, bytes: of},
      transformations: [],
    });
    for (const [comparison, less, equal, more] of [
      ['EQ', false, true, false],
      ['NE', true, false, true],
      ['LE', true, true, false],
      ['LT', true, false, false],
      ['GE', false, true, true],
      ['GT', false, false, true],
      ['XX', null, null, null],
    ] as const) {
      const of = (bodyBytes: number) => blocked(size('Body', comparison, 100), {bodyBytes});
      expect([of(99), of(100), of(101)], comparison).to.deep.equal([less, equal, more]);
    }
    expect(blocked(size('Body', 'GT', 8192), {bodyBytes: 9000})).to.equal(null);
    // Whether there is something of no size where nothing was sent is not documented.
    for (const [part, request] of [
      ['Body', {bodyBytes: 0}],
      ['QueryString', {query: ''}],
    ] as const) {
      expect(blocked(size(part, 'LT', 10), request), part).to.equal(null);
      expect(blocked(size(part, 'GT', 10), request), part).to.equal(false);
    }
    expect(
      blocked({type: 'regex', part: 'QueryString', pattern: '^$', transformations: []}, {query: ''}),
      'a pattern that takes nothing',
    ).to.equal(null);
    expect(blocked(size('Body', 'GT', 10), {bodyBytes: null})).to.equal(null);
    expect(blocked(size('UriPath', 'GT', 4), {path: '/äb'})).to.equal(false);
    expect(blocked(size('UriPath', 'GE', 4), {path: '/äb'})).to.equal(true);
    // A header that is not sent has no size.
    expect(blocked(size('SingleHeader:x', 'GE', 0), {headers: {x: []}})).to.equal(false);
  });

  it('goes by the address and the country that are stated', () => {
    expect(blocked(FROM_OFFICES, {sourceIp: '203.0.113.255'})).to.equal(true);
    expect(blocked(FROM_OFFICES, {sourceIp: '203.0.114.0'})).to.equal(false);
    expect(blocked(FROM_OFFICES, {})).to.equal(null);
    expect(
      blocked({...FROM_OFFICES, header: 'X-Forwarded-For'} as WebAclStatement, {sourceIp: '203.0.113.1'}),
    ).to.equal(null);
    const geo: WebAclStatement = {type: 'geo', countries: ['DE', 'AT'], header: null};
    expect(blocked(geo, {country: 'AT'})).to.equal(true);
    expect(blocked(geo, {country: 'FR'})).to.equal(false);
    expect(blocked(geo, {country: null})).to.equal(null);
  });

  it('reads regular expressions that both engines read alike, and no others', () => {
    const regex = (pattern: string | null): WebAclStatement => ({
      type: 'regex',
      part: 'UriPath',
      pattern,
      transformations: [],
    });
    expect(blocked(regex('^/(wp-admin|phpmyadmin)'), {path: '/wp-admin/x'})).to.equal(true);
    expect(blocked(regex('^/(wp-admin|phpmyadmin)'), {path: '/mcp'})).to.equal(false);
    expect(blocked(regex('(?i)^/ADMIN$'), {path: '/admin'})).to.equal(true);
    expect(blocked(regex('\\.(php|asp)$'), {path: '/a.php'})).to.equal(true);
    expect(blocked(regex('^/[a-z0-9]{2,4}$'), {path: '/mcp'})).to.equal(true);
    for (const odd of ['(a+)+$', '(?=x)', '(a)\\1', '\\p{L}', 'a||b', '[[:alpha:]]', null]) {
      expect(blocked(regex(odd), {}), String(odd)).to.equal(null);
    }
    expect(blocked(FOR_SCANNERS, {path: '/phpmyadmin'})).to.equal(true);
  });

  it('knows no attack, and none in what is not there', () => {
    const attack = (part: string): WebAclStatement => ({type: 'attack', name: 'XssMatchStatement', part});
    expect(blocked(attack('QueryString'), {query: ''})).to.equal(false);
    expect(blocked(attack('QueryString'), {query: 'a=<b>'})).to.equal(null);
    expect(blocked(attack('Body'), {bodyBytes: 0})).to.equal(false);
    expect(blocked({type: 'other', name: 'AsnMatchStatement'}, {})).to.equal(null);
  });

  it('joins statements with what is not known', () => {
    const [yes, no, open] = [bytes('/'), bytes('/never'), RATE];
    const and = (...statements: WebAclStatement[]): WebAclStatement => ({type: 'and', statements});
    const or = (...statements: WebAclStatement[]): WebAclStatement => ({type: 'or', statements});
    expect(blocked(and(yes, no, open), {})).to.equal(false);
    expect(blocked(and(yes, open), {})).to.equal(null);
    expect(blocked(or(open, yes), {})).to.equal(true);
    expect(blocked(or(open, no), {})).to.equal(null);
    expect(blocked({type: 'not', statement: open}, {})).to.equal(null);
    expect(blocked({type: 'not', statement: no}, {})).to.equal(true);
    expect(blocked({...RATE, scopeDown: no} as WebAclStatement, {})).to.equal(false);
  });

  it('goes by labels that earlier rules have added', () => {
    const label = (key: string, isNamespace = false): WebAclStatement => ({type: 'label', key, isNamespace});
    const behind = (first: WebAclRule, key: string, isNamespace = false) =>
      outcome([first, wafRule('labelled', 'block', label(key, isNamespace))], {});
    const seen = wafRule('seen', 'count', bytes('/'), ['team:mcp']);
    expect(behind(seen, 'team:mcp')).to.equal('refused');
    expect(behind(seen, 'team:', true)).to.equal('refused');
    expect(behind(seen, 'awswaf:444444444444:webacl:central-alb:team:mcp')).to.equal('refused');
    expect(behind(seen, 'team:other')).to.equal('allowed');
    // Namespaces before the name may be left out: the examples of the developer guide.
    const deep = wafRule('deep', 'count', bytes('/'), ['testNS1:testNS2:header:encoding:utf8']);
    expect(behind(deep, 'header:encoding:utf8')).to.equal('refused');
    expect(behind(deep, 'utf8')).to.equal('refused');
    expect(behind(deep, 'ncoding:utf8')).to.equal('allowed');
    expect(behind(deep, 'header:encoding')).to.equal('allowed');
    expect(behind(deep, 'testNS2:', true)).to.equal('refused');
    expect(behind(deep, 'NS2:', true)).to.equal('allowed');
    expect(behind(deep, 'awswaf:444444444444:webacl:central-alb:utf8')).to.equal('allowed');
    expect(behind(wafRule('seen', 'count', bytes('/never'), ['team:mcp']), 'team:mcp')).to.equal('allowed');
    expect(behind(wafRule('seen', 'count', RATE, ['team:mcp']), 'team:mcp')).to.equal('unknown');
    const managed = wafRule('common', 'count', MANAGED);
    expect(behind(managed, 'awswaf:managed:aws:core-rule-set:NoUserAgent_Header')).to.equal('unknown');
    expect(behind(managed, 'team:mcp')).to.equal('allowed');
    expect(behind(seen, 'awswaf:clientip:geo:country:DE')).to.equal('unknown');
  });

  it("looks into groups of one's own, with what the web ACL overrides", () => {
    const own = (action: WebAclRule['action'], overrides: Record<string, string> = {}) =>
      wafRule('own', action, {...OWN, overrides} as WebAclStatement);
    const from = {country: 'KP'};
    expect(outcome([own('group')], from)).to.equal('refused');
    expect(outcome([own('group')], {country: 'DE'})).to.equal('allowed');
    expect(outcome([own('count')], from)).to.equal('allowed');
    expect(outcome([own('group', {embargo: 'count'})], from)).to.equal('allowed');
    const judgement = judgeWebAcl(webAcl([own('group')]), asked(from), UNREAD, []);
    expect(needsOf(judgement)).to.deep.equal([{kind: 'ruleGroups', arn: OWN_RULES.arn}]);
    expect(outcome([own('group')], {country: null}, ['own/embargo'])).to.equal('allowed');
  });

  it('does not know managed groups, but for what they do not see and where they only count', () => {
    const managed = (members: object, action: WebAclRule['action'] = 'group') =>
      wafRule('m', action, {...MANAGED, ...members} as WebAclStatement);
    expect(outcome([managed({})], {})).to.equal('unknown');
    expect(outcome([managed({}, 'count')], {})).to.equal('allowed');
    expect(outcome([managed({scopeDown: bytes('/never')})], {})).to.equal('allowed');
    expect(outcome([managed({scopeDown: bytes('/')})], {})).to.equal('unknown');
    // A group of AWS allows nothing; one of another vendor may.
    const closed = (rule: WebAclRule) => outcomeOf(webAcl([rule], {defaultAction: 'block'}), {});
    expect(closed(managed({}))).to.equal('refused');
    expect(closed(managed({vendor: 'F5'}))).to.equal('unknown');
    expect(closed(managed({overrides: {Rule: 'allow'}}))).to.equal('unknown');
  });

  it('is not known of an action that is new, and Firewall Manager comes first and last', () => {
    expect(outcome([wafRule('new', 'unknown', bytes('/'))], {})).to.equal('unknown');
    expect(outcome([wafRule('new', 'unknown', bytes('/never'))], {})).to.equal('allowed');
    const manager = (isFirst: boolean) => ({firewallManagerGroups: [{name: 'central', isFirst}]});
    const allow = [wafRule('all', 'allow', bytes('/'))];
    expect(outcomeOf(webAcl(allow, manager(true)), {})).to.equal('unknown');
    expect(outcomeOf(webAcl(allow, manager(false)), {})).to.equal('allowed');
  });
});

function asked({country = null, bodyBytes = 0, ...request}: Asked) {
  const seen = seenRequest({host: 'mcp.run.georgi.io', path: '/mcp', method: 'GET', ...request});
  return {seen, country, bodyBytes};
}

function outcomeOf(acl: ReturnType<typeof webAcl>, request: Asked, assume: readonly string[] = []) {
  const kinds = new Set(judgeWebAcl(acl, asked(request), READ, assume).endings.map(({isAllowed}) => isAllowed));
  return kinds.size > 1 ? 'unknown' : kinds.has(true) ? 'allowed' : 'refused';
}

function outcome(rules: readonly WebAclRule[], request: Asked, assume: readonly string[] = []) {
  return outcomeOf(webAcl(rules), request, assume);
}

/** Whether a rule of this statement alone would block it; null: it is not known. */
function blocked(statement: WebAclStatement, request: Asked): boolean | null {
  const found = outcome([wafRule('only', 'block', statement)], request);
  return found === 'unknown' ? null : found === 'refused';
}

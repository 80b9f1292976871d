import {expect} from 'chai';
import fc from 'fast-check';
import {evaluateRules, type RoutedRequest} from '../../../src/domain/listener-rules/listener-rules.ts';
import {EVERY_REQUEST, proveReach, type Reach} from '../../../src/domain/listener-rules/rule-reach.ts';
import type {ListenerRule, RuleCondition} from '../../../src/model/facts/aws-facts.ts';
import {trials} from '../proof-size.ts';

/** For each part of a request: conditions about it, and values that tell those conditions apart. */
interface Part {
  readonly conditions: readonly RuleCondition[];
  readonly requests: readonly Partial<RoutedRequest>[];
}

const PARTS: readonly Part[] = [
  {
    conditions: subsets(['a.io', '*.io', '?.io', 'a.*', '*b*', '*.a.io']).map((values) => host(...values)),
    requests: ['a.io', 'b.io', 'ab.io', 'a.b', 'b', 'x.a.io', 'b.a.io', 'xx', 'xx.io'].map((name) => ({host: name})),
  },
  {
    conditions: subsets(['/a', '/a*', '/a/*', '/*', '/?', '*b', '/*/a', 'a']).map((values) => path(...values)),
    requests: ['/', '/a', '/b', '/a/', '/a/b', '/x/a', '/ab', '/axx', '/x', '/xx', '/a/a'].map((one) => ({path: one})),
  },
  {
    conditions: subsets(['GET', 'POST', 'PUT']).map((values) => ({field: 'http-request-method', values})),
    requests: ['GET', 'POST', 'PUT', 'DELETE'].map((method) => ({method})),
  },
  {
    conditions: [
      ...subsets(['a', 'a*', '*b', '?']).map((values) => header('x', values)),
      ...subsets(['a', '*']).map((values) => header('Y', values)),
    ],
    requests: [undefined, 'a', 'b', 'ab', 'ax', ['a', 'b'], ['ax', 'xb']].flatMap((x) =>
      [undefined, 'a', 'x'].map((y) => ({headers: {X: x, y}})),
    ),
  },
  {
    conditions: subsets<{key: string | null; value: string}>([
      {key: 'k', value: 'a'},
      {key: 'k', value: '*'},
      {key: null, value: '?'},
      {key: '?', value: 'ab'},
      {key: 'k', value: '\\*'},
    ]).map((pairs) => ({field: 'query-string', pairs})),
    requests: ['', 'k=a', 'k=b', 'x=a', 'x=ab', 'k=ab', 'k=xx', 'k=*', 'k=xx&x=a', 'x=ab&y=b'].map((query) => ({
      query,
    })),
  },
  {
    conditions: subsets(['0.0.0.0/1', '128.0.0.0/1', '203.0.113.0/24', '::/0', '2001:db8::/32']).map((values) => ({
      field: 'source-ip',
      values,
    })),
    requests: ['10.0.0.1', '203.0.113.1', '192.0.2.1', '2001:db8::1', '2a00::1'].map((sourceIp) => ({sourceIp})),
  },
];

const OPAQUE: readonly RuleCondition[] = [
  {field: 'host-header', values: ['a.io'], regexValues: ['.']},
  {field: 'path-pattern', values: [], regexValues: ['^/a']},
  {field: 'path-pattern', values: ['/b'], regexValues: ['^/[^A]*$', 'X']},
  {field: 'host-header', values: [], regexValues: ['^a\\..*$']},
  {field: 'http-header', name: 'x', values: [], regexValues: ['^A.*$', '^\\d$']},
  {field: 'http-header', name: 'x', values: ['a'], regexValues: ['b+']},
  {field: 'http-header', name: 'Y', values: ['[redacted]', 'x'], regexValues: []},
  {field: 'query-string', pairs: [{key: 'k', value: '[redacted]'}]},
  {field: 'source-ip', values: ['somewhere', '10.0.0.0/8']},
  {field: 'unknown', name: 'tls-fingerprint'},
];

const REQUEST: RoutedRequest = {host: 'xx', path: '/xx', method: 'DELETE', sourceIp: '192.0.2.1', isWhole: true};

/** A few rules about three parts of a request, and the requests that differ in these parts. */
const scene = (opaque: readonly RuleCondition[]) =>
  fc.shuffledSubarray([...PARTS], {minLength: 3, maxLength: 3}).chain((parts) => {
    const condition = fc.constantFrom(...parts.flatMap(({conditions}) => conditions), ...opaque);
    const rules = fc.array(fc.array(condition, {maxLength: 3}), {minLength: 2, maxLength: 6});
    return rules.map((all) => ({
      rules: all.map((conditions, i) => rule(i + 1, conditions)),
      requests: parts.reduce<RoutedRequest[]>(
        (some, part) => some.flatMap((request) => part.requests.map((more) => ({...request, ...more}))),
        [REQUEST],
      ),
    }));
  });

type Scene = ReturnType<typeof scene> extends fc.Arbitrary<infer S> ? S : never;

describe('rule reach', () => {
  describe('agrees with trying requests on the simulator:', () => {
    it('without regexes and the like it always decides', () => {
      fc.assert(
        fc.property(scene([]), (one) => agrees(one, proved(one.rules), 'decided')),
        {numRuns: trials(250)},
      );
    });

    it('with them it says when it cannot tell, and is right when it can', () => {
      fc.assert(
        fc.property(scene(OPAQUE), (one) => agrees(one, proved(one.rules), 'open')),
        {numRuns: trials(250)},
      );
    });

    it('and would notice a rule that is left out of the proof', () => {
      const careless = (one: Scene) => agrees(one, [...proved(one.rules.slice(1)), ...proved([])], 'decided');
      expect(() => fc.assert(fc.property(scene([]), careless), {numRuns: 250})).to.throw();
    });
  });

  it('sees that a regex covers the same regex, whatever it means; of an unknown condition it does not know even that', () => {
    const regex: RuleCondition = {field: 'path-pattern', values: [], regexValues: ['a']};
    const strange: RuleCondition = {field: 'unknown', name: 'tls-fingerprint'};
    const verdictOf = (...conditions: RuleCondition[][]) =>
      proved(conditions.map((all, i) => rule(i + 1, all))).at(-1)?.reach.verdict;
    expect(verdictOf([regex], [{...regex}, host('a.io')])).to.equal('never');
    expect(verdictOf([regex, host('a.io')], [regex])).to.equal('unknown');
    expect(verdictOf([strange], [strange])).to.equal('unknown');
  });

  it('knows of a regex what is so however it is read, and whom it certainly does not touch', () => {
    const admin: RuleCondition = {field: 'host-header', values: [], regexValues: ['^admin\\.a\\.io$']};
    const below: RuleCondition = {field: 'path-pattern', values: [], regexValues: ['^/a/.*$']};
    const verdicts = (...conditions: RuleCondition[][]) =>
      proved(conditions.map((all, i) => rule(i + 1, all))).map(({reach}) => reach.verdict);
    expect(verdicts([admin], [host('a.io')])).to.deep.equal(['reached', 'reached']);
    expect(verdicts([admin], [host('admin.a.io')])).to.deep.equal(['reached', 'unknown']);
    expect(verdicts([below], [path('/a/b*')], [path('/a*')])).to.deep.equal(['reached', 'never', 'reached']);
    expect(verdicts([path('/a/*')], [below])).to.deep.equal(['reached', 'unknown']);
    const green: RuleCondition = {field: 'http-header', name: 'x-env', values: [], regexValues: ['[^a-z]']};
    expect(verdicts([green], [header('x-env', ['green'])])).to.deep.equal(['reached', 'unknown']);
  });

  it('does not take what was left out of two conditions for the same', () => {
    const verdicts = (one: RuleCondition, other: RuleCondition) =>
      proved([rule(1, [one]), rule(2, [other, host('a.io')])]).map(({reach}) => reach.verdict);
    const verify = (value: string) => header('X-Origin-Verify', [value]);
    const token = (value: string): RuleCondition => ({field: 'query-string', pairs: [{key: 'token', value}]});
    for (const condition of [verify, token]) {
      expect(verdicts(condition('hush'), condition('hush'))).to.deep.equal(['reached', 'never']);
      expect(verdicts(condition('[redacted]'), condition('[redacted]'))).to.deep.equal(['unknown', 'unknown']);
      expect(verdicts(condition('[redacted]'), path('/*')), 'without that part it is got round').to.deep.equal([
        'unknown',
        'reached',
      ]);
    }
  });

  it('gets round a query parameter that was left out with another one', () => {
    const token: RuleCondition = {field: 'query-string', pairs: [{key: 'token', value: '[redacted]'}]};
    const version: RuleCondition = {field: 'query-string', pairs: [{key: 'v', value: '2'}]};
    const [, reach] = proved([rule(1, [token]), rule(2, [version])]).map((one) => one.reach);
    expect(reach?.verdict === 'reached' && reach.request.query).to.equal('v=2');
  });

  it('says which rules are needed to cover another, and no more', () => {
    const method = (...values: string[]): RuleCondition => ({field: 'http-request-method', values});
    const rules = [
      rule(1, [method('POST'), path('/a*')]),
      rule(2, [host('*.io'), path('/*')]),
      rule(3, [host('*.io', '*.com'), method('GET')]),
      rule(4, [host('?.com'), method('POST', 'PUT')]),
      rule(5, [host('?.io', 'a.com'), method('GET', 'POST')]),
    ];
    const reach = proved(rules).at(-1)?.reach;
    expect(reach?.verdict === 'never' && reach.coveredBy.map(({priority}) => priority)).to.deep.equal([2, 3, 4]);
  });

  it('answers what would take forever if all ways were tried blindly', () => {
    const letters = [...'abcdefghijklmnopqrstuvwxyz'];
    const crowd = letters.map((letter, i) => rule(i + 1, [host(`*${letter}*`), path(`*${letter}*`)]));
    expect(proved([...crowd, rule(50, [host('*'), path('/*')])]).at(-1)?.reach.verdict).to.equal('reached');
    expect(proved([...crowd, rule(50, [host('*a*'), path('/a*')])]).at(-1)?.reach.verdict).to.equal('never');
  });

  it('gives up where there are too many ways, and does not guess', () => {
    // Seven headers, six values, no value twice: impossible, and a classic of what takes exponential time to see.
    const names = [0, 1, 2, 3, 4, 5, 6].map((i) => `h${i}`);
    const values = [...'abcdef'];
    const pairs = names.flatMap((name, i) => names.slice(0, i).map((other) => [name, other] as const));
    const noTwice = values.flatMap((value) => pairs.map(([a, b]) => [header(a, [value]), header(b, [value])]));
    const all = names.map((name) => header(name, values));
    const reach = proved([...noTwice, all].map((conditions, i) => rule(i + 1, conditions))).at(-1)?.reach;
    expect(reach?.verdict === 'unknown' && reach.because).to.include('too many to try all');
  });
});

function proved(rules: readonly ListenerRule[]): {rule: ListenerRule; reach: Reach}[] {
  const prover = proveReach(rules);
  return rules.map((one) => ({rule: one, reach: prover.reach(one, EVERY_REQUEST)}));
}

/** `never` must hold of every request that is tried; `reached` must be shown; whoever covers a rule must do it alone. */
function agrees(
  {rules, requests}: Scene,
  reaches: readonly {rule: ListenerRule; reach: Reach}[],
  expected: 'decided' | 'open',
): void {
  const takers = new Set(requests.map((request) => evaluateRules(rules, request).winner));
  for (const {rule: one, reach} of reaches) {
    if (reach.verdict === 'reached') expect(evaluateRules(rules, reach.request).winner).to.equal(one);
    else expect(takers.has(one), `rule ${one.priority} is reached`).to.equal(false);
    if (reach.verdict === 'never') {
      const few = [...reach.coveredBy, one];
      expect(requests.some((request) => evaluateRules(few, request).winner === one)).to.equal(false);
    }
    if (expected === 'decided') expect(reach.verdict).not.to.equal('unknown');
  }
}

function subsets<Value>(values: readonly Value[]): Value[][] {
  return values.flatMap((value, i) => [[value], ...values.slice(i + 1).map((other) => [value, other])]);
}

function rule(priority: number, conditions: readonly RuleCondition[]): ListenerRule {
  return {arn: `arn:rule/${priority}`, priority, conditions, actions: [], transforms: []};
}

function host(...values: string[]): RuleCondition {
  return {field: 'host-header', values, regexValues: []};
}

function path(...values: string[]): RuleCondition {
  return {field: 'path-pattern', values, regexValues: []};
}

function header(name: string, values: readonly string[]): RuleCondition {
  return {field: 'http-header', name, values, regexValues: []};
}

import type {Rule, Statement, WebACL} from '@aws-sdk/client-wafv2';
import {expect} from 'chai';
import {type AwsWorld, HEALTHY} from '../../../../src/lab/aws-world.ts';
import {OFFICES, OWN_RULES, SCANNERS} from '../../../../src/lab/worlds/wafv2.ts';
import {AwsRefusal} from '../../../../src/model/errors.ts';
import type {WebAcl} from '../../../../src/model/facts/aws-facts.ts';
import {probe, refusedWith} from '../../../support/aws-answers.ts';
import {type Answering, playSdkWorld} from '../../../support/sdk-world/play.ts';
import {thrownBy} from '../../../support/thrown-by.ts';

const VISIBILITY = {SampledRequestsEnabled: false, CloudWatchMetricsEnabled: false, MetricName: 'm'};
const NONE = [{Priority: 0, Type: 'NONE' as const}];
const ACL: WebACL = {Name: 'acl', Id: '1', ARN: 'arn:acl', DefaultAction: {Allow: {}}, VisibilityConfig: VISIBILITY};

describe('WAF facts', () => {
  const answered = async (members: Partial<WebACL>) => {
    const acl = await ask(async () => ({WebACL: {...ACL, ...members}}));
    if (acl === null) throw new Error('there is one');
    return acl;
  };
  const statementOf = async (Statement: Statement) => {
    const {rules} = await answered({Rules: [rule(1, {Statement})]});
    return rules[0]?.statement;
  };

  it('are those of the load balancer, by its ARN', async () => {
    const inputs: unknown[] = [];
    const acl = await ask(async ({input}, asAws) => {
      inputs.push(input);
      return asAws();
    });
    expect(acl?.name).to.equal('central-alb');
    expect(inputs).to.deep.equal([{ResourceArn: HEALTHY.loadBalancer.arn}]);
  });

  it('are null where AWS says that there is none, but not where something else answers', async () => {
    expect(await ask((_call, asAws) => Promise.resolve(asAws()), {...HEALTHY, webAcl: null})).to.equal(null);
    expect(
      (
        await thrownBy(
          ask(async () => ({})),
          AwsRefusal,
        )
      ).code,
    ).to.equal('UnknownShape');
  });

  it('are not null where WAF does not know the load balancer, nor when it may not be asked', async () => {
    for (const code of ['WAFNonexistentItemException', 'AccessDeniedException', 'WAFUnavailableEntityException']) {
      const refusal = await thrownBy(
        ask(() => Promise.reject(refusedWith(code))),
        AwsRefusal,
      );
      expect(refusal.action).to.equal('wafv2:GetWebACLForResource');
      expect(refusal.code).to.equal(code);
    }
  });

  it('are null for a load balancer of another type, of which WAF is not asked', async () => {
    const network = {...HEALTHY, loadBalancer: {...HEALTHY.loadBalancer, type: 'network'}};
    expect(await ask(() => Promise.reject(new Error('asked all the same')), network)).to.equal(null);
  });

  it('have the rules in the order in which they are evaluated, with what each does', async () => {
    const {rules, defaultAction, firewallManagerGroups} = await answered({
      DefaultAction: {Block: {}},
      Rules: [
        rule(10, {Action: {Count: {}}}),
        rule(2, {Action: {Captcha: {}}}),
        rule(1, {Action: undefined, OverrideAction: {None: {}}}),
        rule(0, {Action: undefined, OverrideAction: {Count: {}}}),
      ],
      PreProcessFirewallManagerRuleGroups: [
        {Name: 'first', Priority: 0, FirewallManagerStatement: {}, OverrideAction: {}, VisibilityConfig: VISIBILITY},
      ],
    });
    expect(rules.map(({priority, action}) => `${priority} ${action}`)).to.deep.equal([
      '0 count',
      '1 group',
      '2 captcha',
      '10 count',
    ]);
    expect({defaultAction, firewallManagerGroups}).to.deep.equal({
      defaultAction: 'block',
      firewallManagerGroups: [{name: 'first', isFirst: true}],
    });
  });

  it('take no action that is new for one that is known, and go on with the other rules', async () => {
    const {rules} = await answered({Rules: [rule(1, {Action: {Monetize: {}} as never}), rule(2, {})]});
    expect(rules.map(({action}) => action)).to.deep.equal(['unknown', 'block']);
    expect((await thrownBy(answered({DefaultAction: {}}), AwsRefusal)).code).to.equal('UnknownShape');
  });

  it('have what is matched of a request', async () => {
    const SearchString = new TextEncoder().encode('/admin');
    const match = {SearchString, FieldToMatch: {UriPath: {}}, PositionalConstraint: 'STARTS_WITH' as const};
    const TextTransformations = [
      {Priority: 1, Type: 'URL_DECODE' as const},
      {Priority: 0, Type: 'LOWERCASE' as const},
    ];
    expect(await statementOf({ByteMatchStatement: {...match, TextTransformations}})).to.deep.equal({
      type: 'byte-match',
      part: 'UriPath',
      position: 'STARTS_WITH',
      text: '/admin',
      transformations: ['LOWERCASE', 'URL_DECODE'],
    });
    const size = {FieldToMatch: {Body: {}}, ComparisonOperator: 'GT' as const, Size: 8192, TextTransformations: NONE};
    expect(await statementOf({SizeConstraintStatement: size})).to.deep.equal({
      type: 'size',
      part: 'Body',
      comparison: 'GT',
      bytes: 8192,
      transformations: [],
    });
    expect(await statementOf({IPSetReferenceStatement: {ARN: 'arn:ips'}})).to.deep.equal({
      type: 'ip-set',
      arn: 'arn:ips',
      header: null,
    });
    expect(await statementOf({GeoMatchStatement: {CountryCodes: ['DE']}})).to.deep.equal({
      type: 'geo',
      countries: ['DE'],
      header: null,
    });
  });

  it('have regular expressions, attacks and labels', async () => {
    const of = {FieldToMatch: {UriPath: {}}, TextTransformations: NONE};
    expect(await statementOf({RegexMatchStatement: {...of, RegexString: '^/a'}})).to.deep.equal({
      type: 'regex',
      part: 'UriPath',
      pattern: '^/a',
      transformations: [],
    });
    const secret = {...of, FieldToMatch: {SingleHeader: {Name: 'X-Origin-Verify'}}, RegexString: 'hush'};
    expect(await statementOf({RegexMatchStatement: secret})).to.have.property('pattern', null);
    expect(await statementOf({RegexPatternSetReferenceStatement: {...of, ARN: 'arn:set'}})).to.deep.equal({
      type: 'regex-set',
      arn: 'arn:set',
      part: 'UriPath',
      transformations: [],
    });
    expect(await statementOf({XssMatchStatement: of})).to.deep.equal({
      type: 'attack',
      name: 'XssMatchStatement',
      part: 'UriPath',
    });
    const parsed = {...of, RegexString: 'a', PreParseTextTransformations: [{Priority: 0, Type: 'NONE'}]} as never;
    expect(await statementOf({RegexMatchStatement: parsed})).to.deep.equal({
      type: 'other',
      name: 'PreParseTextTransformations',
    });
    const {rules, labelNamespace} = await answered({
      LabelNamespace: 'awswaf:1:webacl:acl:',
      Rules: [rule(1, {RuleLabels: [{Name: 'seen'}]})],
    });
    expect(rules[0]?.labels).to.deep.equal(['seen']);
    expect(labelNamespace).to.equal('awswaf:1:webacl:acl:');
  });

  it('have the sets and groups that rules refer to, by name and id', async () => {
    const inputs: unknown[] = [];
    const sdk = playSdkWorld(HEALTHY, async (call, asAws) => {
      if (call.service === 'wafv2') inputs.push(call.input);
      return asAws();
    });
    try {
      const {facts} = probe();
      expect(await facts.ipSet('alb', OFFICES.arn)).to.deep.equal(OFFICES);
      expect(await facts.regexPatternSet('alb', SCANNERS.arn)).to.deep.equal(SCANNERS);
      expect(await facts.wafRuleGroup('alb', OWN_RULES.arn)).to.deep.equal(OWN_RULES);
    } finally {
      sdk.restore();
    }
    expect(inputs).to.deep.equal([
      {Name: 'offices', Id: '0d9e2c4f-5b1a-4e87-9c36-7a8b1d2e3f40', Scope: 'REGIONAL'},
      {Name: 'scanners', Id: '6c3b1a90-2f4d-4d1e-8b75-9e0f2a3c4d51', Scope: 'REGIONAL'},
      {ARN: OWN_RULES.arn},
    ]);
  });

  it('keep nothing that may be a secret between two hops', async () => {
    const SearchString = new TextEncoder().encode('hush');
    const text = async (FieldToMatch: object) => {
      const match = {SearchString, FieldToMatch, PositionalConstraint: 'EXACTLY' as const, TextTransformations: NONE};
      return await statementOf({ByteMatchStatement: match});
    };
    for (const part of [
      {SingleHeader: {Name: 'X-Origin-Verify'}},
      {SingleQueryArgument: {Name: 'token'}},
      {Body: {}},
    ]) {
      expect(await text(part)).to.have.property('text', null);
    }
    expect(await text({SingleHeader: {Name: 'User-Agent'}})).to.deep.include({
      part: 'SingleHeader:user-agent',
      text: 'hush',
    });
  });

  it('have groups, rates, and what statements are made of', async () => {
    const geo: Statement = {GeoMatchStatement: {CountryCodes: ['DE']}};
    const plain = {type: 'geo', countries: ['DE'], header: null};
    const RuleActionOverrides = [{Name: 'SizeRestrictions_BODY', ActionToUse: {Count: {}}}];
    expect(
      await statementOf({
        ManagedRuleGroupStatement: {VendorName: 'AWS', Name: 'Common', RuleActionOverrides, ScopeDownStatement: geo},
      }),
    ).to.deep.equal({
      type: 'managed-group',
      vendor: 'AWS',
      name: 'Common',
      overrides: {SizeRestrictions_BODY: 'count'},
      scopeDown: plain,
    });
    expect(await statementOf({RuleGroupReferenceStatement: {ARN: 'arn:group', RuleActionOverrides}})).to.deep.equal({
      type: 'rule-group',
      arn: 'arn:group',
      overrides: {SizeRestrictions_BODY: 'count'},
    });
    expect(await statementOf({RateBasedStatement: {Limit: 100, AggregateKeyType: 'IP'}})).to.deep.equal({
      type: 'rate',
      limit: 100,
      windowSeconds: 300,
      countedBy: 'IP',
      scopeDown: null,
    });
    const not: Statement = {NotStatement: {Statement: geo}};
    expect(await statementOf({AndStatement: {Statements: [geo, not]}})).to.deep.equal({
      type: 'and',
      statements: [plain, {type: 'not', statement: plain}],
    });
    expect(await statementOf({OrStatement: {Statements: [geo]}})).to.have.property('type', 'or');
    expect(await statementOf({LabelMatchStatement: {Scope: 'LABEL', Key: 'k'}})).to.deep.equal({
      type: 'label',
      key: 'k',
      isNamespace: false,
    });
    expect(await statementOf({AsnMatchStatement: {AsnList: [1]}})).to.deep.equal({
      type: 'other',
      name: 'AsnMatchStatement',
    });
  });
});

/** The fact in this world, where WAF is answered for by `answer`. */
async function ask(answer: Answering, world: AwsWorld = HEALTHY): Promise<WebAcl | null> {
  const sdk = playSdkWorld(world, (call, asAws) =>
    call.service === 'wafv2' ? answer(call, asAws) : Promise.resolve(asAws()),
  );
  try {
    return await probe().facts.webAcl('alb');
  } finally {
    sdk.restore();
  }
}

function rule(Priority: number, members: Partial<Rule>): Rule {
  const Statement: Statement = {GeoMatchStatement: {CountryCodes: ['DE']}};
  return {Name: `rule ${Priority}`, Priority, Action: {Block: {}}, Statement, VisibilityConfig: VISIBILITY, ...members};
}

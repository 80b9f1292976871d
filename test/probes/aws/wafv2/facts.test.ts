import type {Rule, Statement, WebACL} from '@aws-sdk/client-wafv2';
import {expect} from 'chai';
import {type AwsWorld, HEALTHY} from '../../../../src/lab/aws-world.ts';
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
      firewallManagerGroups: ['first'],
    });
  });

  it('take no action that is new for one that is known', async () => {
    const odd = answered({Rules: [rule(1, {Action: {Monetize: {}} as never})]});
    expect((await thrownBy(odd, AwsRefusal)).message).to.include('WebACL.Rules[].Action "monetize"');
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
    expect(await statementOf({RuleGroupReferenceStatement: {ARN: 'arn:group'}})).to.deep.equal({
      type: 'rule-group',
      arn: 'arn:group',
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
      type: 'other',
      name: 'LabelMatchStatement',
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

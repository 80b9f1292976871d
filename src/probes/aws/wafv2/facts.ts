import type * as Sdk from '@aws-sdk/client-wafv2';
import type {Elbv2Facts, Wafv2Facts, WebAcl, WebAclRule, WebAclStatement} from '../../../model/facts/aws-facts.ts';
import {isSecretParameter, showsHeader} from '../../../model/text/secret-names.ts';
import type {Connection} from '../call.ts';
import type {Clients} from '../connections.ts';
import type {Scope} from '../scope.ts';
import {type Shape, shapeOf} from '../shape.ts';

/** The default window of a rate-based rule. */
const DEFAULT_WINDOW_SECONDS = 300;

export function wafv2Facts({at, to, fact}: Scope, {loadBalancer}: Pick<Elbv2Facts, 'loadBalancer'>): Wafv2Facts {
  return {
    async webAcl(name) {
      const accountRegion = at(name);
      const {arn, type} = await loadBalancer(name);
      // Other types cannot have one, and asking for it is an error.
      if (type !== 'application') return null;
      return fact(accountRegion, `webAcl:${arn}`, (aborted) => getWebAcl(to('wafv2', accountRegion), arn, aborted));
    },
  };
}

async function getWebAcl(
  waf: Connection<Clients['wafv2']>,
  ResourceArn: string,
  signal: AbortSignal,
): Promise<WebAcl | null> {
  const {GetWebACLForResourceCommand} = await import('@aws-sdk/client-wafv2');
  const action = 'wafv2:GetWebACLForResource';
  const {WebACL, $metadata} = await waf.call(action, signal, new GetWebACLForResourceCommand({ResourceArn}));
  if (WebACL !== undefined) return toWebAcl(action, WebACL);
  // A missing member is how AWS says that there is none; an answer without a request id is not from AWS.
  shapeOf(action).required($metadata?.requestId, '$metadata.requestId');
  return null;
}

function toWebAcl(action: string, from: Sdk.WebACL): WebAcl {
  const shape = shapeOf(action);
  const {required} = shape;
  const byDefault = required(from.DefaultAction, 'WebACL.DefaultAction');
  const groups = [
    ...(from.PreProcessFirewallManagerRuleGroups ?? []),
    ...(from.PostProcessFirewallManagerRuleGroups ?? []),
  ];
  return {
    arn: required(from.ARN, 'WebACL.ARN'),
    name: required(from.Name, 'WebACL.Name'),
    defaultAction:
      byDefault.Allow === undefined ? wordOf(shape, byDefault, ['block'], 'WebACL.DefaultAction') : 'allow',
    rules: required(from.Rules, 'WebACL.Rules')
      .map((rule) => toRule(shape, rule))
      .sort((a, b) => a.priority - b.priority),
    firewallManagerGroups: groups.map(({Name}) => required(Name, 'WebACL.FirewallManagerRuleGroups[].Name')),
  };
}

function toRule(shape: Shape, from: Sdk.Rule): WebAclRule {
  const {required} = shape;
  const at = (member: string) => `WebACL.Rules[].${member}`;
  const action =
    from.Action === undefined
      ? wordOf(shape, required(from.OverrideAction, at('Action')), ['count', 'none'], at('OverrideAction'))
      : wordOf(shape, from.Action, ['allow', 'block', 'count', 'captcha', 'challenge'], at('Action'));
  return {
    name: required(from.Name, at('Name')),
    priority: required(from.Priority, at('Priority')),
    action: action === 'none' ? 'group' : action,
    statement: toStatement(shape, required(from.Statement, at('Statement'))),
  };
}

/** Which of these members is set. An unknown one must not be taken for any of them. */
function wordOf<const W extends string>(shape: Shape, from: object, words: readonly W[], member: string): W {
  const set = Object.entries(from).find(([, value]) => value !== undefined)?.[0];
  return shape.oneOf(set?.toLowerCase(), words, member);
}

/** Exactly one member is set, named after the kind of statement. */
function toStatement(shape: Shape, from: Sdk.Statement): WebAclStatement {
  const {required} = shape;
  const at = (member: string) => `WebACL.Rules[].Statement.${member}`;
  if (from.ByteMatchStatement !== undefined) {
    const {FieldToMatch, PositionalConstraint, SearchString, TextTransformations} = from.ByteMatchStatement;
    const part = partOf(shape, FieldToMatch);
    const bytes = required(SearchString, at('ByteMatchStatement.SearchString'));
    return {
      type: 'byte-match',
      part,
      position: required(PositionalConstraint, at('ByteMatchStatement.PositionalConstraint')),
      text: isShown(part) ? new TextDecoder().decode(bytes) : null,
      transformations: transformationsOf(shape, TextTransformations),
    };
  }
  if (from.SizeConstraintStatement !== undefined) {
    const {FieldToMatch, ComparisonOperator, Size, TextTransformations} = from.SizeConstraintStatement;
    return {
      type: 'size',
      part: partOf(shape, FieldToMatch),
      comparison: required(ComparisonOperator, at('SizeConstraintStatement.ComparisonOperator')),
      bytes: required(Size, at('SizeConstraintStatement.Size')),
      transformations: transformationsOf(shape, TextTransformations),
    };
  }
  if (from.IPSetReferenceStatement !== undefined) {
    const {ARN, IPSetForwardedIPConfig} = from.IPSetReferenceStatement;
    return {
      type: 'ip-set',
      arn: required(ARN, at('IPSetReferenceStatement.ARN')),
      header: IPSetForwardedIPConfig?.HeaderName ?? null,
    };
  }
  if (from.GeoMatchStatement !== undefined) {
    const {CountryCodes, ForwardedIPConfig} = from.GeoMatchStatement;
    return {
      type: 'geo',
      countries: required(CountryCodes, at('GeoMatchStatement.CountryCodes')),
      header: ForwardedIPConfig?.HeaderName ?? null,
    };
  }
  if (from.ManagedRuleGroupStatement !== undefined) {
    const {VendorName, Name, RuleActionOverrides, ExcludedRules, ScopeDownStatement} = from.ManagedRuleGroupStatement;
    const excluded = (ExcludedRules ?? []).map(
      (rule) => [required(rule.Name, at('ManagedRuleGroupStatement.ExcludedRules[].Name')), 'count'] as const,
    );
    const overridden = (RuleActionOverrides ?? []).map(
      (rule) =>
        [
          required(rule.Name, at('ManagedRuleGroupStatement.RuleActionOverrides[].Name')),
          Object.keys(rule.ActionToUse ?? {})[0]?.toLowerCase() ?? 'unknown',
        ] as const,
    );
    return {
      type: 'managed-group',
      vendor: required(VendorName, at('ManagedRuleGroupStatement.VendorName')),
      name: required(Name, at('ManagedRuleGroupStatement.Name')),
      overrides: Object.fromEntries([...excluded, ...overridden]),
      scopeDown: ScopeDownStatement === undefined ? null : toStatement(shape, ScopeDownStatement),
    };
  }
  if (from.RuleGroupReferenceStatement !== undefined) {
    return {type: 'rule-group', arn: required(from.RuleGroupReferenceStatement.ARN, at('RuleGroupReferenceStatement'))};
  }
  if (from.RateBasedStatement !== undefined) {
    const {Limit, EvaluationWindowSec, AggregateKeyType, ScopeDownStatement} = from.RateBasedStatement;
    return {
      type: 'rate',
      limit: required(Limit, at('RateBasedStatement.Limit')),
      windowSeconds: EvaluationWindowSec ?? DEFAULT_WINDOW_SECONDS,
      countedBy: required(AggregateKeyType, at('RateBasedStatement.AggregateKeyType')),
      scopeDown: ScopeDownStatement === undefined ? null : toStatement(shape, ScopeDownStatement),
    };
  }
  const all = from.AndStatement ?? from.OrStatement;
  if (all !== undefined) {
    const statements = required(all.Statements, at('Statements')).map((one) => toStatement(shape, one));
    return {type: from.AndStatement === undefined ? 'or' : 'and', statements};
  }
  if (from.NotStatement !== undefined) {
    const {Statement} = from.NotStatement;
    return {type: 'not', statement: toStatement(shape, required(Statement, at('NotStatement.Statement')))};
  }
  return {type: 'other', name: required(Object.keys(from)[0], at('…'))};
}

function partOf({required}: Shape, from: Sdk.FieldToMatch | undefined): string {
  const member = 'WebACL.Rules[].Statement.FieldToMatch';
  const [part, content] = required(
    Object.entries(required(from, member)).find(([, value]) => value !== undefined),
    member,
  );
  const {Name} = content as {readonly Name?: string};
  return Name === undefined ? part : `${part}:${Name.toLowerCase()}`;
}

/** Whether the text that a rule looks for in this part may be shown. */
function isShown(part: string): boolean {
  const [kind = '', name = ''] = part.split(':');
  if (kind === 'SingleHeader') return showsHeader(name);
  if (kind === 'SingleQueryArgument') return !isSecretParameter(name);
  return ['UriPath', 'Method', 'UriFragment'].includes(kind);
}

function transformationsOf({required}: Shape, from: readonly Sdk.TextTransformation[] | undefined): string[] {
  const member = 'WebACL.Rules[].Statement.TextTransformations';
  const all = required(from, member).map(({Priority, Type}) => ({
    priority: required(Priority, `${member}[].Priority`),
    type: required(Type, `${member}[].Type`),
  }));
  return all
    .toSorted((a, b) => a.priority - b.priority)
    .map(({type}) => type)
    .filter((type) => type !== 'NONE');
}

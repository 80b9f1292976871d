import type * as Sdk from '@aws-sdk/client-wafv2';
import type {WebAclStatement} from '../../../model/facts/aws-facts.ts';
import {isSecretParameter, showsHeader} from '../../../model/text/secret-names.ts';
import type {Shape} from '../shape.ts';

/** The default window of a rate-based rule. */
const DEFAULT_WINDOW_SECONDS = 300;

/** Exactly one member is set, named after the kind of statement. */
export function toStatement(shape: Shape, from: Sdk.Statement): WebAclStatement {
  const {required} = shape;
  const at = (member: string) => `WebACL.Rules[].Statement.${member}`;
  if (hasPreParsing(from)) return {type: 'other', name: 'PreParseTextTransformations'};
  if (from.ByteMatchStatement !== undefined) {
    const {FieldToMatch, PositionalConstraint, SearchString, TextTransformations} = from.ByteMatchStatement;
    const part = partOf(shape, FieldToMatch);
    const bytes = required(SearchString, at('ByteMatchStatement.SearchString'));
    return {
      type: 'byte-match',
      part,
      position: required(PositionalConstraint, at('ByteMatchStatement.PositionalConstraint')),
      text: isShownPart(part) ? new TextDecoder().decode(bytes) : null,
      transformations: transformationsOf(shape, TextTransformations),
    };
  }
  if (from.RegexMatchStatement !== undefined) {
    const {FieldToMatch, RegexString, TextTransformations} = from.RegexMatchStatement;
    const part = partOf(shape, FieldToMatch);
    const pattern = required(RegexString, at('RegexMatchStatement.RegexString'));
    const transformations = transformationsOf(shape, TextTransformations);
    return {type: 'regex', part, pattern: isShownPart(part) ? pattern : null, transformations};
  }
  if (from.RegexPatternSetReferenceStatement !== undefined) {
    const {ARN, FieldToMatch, TextTransformations} = from.RegexPatternSetReferenceStatement;
    return {
      type: 'regex-set',
      arn: required(ARN, at('RegexPatternSetReferenceStatement.ARN')),
      part: partOf(shape, FieldToMatch),
      transformations: transformationsOf(shape, TextTransformations),
    };
  }
  const attack = from.XssMatchStatement ?? from.SqliMatchStatement;
  if (attack !== undefined) {
    const name = from.XssMatchStatement === undefined ? 'SqliMatchStatement' : 'XssMatchStatement';
    return {type: 'attack', name, part: partOf(shape, attack.FieldToMatch)};
  }
  if (from.LabelMatchStatement !== undefined) {
    const {Key, Scope} = from.LabelMatchStatement;
    const scope = shape.oneOf(Scope, ['LABEL', 'NAMESPACE'], at('LabelMatchStatement.Scope'));
    return {type: 'label', key: required(Key, at('LabelMatchStatement.Key')), isNamespace: scope === 'NAMESPACE'};
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
    return {
      type: 'managed-group',
      vendor: required(VendorName, at('ManagedRuleGroupStatement.VendorName')),
      name: required(Name, at('ManagedRuleGroupStatement.Name')),
      overrides: overridesOf(shape, RuleActionOverrides, ExcludedRules),
      scopeDown: ScopeDownStatement === undefined ? null : toStatement(shape, ScopeDownStatement),
    };
  }
  if (from.RuleGroupReferenceStatement !== undefined) {
    const {ARN, RuleActionOverrides, ExcludedRules} = from.RuleGroupReferenceStatement;
    const overrides = overridesOf(shape, RuleActionOverrides, ExcludedRules);
    return {type: 'rule-group', arn: required(ARN, at('RuleGroupReferenceStatement.ARN')), overrides};
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
function isShownPart(part: string): boolean {
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

/** What is done to the raw request before it is taken apart is not known here. */
function hasPreParsing(from: Sdk.Statement): boolean {
  return Object.values(from).some(
    (content: {readonly PreParseTextTransformations?: readonly unknown[]} | undefined) => {
      return (content?.PreParseTextTransformations ?? []).length > 0;
    },
  );
}

function overridesOf(
  {required}: Shape,
  overrides: readonly Sdk.RuleActionOverride[] | undefined,
  excluded: readonly Sdk.ExcludedRule[] | undefined,
): Record<string, string> {
  const member = 'WebACL.Rules[].Statement.RuleActionOverrides[]';
  return Object.fromEntries([
    ...(excluded ?? []).map(({Name}) => [required(Name, `${member}.Name`), 'count'] as const),
    ...(overrides ?? []).map(
      ({Name, ActionToUse}) =>
        [required(Name, `${member}.Name`), Object.keys(ActionToUse ?? {})[0]?.toLowerCase() ?? 'unknown'] as const,
    ),
  ]);
}

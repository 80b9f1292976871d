import {OFFICES, OWN_RULES, SCANNERS, STAGE_WEB_ACL} from '../../../../src/lab/worlds/wafv2.ts';
import type {Wafv2Facts, WebAcl, WebAclRule, WebAclStatement} from '../../../../src/model/facts/aws-facts.ts';
import type {Played} from '../played.ts';

export const PLAYED: Played<keyof Wafv2Facts> = {
  clients: {WAFV2Client: 'wafv2'},
  answers: ({webAcl, stageWebAcls, ipSets, regexPatternSets, wafRuleGroups}) => ({
    wafv2: {
      GetWebACLForResource: () => ({
        $metadata: {requestId: '1'},
        ...(webAcl === null ? {} : {WebACL: toAcl(webAcl)}),
      }),
      GetWebACL: ({Id}) => ({
        WebACL: stageWebAcls.filter(({arn}) => arn.endsWith(`/${Id}`)).map(toAcl)[0],
      }),
      GetIPSet: ({Id}) => ({
        IPSet: ipSets
          .filter(({arn}) => arn.endsWith(`/${Id}`))
          .map(({arn, addresses}) => ({ARN: arn, Addresses: [...addresses]}))[0],
      }),
      GetRegexPatternSet: ({Id}) => ({
        RegexPatternSet: regexPatternSets
          .filter(({arn}) => arn.endsWith(`/${Id}`))
          .map(({arn, patterns}) => ({
            ARN: arn,
            RegularExpressionList: patterns.map((RegexString) => ({RegexString})),
          }))[0],
      }),
      GetRuleGroup: ({ARN}) => ({
        RuleGroup: wafRuleGroups
          .filter(({arn}) => arn === ARN)
          .map(({arn, name, labelNamespace, rules}) => ({
            ARN: arn,
            Name: name,
            LabelNamespace: labelNamespace ?? undefined,
            Rules: rules.map(toRule),
          }))[0],
      }),
    },
  }),
  within: {'wafv2:GetWebACLForResource': ['wafv2:GetWebACL']},
  asks: {
    webAcl: (facts) => facts.webAcl('alb'),
    stageWebAcl: (facts) => facts.stageWebAcl('api', STAGE_WEB_ACL.arn),
    ipSet: (facts) => facts.ipSet('alb', OFFICES.arn),
    regexPatternSet: (facts) => facts.regexPatternSet('alb', SCANNERS.arn),
    wafRuleGroup: (facts) => facts.wafRuleGroup('alb', OWN_RULES.arn),
  },
};

function toAcl(acl: WebAcl): object {
  return {
    ARN: acl.arn,
    Name: acl.name,
    DefaultAction: acl.defaultAction === 'allow' ? {Allow: {}} : {Block: {}},
    Rules: acl.rules.map(toRule),
    LabelNamespace: acl.labelNamespace ?? undefined,
  };
}

function toRule({name, priority, action, statement}: WebAclRule): object {
  const word = `${action.slice(0, 1).toUpperCase()}${action.slice(1)}`;
  return {
    Name: name,
    Priority: priority,
    RuleLabels: [],
    ...(action === 'group' ? {OverrideAction: {None: {}}} : {Action: {[word]: {}}}),
    Statement: toStatement(statement),
  };
}

function toStatement(from: WebAclStatement): object {
  switch (from.type) {
    case 'managed-group':
      return {ManagedRuleGroupStatement: {VendorName: from.vendor, Name: from.name}};
    case 'rate':
      return {
        RateBasedStatement: {
          Limit: from.limit,
          EvaluationWindowSec: from.windowSeconds,
          AggregateKeyType: from.countedBy,
        },
      };
    case 'not':
      return {NotStatement: {Statement: toStatement(from.statement)}};
    case 'ip-set':
      return {IPSetReferenceStatement: {ARN: from.arn}};
    case 'regex-set':
      return {
        RegexPatternSetReferenceStatement: {ARN: from.arn, FieldToMatch: {[from.part]: {}}, TextTransformations: []},
      };
    case 'rule-group':
      return {RuleGroupReferenceStatement: {ARN: from.arn}};
    case 'geo':
      return {GeoMatchStatement: {CountryCodes: [...from.countries]}};
    default:
      throw new Error(`the lab has no ${from.type} statement`);
  }
}

import type {Wafv2Facts, WebAclRule, WebAclStatement} from '../../../../src/model/facts/aws-facts.ts';
import type {Played} from '../played.ts';

export const PLAYED: Played<keyof Wafv2Facts> = {
  clients: {WAFV2Client: 'wafv2'},
  answers: ({webAcl}) => ({
    wafv2: {
      GetWebACLForResource: () => ({
        $metadata: {requestId: '1'},
        ...(webAcl === null
          ? {}
          : {
              WebACL: {
                ARN: webAcl.arn,
                Name: webAcl.name,
                DefaultAction: webAcl.defaultAction === 'allow' ? {Allow: {}} : {Block: {}},
                Rules: webAcl.rules.map(toRule),
              },
            }),
      }),
    },
  }),
  within: {'wafv2:GetWebACLForResource': ['wafv2:GetWebACL']},
  asks: {webAcl: (facts) => facts.webAcl('alb')},
};

function toRule({name, priority, action, statement}: WebAclRule): object {
  const word = `${action.slice(0, 1).toUpperCase()}${action.slice(1)}`;
  return {
    Name: name,
    Priority: priority,
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
    default:
      throw new Error(`the lab has no ${from.type} statement`);
  }
}

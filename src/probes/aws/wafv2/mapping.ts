import type * as Sdk from '@aws-sdk/client-wafv2';
import type {WafRuleGroup, WebAcl, WebAclRule} from '../../../model/facts/aws-facts.ts';
import {type Shape, shapeOf} from '../shape.ts';
import {toStatement} from './statement-mapping.ts';

export function toWebAcl(action: string, from: Sdk.WebACL): WebAcl {
  const shape = shapeOf(action);
  const {required} = shape;
  const byDefault = required(from.DefaultAction, 'WebACL.DefaultAction');
  const groups = (from: readonly Sdk.FirewallManagerRuleGroup[] | undefined, isFirst: boolean) =>
    (from ?? []).map(({Name}) => ({name: required(Name, 'WebACL.FirewallManagerRuleGroups[].Name'), isFirst}));
  return {
    arn: required(from.ARN, 'WebACL.ARN'),
    name: required(from.Name, 'WebACL.Name'),
    defaultAction:
      byDefault.Allow === undefined ? wordOf(shape, byDefault, ['block'], 'WebACL.DefaultAction') : 'allow',
    rules: toRules(shape, required(from.Rules, 'WebACL.Rules')),
    firewallManagerGroups: [
      ...groups(from.PreProcessFirewallManagerRuleGroups, true),
      ...groups(from.PostProcessFirewallManagerRuleGroups, false),
    ],
    labelNamespace: from.LabelNamespace ?? null,
  };
}

export function toWafRuleGroup(action: string, from: Sdk.RuleGroup): WafRuleGroup {
  const shape = shapeOf(action);
  const {required} = shape;
  return {
    arn: required(from.ARN, 'RuleGroup.ARN'),
    name: required(from.Name, 'RuleGroup.Name'),
    labelNamespace: from.LabelNamespace ?? null,
    rules: toRules(shape, required(from.Rules, 'RuleGroup.Rules')),
  };
}

function toRules(shape: Shape, from: readonly Sdk.Rule[]): WebAclRule[] {
  return from.map((rule) => toRule(shape, rule)).sort((a, b) => a.priority - b.priority);
}

function toRule(shape: Shape, from: Sdk.Rule): WebAclRule {
  const {required} = shape;
  const at = (member: string) => `WebACL.Rules[].${member}`;
  const action =
    from.Action === undefined
      ? wordOf(shape, required(from.OverrideAction, at('Action')), ['count', 'none'], at('OverrideAction'))
      : actionOf(shape, from.Action);
  return {
    name: required(from.Name, at('Name')),
    priority: required(from.Priority, at('Priority')),
    action: action === 'none' ? 'group' : action,
    labels: (from.RuleLabels ?? []).map(({Name}) => required(Name, at('RuleLabels[].Name'))),
    statement: toStatement(shape, required(from.Statement, at('Statement'))),
  };
}

/** One that is new makes this rule unknown, and not the whole web ACL. */
function actionOf({required}: Shape, from: Sdk.RuleAction): WebAclRule['action'] {
  const set = Object.entries(from).find(([, value]) => value !== undefined)?.[0];
  const word = required(set, 'WebACL.Rules[].Action').toLowerCase();
  return ACTIONS.find((one) => one === word) ?? 'unknown';
}

const ACTIONS = ['allow', 'block', 'count', 'captcha', 'challenge'] as const;

/** Which of these members is set. An unknown one must not be taken for any of them. */
function wordOf<const W extends string>(shape: Shape, from: object, words: readonly W[], member: string): W {
  const set = Object.entries(from).find(([, value]) => value !== undefined)?.[0];
  return shape.oneOf(set?.toLowerCase(), words, member);
}

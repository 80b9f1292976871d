import {HEALTHY} from '../../src/lab/aws-world.ts';
import {OFFICES, OWN_RULES, SCANNERS} from '../../src/lab/worlds/wafv2.ts';
import type {WebAcl, WebAclRule, WebAclStatement} from '../../src/model/facts/aws-facts.ts';

/** The web ACL of the healthy world with these rules instead, in this order. */
export function webAcl(rules: readonly WebAclRule[], members: Partial<WebAcl> = {}): WebAcl {
  if (HEALTHY.webAcl === null) throw new Error('the healthy world has a web ACL');
  return {...HEALTHY.webAcl, rules: rules.map((one, priority) => ({...one, priority})), ...members};
}

export function wafRule(
  name: string,
  action: WebAclRule['action'],
  statement: WebAclStatement,
  labels: readonly string[] = [],
): WebAclRule {
  return {name, priority: 0, action, labels, statement};
}

export function bytes(
  text: string,
  members: Partial<Extract<WebAclStatement, {type: 'byte-match'}>> = {},
): WebAclStatement {
  return {type: 'byte-match', part: 'UriPath', position: 'STARTS_WITH', text, transformations: [], ...members};
}

export const MANAGED: WebAclStatement = {
  type: 'managed-group',
  vendor: 'AWS',
  name: 'AWSManagedRulesCommonRuleSet',
  overrides: {},
  scopeDown: null,
};

export const RATE: WebAclStatement = {type: 'rate', limit: 100, windowSeconds: 300, countedBy: 'IP', scopeDown: null};

export const FROM_OFFICES: WebAclStatement = {type: 'ip-set', arn: OFFICES.arn, header: null};
export const FOR_SCANNERS: WebAclStatement = {
  type: 'regex-set',
  arn: SCANNERS.arn,
  part: 'UriPath',
  transformations: [],
};
export const OWN: WebAclStatement = {type: 'rule-group', arn: OWN_RULES.arn, overrides: {}};

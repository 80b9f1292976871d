import type {IpSet, RegexPatternSet, WafRuleGroup, WebAcl, WebAclRule} from '../../model/facts/aws-facts.ts';
import {REGION} from './names.ts';
import {keyed, type Recorded} from './recorded.ts';

export interface Wafv2World {
  /** Of the load balancer. */
  readonly webAcl: WebAcl | null;
  /** Those that stages of the API name. */
  readonly stageWebAcls: readonly WebAcl[];
  /** What rules may refer to; those of the web ACL do not. */
  readonly ipSets: readonly IpSet[];
  readonly regexPatternSets: readonly RegexPatternSet[];
  readonly wafRuleGroups: readonly WafRuleGroup[];
}

const NAME = 'central-alb';
const REGIONAL = `arn:aws:wafv2:${REGION}:444444444444:regional`;

export const OFFICES: IpSet = {
  arn: `${REGIONAL}/ipset/offices/0d9e2c4f-5b1a-4e87-9c36-7a8b1d2e3f40`,
  addresses: ['203.0.113.0/24'],
};

export const SCANNERS: RegexPatternSet = {
  arn: `${REGIONAL}/regexpatternset/scanners/6c3b1a90-2f4d-4d1e-8b75-9e0f2a3c4d51`,
  patterns: ['^/(wp-admin|phpmyadmin)'],
};

export const OWN_RULES: WafRuleGroup = {
  arn: `${REGIONAL}/rulegroup/own-rules/1f7d5e3c-8a9b-4c2d-a0e1-b3c4d5e6f762`,
  name: 'own-rules',
  labelNamespace: 'awswaf:444444444444:rulegroup:own-rules:',
  rules: [
    {
      name: 'embargo',
      priority: 0,
      action: 'block',
      labels: [],
      statement: {type: 'geo', countries: ['KP'], header: null},
    },
  ],
};

const KNOWN_BAD_INPUTS: WebAclRule = {
  name: 'known-bad-inputs',
  priority: 1,
  action: 'group',
  labels: [],
  statement: {
    type: 'managed-group',
    vendor: 'AWS',
    name: 'AWSManagedRulesKnownBadInputsRuleSet',
    overrides: {},
    scopeDown: null,
  },
};

/** Of the old way. */
export const STAGE_WEB_ACL: WebAcl = {
  arn: `${REGIONAL}/webacl/jessica-api/5e0b7d29-1c84-4f6a-93ab-60d2e8f1c7b4`,
  name: 'jessica-api',
  defaultAction: 'allow',
  rules: [KNOWN_BAD_INPUTS],
  firewallManagerGroups: [],
  labelNamespace: 'awswaf:444444444444:webacl:jessica-api:',
};

export const WAFV2: Wafv2World = {
  webAcl: {
    arn: `${REGIONAL}/webacl/${NAME}/8c4f2b1d-6a37-4e95-b0d8-2f1e3c5a7b90`,
    name: NAME,
    defaultAction: 'allow',
    rules: [
      KNOWN_BAD_INPUTS,
      {
        name: 'too-many-requests',
        priority: 2,
        action: 'block',
        labels: [],
        statement: {type: 'rate', limit: 2000, windowSeconds: 300, countedBy: 'IP', scopeDown: null},
      },
    ],
    firewallManagerGroups: [],
    labelNamespace: `awswaf:444444444444:webacl:${NAME}:`,
  },
  stageWebAcls: [STAGE_WEB_ACL],
  ipSets: [OFFICES],
  regexPatternSets: [SCANNERS],
  wafRuleGroups: [OWN_RULES],
};

export function wafv2Recorded(world: Wafv2World, loadBalancerArn: string, platform: string): Recorded {
  return {
    [`${platform}:webAcl:${loadBalancerArn}`]: world.webAcl,
    ...keyed(world.stageWebAcls, ({arn}) => `${platform}:stageWebAcl:${arn}`),
    ...keyed(world.ipSets, ({arn}) => `${platform}:ipSet:${arn}`),
    ...keyed(world.regexPatternSets, ({arn}) => `${platform}:regexPatternSet:${arn}`),
    ...keyed(world.wafRuleGroups, ({arn}) => `${platform}:wafRuleGroup:${arn}`),
  };
}

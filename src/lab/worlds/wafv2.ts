import type {WebAcl} from '../../model/facts/aws-facts.ts';
import {REGION} from './names.ts';
import type {Recorded} from './recorded.ts';

export interface Wafv2World {
  /** Of the load balancer. */
  readonly webAcl: WebAcl | null;
}

const NAME = 'central-alb';

export const WAFV2: Wafv2World = {
  webAcl: {
    arn: `arn:aws:wafv2:${REGION}:444444444444:regional/webacl/${NAME}/8c4f2b1d-6a37-4e95-b0d8-2f1e3c5a7b90`,
    name: NAME,
    defaultAction: 'allow',
    rules: [
      {
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
      },
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
};

export function wafv2Recorded({webAcl}: Wafv2World, loadBalancerArn: string, platform: string): Recorded {
  return {[`${platform}:webAcl:${loadBalancerArn}`]: webAcl};
}

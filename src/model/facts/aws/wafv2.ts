/** AWS WAF as plain values. */

import type {ResourceRef} from '../../resource-ref.ts';
import type {AwsService} from '../aws-service.ts';

export interface WebAcl {
  readonly arn: string;
  readonly name: string;
  /** What happens to a request when no rule decides. */
  readonly defaultAction: 'allow' | 'block';
  /** In evaluation order. */
  readonly rules: readonly WebAclRule[];
  /** Rule groups that Firewall Manager puts before (`isFirst`) and after the rules: their content is not known here. */
  readonly firewallManagerGroups: readonly {readonly name: string; readonly isFirst: boolean}[];
  /** What the labels of its rules begin with, `awswaf:111122223333:webacl:name:`; null where AWS does not say. */
  readonly labelNamespace: string | null;
}

export interface WebAclRule {
  readonly name: string;
  readonly priority: number;
  /** `group`: what the rule that matches in the group says; `unknown`: one that is not known to this version. */
  readonly action: 'allow' | 'block' | 'count' | 'captcha' | 'challenge' | 'group' | 'unknown';
  /** What it adds to a request that matches, without the namespace. */
  readonly labels: readonly string[];
  readonly statement: WebAclStatement;
}

/** What a rule asks of a request. A `part` is AWS's own word, with the name behind it: `UriPath`, `SingleHeader:host`. */
export type WebAclStatement =
  | {
      readonly type: 'byte-match';
      readonly part: string;
      /** `EXACTLY`, `STARTS_WITH`, `ENDS_WITH`, `CONTAINS` or `CONTAINS_WORD`. */
      readonly position: string;
      /** Null where it may be a secret that another hop adds: of most headers, of cookies, of bodies. */
      readonly text: string | null;
      /** In the order in which they are applied to the part: `LOWERCASE`, `URL_DECODE`, … */
      readonly transformations: readonly string[];
    }
  | {
      readonly type: 'size';
      readonly part: string;
      /** `EQ`, `NE`, `LE`, `LT`, `GE` or `GT`. */
      readonly comparison: string;
      readonly bytes: number;
      readonly transformations: readonly string[];
    }
  | {
      readonly type: 'ip-set';
      readonly arn: string;
      /** The header that the address is taken from; null: that of the connection. */
      readonly header: string | null;
    }
  | {
      readonly type: 'regex';
      readonly part: string;
      /** Null where it may be a secret, as the text of a byte match. */
      readonly pattern: string | null;
      readonly transformations: readonly string[];
    }
  | {
      readonly type: 'regex-set';
      readonly arn: string;
      readonly part: string;
      readonly transformations: readonly string[];
    }
  /** `XssMatchStatement` or `SqliMatchStatement`. */
  | {readonly type: 'attack'; readonly name: string; readonly part: string}
  /** `key` with or without the namespace; of a whole label, or (`isNamespace`) of all that begin with it. */
  | {readonly type: 'label'; readonly key: string; readonly isNamespace: boolean}
  | {readonly type: 'geo'; readonly countries: readonly string[]; readonly header: string | null}
  | {
      readonly type: 'managed-group';
      readonly vendor: string;
      readonly name: string;
      /** Rules of the group whose action is overridden. */
      readonly overrides: Readonly<Record<string, string>>;
      /** The group sees only requests that match this; null: all. */
      readonly scopeDown: WebAclStatement | null;
    }
  | {readonly type: 'rule-group'; readonly arn: string; readonly overrides: Readonly<Record<string, string>>}
  | {
      readonly type: 'rate';
      readonly limit: number;
      readonly windowSeconds: number;
      /** `IP`, `FORWARDED_IP`, `CUSTOM_KEYS` or `CONSTANT`. */
      readonly countedBy: string;
      readonly scopeDown: WebAclStatement | null;
    }
  | {readonly type: 'and' | 'or'; readonly statements: readonly WebAclStatement[]}
  | {readonly type: 'not'; readonly statement: WebAclStatement}
  /** One whose content is not kept: by AWS's name, `AsnMatchStatement`. */
  | {readonly type: 'other'; readonly name: string};

export interface IpSet {
  readonly arn: string;
  /** CIDR blocks. */
  readonly addresses: readonly string[];
}

export interface RegexPatternSet {
  readonly arn: string;
  readonly patterns: readonly string[];
}

/** A group of rules of one's own. */
export interface WafRuleGroup {
  readonly arn: string;
  readonly name: string;
  readonly labelNamespace: string | null;
  /** In evaluation order. */
  readonly rules: readonly WebAclRule[];
}

export interface Wafv2Facts {
  /** The web ACL of the named load balancer; null when none is associated with it. */
  webAcl(name: ResourceRef<'loadBalancer'>): Promise<WebAcl | null>;
  /** The web ACL of this ARN, which a stage of the named API says that it has. */
  stageWebAcl(name: ResourceRef<'api'>, arn: string): Promise<WebAcl>;
  /** What a statement refers to by ARN, in the account and region of the named resource. */
  ipSet(where: ResourceRef<'loadBalancer'>, arn: string): Promise<IpSet>;
  regexPatternSet(where: ResourceRef<'loadBalancer'>, arn: string): Promise<RegexPatternSet>;
  wafRuleGroup(where: ResourceRef<'loadBalancer'>, arn: string): Promise<WafRuleGroup>;
}

export const WAFV2 = {
  prefix: 'wafv2',
  commands: ['wafv2'],
  askedWhere: ['loadBalancer', 'api'],
  actions: {
    // The permission for one covers the answer of the other.
    webAcl: ['elasticloadbalancing:DescribeLoadBalancers', 'wafv2:GetWebACLForResource', 'wafv2:GetWebACL'],
    stageWebAcl: ['wafv2:GetWebACL'],
    ipSet: ['wafv2:GetIPSet'],
    regexPatternSet: ['wafv2:GetRegexPatternSet'],
    wafRuleGroup: ['wafv2:GetRuleGroup'],
  },
  scopes: {
    'wafv2:GetIPSet': {
      sid: 'ReadIpSets',
      resources: ['arn:<partition>:wafv2:<region>:<account>:regional/ipset/*/*'],
    },
    'wafv2:GetRegexPatternSet': {
      sid: 'ReadRegexPatternSets',
      resources: ['arn:<partition>:wafv2:<region>:<account>:regional/regexpatternset/*/*'],
    },
    'wafv2:GetRuleGroup': {
      sid: 'ReadWafRuleGroups',
      resources: ['arn:<partition>:wafv2:<region>:<account>:regional/rulegroup/*/*'],
    },
    'wafv2:GetWebACL': {
      sid: 'ReadWebAcls',
      resources: ['arn:<partition>:wafv2:<region>:<account>:regional/webacl/*/*'],
    },
    'wafv2:GetWebACLForResource': {
      sid: 'ReadWebAclOfLoadBalancers',
      resources: [
        'arn:<partition>:wafv2:<region>:<account>:regional/webacl/*/*',
        'arn:<partition>:elasticloadbalancing:<region>:<account>:loadbalancer/app/*/*',
      ],
    },
  },
} as const satisfies AwsService<keyof Wafv2Facts>;

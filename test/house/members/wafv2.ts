import type {Reasons} from './reasons.ts';

const TO_BE_MAPPED =
  'decide what the web ACL blocks: to be read by the check that asks whether it lets a request through';

export const WAFV2_REASONS: Reasons = {
  members: {
    wafv2: [
      {of: 'AllowAction', unread: 'CustomRequestHandling', because: 'adds headers to what is let through'},
      {of: 'ByteMatchStatement', unread: 'PreParseTextTransformations', because: TO_BE_MAPPED},
      {of: 'SizeConstraintStatement', unread: 'PreParseTextTransformations', because: TO_BE_MAPPED},
      {of: 'DefaultAction', unread: 'Block', because: 'is there where Allow, which is read, is not'},
      {
        of: 'FieldToMatch',
        unread:
          'AllQueryArguments Body Cookies HeaderOrder Headers JA3Fingerprint JA4Fingerprint JsonBody Method QueryString SingleHeader SingleQueryArgument UriFragment UriPath',
        because: 'are read as one: the member that is there is the part (wafv2/facts)',
      },
      {
        of: 'FirewallManagerRuleGroup',
        unread: 'FirewallManagerStatement OverrideAction Priority VisibilityConfig',
        because: 'belong to groups of another account: named, and their content taken for unknown',
      },
      {of: 'ForwardedIPConfig', unread: 'FallbackBehavior', because: TO_BE_MAPPED},
      {of: 'IPSetForwardedIPConfig', unread: 'FallbackBehavior Position', because: TO_BE_MAPPED},
      {
        of: 'ManagedRuleGroupStatement',
        unread: 'ManagedRuleGroupConfigs Version',
        because: 'configure rules that AWS or a vendor keeps, whose effect on a request is unknown either way',
      },
      {of: 'OrStatement', unread: 'Statements', because: 'are read as those of AndStatement, in one line'},
      {of: 'OverrideAction', unread: 'Count None', because: 'are read as one: the member that is there is the action'},
      {
        of: 'RateBasedStatement',
        unread: 'CustomKeys ForwardedIPConfig',
        because: 'say how requests are counted, which AggregateKeyType says in a word; how many come is unknown',
      },
      {of: 'Rule', unread: 'RuleLabels', because: TO_BE_MAPPED},
      {
        of: 'Rule',
        unread: 'CaptchaConfig ChallengeConfig VisibilityConfig',
        because: 'say how long a solved puzzle counts, and what is measured; not whether a rule matches',
      },
      {
        of: 'RuleAction',
        unread: 'Allow Block Captcha Challenge Count Monetize',
        because: 'are read as one: the member that is there is the action',
      },
      {
        of: 'RuleGroupReferenceStatement',
        unread: 'ExcludedRules RuleActionOverrides',
        because: 'are about rules of a group whose content is taken for unknown',
      },
      {
        of: 'Statement',
        unread:
          'AsnMatchStatement LabelMatchStatement RegexMatchStatement RegexPatternSetReferenceStatement SqliMatchStatement XssMatchStatement',
        because: 'are kept by name, and whether they match is taken for unknown (the type "other")',
      },
      {
        of: 'WebACL',
        unread:
          'Capacity Description Id LabelNamespace ManagedByFirewallManager RetrofittedByFirewallManager VisibilityConfig',
        because: 'say how large it is, whose, and what is measured; not what it blocks',
      },
      {
        of: 'WebACL',
        unread:
          'CaptchaConfig ChallengeConfig TokenDomains CustomResponseBodies DataProtectionConfig MonetizationConfig',
        because: 'say how puzzles are posed, what a blocked client is shown and what is logged; not what is blocked',
      },
      {
        of: 'WebACL',
        unread: 'ApplicationConfig AssociationConfig OnSourceDDoSProtectionConfig',
        because:
          'are about bodies longer than 8 KB and about floods. Requests of a checklist are neither, but OnSourceDDoSProtectionConfig can refuse known attackers',
      },
    ],
  },
  fields: [
    {of: 'WebAcl', unread: 'arn name defaultAction rules firewallManagerGroups', because: TO_BE_MAPPED},
    {of: 'WebAclRule', unread: 'name priority action statement', because: TO_BE_MAPPED},
    ...Object.entries({
      'byte-match': 'type part position text transformations',
      size: 'type part comparison bytes transformations',
      'ip-set': 'type arn header',
      geo: 'type countries header',
      'managed-group': 'type vendor name overrides scopeDown',
      'rule-group': 'type arn',
      rate: 'type limit windowSeconds countedBy scopeDown',
      'and | or': 'type statements',
      not: 'type statement',
      other: 'type name',
    }).map(([variant, unread]) => ({of: `WebAclStatement(${variant})`, unread, because: TO_BE_MAPPED})),
  ],
};

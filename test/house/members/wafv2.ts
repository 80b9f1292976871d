import type {Reasons} from './reasons.ts';

const LOCK = 'is what a change has to repeat; nothing is changed';
const PRE_PARSED =
  'is read as that of every statement is, in one line: where there are some, whether it matches is taken for unknown';
const FALLBACK =
  'decides about requests without an address in the header; whether a statement that reads it from a header matches is taken for unknown';
const SET_NAME = 'are names and a note; the ARN and what is in it are read';
const ATTACK = 'configure a search for attacks, of which it is taken for unknown what it finds';
const READ_TOGETHER =
  'are read together, of a parameter that the statements with such a part share (domain/web-acl/statements)';
const NAMED_BY_STATEMENT = 'is what the statement that refers to it, and by which it was asked for, says';

export const WAFV2_REASONS: Reasons = {
  members: {
    wafv2: [
      {of: 'AllowAction', unread: 'CustomRequestHandling', because: 'adds headers to what is let through'},
      {of: 'ByteMatchStatement', unread: 'PreParseTextTransformations', because: PRE_PARSED},
      {of: 'SizeConstraintStatement', unread: 'PreParseTextTransformations', because: PRE_PARSED},
      {
        of: 'GetWebACLResponse',
        unread: 'ApplicationIntegrationURL',
        because: 'is for applications that solve challenges',
      },
      {of: 'GetWebACLResponse', unread: 'LockToken', because: LOCK},
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
      {of: 'ForwardedIPConfig', unread: 'FallbackBehavior', because: FALLBACK},
      {of: 'IPSetForwardedIPConfig', unread: 'FallbackBehavior Position', because: FALLBACK},
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
      {of: 'RegexMatchStatement', unread: 'PreParseTextTransformations', because: PRE_PARSED},
      {of: 'RegexPatternSetReferenceStatement', unread: 'PreParseTextTransformations', because: PRE_PARSED},
      {
        of: 'SqliMatchStatement',
        unread: 'FieldToMatch',
        because: 'is read as that of XssMatchStatement, in one line',
      },
      {
        of: 'SqliMatchStatement',
        unread: 'PreParseTextTransformations SensitivityLevel TextTransformations',
        because: ATTACK,
      },
      {of: 'XssMatchStatement', unread: 'PreParseTextTransformations TextTransformations', because: ATTACK},
      {
        of: 'Statement',
        unread: 'AsnMatchStatement',
        because: 'is kept by name, and whether it matches is taken for unknown (the type "other")',
      },
      {of: 'GetIPSetResponse', unread: 'LockToken', because: LOCK},
      {of: 'GetRegexPatternSetResponse', unread: 'LockToken', because: LOCK},
      {of: 'GetRuleGroupResponse', unread: 'LockToken', because: LOCK},
      {of: 'IPSet', unread: 'Description Id Name', because: SET_NAME},
      {
        of: 'IPSet',
        unread: 'IPAddressVersion',
        because: 'is the version of all its blocks, each of which shows it: one of the other kind contains no source',
      },
      {of: 'RegexPatternSet', unread: 'Description Id Name', because: SET_NAME},
      {
        of: 'RuleGroup',
        unread: 'Capacity Description Id VisibilityConfig',
        because: 'say how large it is, whose, and what is measured; not what it blocks',
      },
      {
        of: 'RuleGroup',
        unread: 'AvailableLabels ConsumedLabels',
        because: 'sum up which labels its rules add and ask for, which are read from the rules',
      },
      {
        of: 'RuleGroup',
        unread: 'CustomResponseBodies MonetizationConfig',
        because: 'say what a refused client is shown; not what is refused',
      },
      {
        of: 'WebACL',
        unread: 'Capacity Description Id ManagedByFirewallManager RetrofittedByFirewallManager VisibilityConfig',
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
    {
      of: 'WebAclRule',
      unread: 'priority',
      because: 'is the order of the rules, in which the probe lists them (inOrder in wafv2/mapping)',
    },
    ...Object.entries({
      'byte-match': 'transformations',
      size: 'part comparison bytes transformations',
      regex: 'transformations',
      'regex-set': 'part transformations',
    }).map(([variant, unread]) => ({of: `WebAclStatement(${variant})`, unread, because: READ_TOGETHER})),
    {
      of: 'WebAclStatement(label)',
      unread: 'isNamespace',
      because: 'is read together with the key, of a parameter that has both (domain/web-acl/labels)',
    },
    {
      of: 'IpSet',
      unread: 'arn',
      because: NAMED_BY_STATEMENT,
    },
    {of: 'RegexPatternSet', unread: 'arn', because: NAMED_BY_STATEMENT},
    {of: 'WafRuleGroup', unread: 'arn name', because: NAMED_BY_STATEMENT},
  ],
};

import type {Known} from './known.ts';

const UNREFERRED = 'is asked for where a rule of the web ACL refers to it, which none of the lab does';

export const WAFV2_KNOWN: Known = {
  undecisive: [
    {fact: 'webAcl', fields: 'arn labelNamespace rules[].name', because: 'are names'},
    {
      fact: 'webAcl',
      fields: 'rules[].priority firewallManagerGroups[].name firewallManagerGroups[].isFirst',
      because: 'are the order of rules, and rules that are unknown whatever they are called',
    },
    {
      fact: 'webAcl',
      fields:
        'rules[].statement.type rules[].statement.part rules[].statement.position rules[].statement.text rules[].statement.transformations[] rules[].statement.comparison rules[].statement.bytes rules[].statement.arn rules[].statement.header rules[].statement.countries[] rules[].statement.vendor rules[].statement.name rules[].statement.overrides{} rules[].statement.limit rules[].statement.windowSeconds rules[].statement.countedBy',
      because: 'are of statements, whose verdict depends on the request: the action of a rule has a mutation',
    },
    {
      fact: 'webAcl',
      fields: 'rules[].labels[] rules[].statement.pattern rules[].statement.key rules[].statement.isNamespace',
      because: 'are of labels and patterns, of which the rules of the lab have none',
    },
    {
      fact: 'stageWebAcl',
      fields: 'arn name labelNamespace rules[].name rules[].priority rules[].labels[]',
      because: 'are names, and the order of rules: what they refuse is compared',
    },
    {
      fact: 'stageWebAcl',
      fields: 'rules[].action firewallManagerGroups[].name firewallManagerGroups[].isFirst',
      because: 'say what more or less the old way refused; Firewall Manager puts its groups into the new one by itself',
    },
    {
      fact: 'stageWebAcl',
      fields:
        'rules[].statement.type rules[].statement.part rules[].statement.position rules[].statement.text rules[].statement.transformations[] rules[].statement.comparison rules[].statement.bytes rules[].statement.arn rules[].statement.header rules[].statement.pattern rules[].statement.key rules[].statement.isNamespace rules[].statement.countries[] rules[].statement.vendor rules[].statement.overrides{} rules[].statement.limit rules[].statement.windowSeconds rules[].statement.countedBy',
      because: 'are compared whole with the statements of the other web ACL: one of them has a mutation',
    },
    {fact: 'ipSet', fields: 'arn addresses[]', because: UNREFERRED},
    {fact: 'regexPatternSet', fields: 'arn patterns[]', because: UNREFERRED},
    {
      fact: 'wafRuleGroup',
      fields:
        'arn name labelNamespace rules[].name rules[].priority rules[].action rules[].labels[] rules[].statement.type rules[].statement.part rules[].statement.position rules[].statement.text rules[].statement.transformations[] rules[].statement.comparison rules[].statement.bytes rules[].statement.arn rules[].statement.header rules[].statement.pattern rules[].statement.name rules[].statement.key rules[].statement.isNamespace rules[].statement.countries[] rules[].statement.vendor rules[].statement.overrides{} rules[].statement.limit rules[].statement.windowSeconds rules[].statement.countedBy',
      because: UNREFERRED,
    },
  ],
  survivors: [
    {
      fact: 'webAcl',
      fields: 'rules[].action',
      at: / \.rules\[0\]\.action$/,
      because:
        'is of a managed group, whose own rules decide: it is let through by `assume`, for which a person answers',
    },
  ],
};

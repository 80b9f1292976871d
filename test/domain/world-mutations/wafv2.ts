import type {Known} from './known.ts';

export const WAFV2_KNOWN: Known = {
  undecisive: [
    {fact: 'webAcl', fields: 'arn name rules[].name', because: 'are names'},
    {
      fact: 'webAcl',
      fields: 'rules[].priority firewallManagerGroups[]',
      because: 'are the order of rules, and rules that are unknown whatever they are called',
    },
    {
      fact: 'webAcl',
      fields:
        'rules[].statement.type rules[].statement.part rules[].statement.position rules[].statement.text rules[].statement.transformations[] rules[].statement.comparison rules[].statement.bytes rules[].statement.arn rules[].statement.header rules[].statement.countries[] rules[].statement.vendor rules[].statement.name rules[].statement.overrides{} rules[].statement.limit rules[].statement.windowSeconds rules[].statement.countedBy',
      because: 'are of statements, whose verdict depends on the request: the action of a rule has a mutation',
    },
  ],
  survivors: [
    {
      fact: 'webAcl',
      fields: 'defaultAction rules[].action',
      at: null,
      because: 'is to be judged by the check that asks whether a request is let through',
    },
  ],
};

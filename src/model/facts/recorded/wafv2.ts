import {z} from 'zod';
import type {IpSet, RegexPatternSet, WafRuleGroup, WebAcl, WebAclStatement} from '../aws-facts.ts';
import {byName, text, textOrNull, texts} from './parts.ts';

const statement: z.ZodType<WebAclStatement> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('byte-match'),
      part: text,
      position: text,
      text: textOrNull,
      transformations: texts,
    }),
    z.strictObject({type: z.literal('size'), part: text, comparison: text, bytes: z.number(), transformations: texts}),
    z.strictObject({type: z.literal('ip-set'), arn: text, header: textOrNull}),
    z.strictObject({type: z.literal('regex'), part: text, pattern: textOrNull, transformations: texts}),
    z.strictObject({type: z.literal('regex-set'), arn: text, part: text, transformations: texts}),
    z.strictObject({type: z.literal('attack'), name: text, part: text}),
    z.strictObject({type: z.literal('label'), key: text, isNamespace: z.boolean()}),
    z.strictObject({type: z.literal('geo'), countries: texts, header: textOrNull}),
    z.strictObject({
      type: z.literal('managed-group'),
      vendor: text,
      name: text,
      overrides: byName,
      scopeDown: statement.nullable(),
    }),
    z.strictObject({type: z.literal('rule-group'), arn: text, overrides: byName}),
    z.strictObject({
      type: z.literal('rate'),
      limit: z.number(),
      windowSeconds: z.number(),
      countedBy: text,
      scopeDown: statement.nullable(),
    }),
    z.strictObject({type: z.enum(['and', 'or']), statements: z.array(statement)}),
    z.strictObject({type: z.literal('not'), statement}),
    z.strictObject({type: z.literal('other'), name: text}),
  ]),
);

const rules = z.array(
  z.strictObject({
    name: text,
    priority: z.number(),
    action: z.enum(['allow', 'block', 'count', 'captcha', 'challenge', 'group', 'unknown']),
    labels: texts,
    statement,
  }),
);

const webAcl = z.strictObject({
  arn: text,
  name: text,
  defaultAction: z.enum(['allow', 'block']),
  rules,
  firewallManagerGroups: z.array(z.strictObject({name: text, isFirst: z.boolean()})),
  labelNamespace: textOrNull,
}) satisfies z.ZodType<WebAcl>;

const wafRuleGroup = z.strictObject({
  arn: text,
  name: text,
  labelNamespace: textOrNull,
  rules,
}) satisfies z.ZodType<WafRuleGroup>;

export const WAFV2_FACTS = {
  webAcl: webAcl.nullable(),
  stageWebAcl: webAcl,
  ipSet: z.strictObject({arn: text, addresses: texts}) satisfies z.ZodType<IpSet>,
  regexPatternSet: z.strictObject({arn: text, patterns: texts}) satisfies z.ZodType<RegexPatternSet>,
  wafRuleGroup,
};

import {z} from 'zod';
import type {WebAcl, WebAclStatement} from '../aws-facts.ts';
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
    z.strictObject({type: z.literal('geo'), countries: texts, header: textOrNull}),
    z.strictObject({
      type: z.literal('managed-group'),
      vendor: text,
      name: text,
      overrides: byName,
      scopeDown: statement.nullable(),
    }),
    z.strictObject({type: z.literal('rule-group'), arn: text}),
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

const webAcl = z.strictObject({
  arn: text,
  name: text,
  defaultAction: z.enum(['allow', 'block']),
  rules: z.array(
    z.strictObject({
      name: text,
      priority: z.number(),
      action: z.enum(['allow', 'block', 'count', 'captcha', 'challenge', 'group']),
      statement,
    }),
  ),
  firewallManagerGroups: texts,
}) satisfies z.ZodType<WebAcl>;

export const WAFV2_FACTS = {webAcl: webAcl.nullable()};

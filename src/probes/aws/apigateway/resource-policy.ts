import {z} from 'zod';
import type {PolicyStatement} from '../../../model/facts/aws-facts.ts';
import type {Shape} from '../shape.ts';

const many = <Schema extends z.ZodType>(schema: Schema) => z.union([schema.transform((one) => [one]), z.array(schema)]);
const texts = many(z.string());

const statement = z.looseObject({
  Effect: z.string(),
  Principal: z.union([z.string(), z.record(z.string(), texts)]).optional(),
  Action: texts.optional(),
  Resource: texts.optional(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});

const policySchema = z.looseObject({
  Statement: many(statement).refine((all) => all.length > 0, {error: 'has no statement'}),
});

/** Without the values of its conditions. `NotPrincipal`, `NotAction` and `NotResource` make a statement that is for less than all. */
export function toPolicyStatements(shape: Shape, policy: unknown, member: string): PolicyStatement[] {
  const {data, error} = policySchema.safeParse(policy);
  if (data === undefined) return shape.refuse(`has no readable ${member} (${error?.issues[0]?.message})`);
  return data.Statement.map(({Effect, Principal, Action = [], Resource = [], Condition = {}}) => ({
    effect: Effect,
    isForAnybody: typeof Principal === 'string' ? Principal === '*' : (Principal?.AWS ?? []).includes('*'),
    actions: Action,
    resources: Resource,
    conditions: Object.entries(Condition).flatMap(([operator, keys]) =>
      Object.keys(keys).map((key) => `${operator} ${key}`),
    ),
  }));
}

/** AWS's lists have the policy as it would be inside a JSON string: `{\"Version\":…`. */
export function toPolicy(shape: Shape, text: string, member: string): PolicyStatement[] {
  return toPolicyStatements(shape, parsed(shape, text, member), member);
}

function parsed(shape: Shape, text: string, member: string): unknown {
  try {
    return JSON.parse(text.startsWith('{\\') ? JSON.parse(`"${text}"`) : text);
  } catch {
    return shape.refuse(`has a member ${member} that is not JSON`);
  }
}

import {z} from 'zod';
import type {AnyCheck} from './check.ts';
import type {Json} from './outcome.ts';
import {innermost} from './param-docs.ts';
import {isDuration} from './param-type.ts';
import {resourceKindOf} from './params.ts';
import type {ResourceKind} from './resource-ref.ts';

/** What the example calls a resource of each kind. */
export const EXAMPLE_RESOURCES: Readonly<Record<ResourceKind, string>> = {
  loadBalancer: 'alb',
  hostedZone: 'zone',
  service: 'service',
  api: 'api',
};

/** By the name of the parameter, which means the same in every check. */
const BY_NAME: Readonly<Record<string, Json>> = {
  host: 'mcp.example.com',
  names: ['mcp.example.com', '*.mcp.example.com'],
  path: '/mcp',
  url: 'https://mcp.example.com/events',
  metric: 'HTTPCode_ELB_5XX_Count',
  metrics: ['HTTPCode_ELB_5XX_Count'],
  statistic: 'Sum',
  over: '1h',
  period: '1m',
  atMost: 60,
  holdFor: '90s',
  streams: '15m',
  heartbeat: '15s',
  port: 443,
  ports: [443],
  sources: ['10.0.0.0/8'],
  from: '0.0.0.0/0',
  serves: ['/mcp/*'],
  stage: 'prod',
  targetGroup: 'mcp-streams',
  files: 'terraform/*.tf',
  type: 'aws_lb_listener_rule',
  expect: {BASE_PATH: '/mcp'},
};

/**
 * What an item of a check may have under `with:`: its required parameters and, where these are not enough, the first
 * further one with which they are.
 */
export function exampleParams({params}: Pick<AnyCheck, 'params'>): Readonly<Record<string, Json>> {
  const example: Record<string, Json> = {};
  const entries = Object.entries(params.shape).map(([name, schema]) => [name, schema as z.ZodType] as const);
  for (const [name, schema] of entries) if (!schema.isOptional()) example[name] = exampleOf(name, schema);
  const isEnough = (more: Readonly<Record<string, Json>>) => params.safeParse({...example, ...more}).success;
  if (isEnough({})) return example;
  const further = entries
    .filter(([, schema]) => schema.isOptional())
    .map(([name, schema]) => ({[name]: exampleOf(name, schema)}))
    .find(isEnough);
  return {...example, ...further};
}

/** Its own example, or else that of its name, or else one of its type. */
function exampleOf(name: string, schema: z.ZodType): Json {
  const kind = resourceKindOf(schema);
  if (kind !== null) return EXAMPLE_RESOURCES[kind];
  const [own] = (innermost(schema).meta()?.examples as readonly Json[] | undefined) ?? [];
  const named = own ?? BY_NAME[name];
  return named !== undefined && schema.safeParse(named).success ? named : ofType(name, innermost(schema));
}

function ofType(name: string, schema: z.ZodType): Json {
  if (isDuration(schema)) return '1m';
  if (schema instanceof z.ZodObject) return exampleParams({params: schema});
  if (schema instanceof z.ZodEnum) return schema.options[0] ?? '';
  if (schema instanceof z.ZodNumber)
    return [90, 200, schema.minValue ?? 0].find((one) => schema.safeParse(one).success) ?? 0;
  if (schema instanceof z.ZodBoolean) return true;
  if (schema instanceof z.ZodArray) return [exampleOf(name, schema.element as z.ZodType)];
  if (schema instanceof z.ZodUnion) return ofType(name, schema.options[0] as z.ZodType);
  return kebabCase(name);
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

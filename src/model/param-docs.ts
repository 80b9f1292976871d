import {z} from 'zod';
import type {AnyCheck} from './check.ts';

/** One parameter of a check, for people. */
export interface ParamDoc {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
  /** As written in a checklist; undefined when there is none. */
  readonly default: unknown;
}

const known = new WeakMap<AnyCheck['params'], readonly ParamDoc[]>();

/** The parameters of a check in the order it declares them. Worked out once: a run asks for every item. */
export function paramDocs({params}: Pick<AnyCheck, 'params'>): readonly ParamDoc[] {
  const docs = known.get(params) ?? read(params);
  known.set(params, docs);
  return docs;
}

function read(params: AnyCheck['params']): ParamDoc[] {
  const schema = z.toJSONSchema(params, {io: 'input', unrepresentable: 'any'});
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const {description = '', default: byDefault} = property as {description?: string; default?: unknown};
    return {name, description, required: required.has(name), default: byDefault};
  });
}

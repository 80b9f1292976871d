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

/** Read from the schema itself: a JSON Schema of it says the same and takes longer than all else a short run does. */
function read(params: AnyCheck['params']): ParamDoc[] {
  return Object.entries(params.shape).map(([name, schema]) => {
    const layers = layersOf(schema as z.ZodType);
    return {
      name,
      description: layers.map((layer) => layer.meta()?.description).find((text) => text !== undefined) ?? '',
      required: !(schema as z.ZodType).isOptional(),
      default: layers.find((layer) => layer instanceof z.ZodDefault || layer instanceof z.ZodPrefault)?.def
        .defaultValue,
    };
  });
}

/** The schema, and what `.optional()` and defaults were put around, outermost first. */
function layersOf(schema: z.ZodType): z.ZodType[] {
  const isWrapped =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return isWrapped ? [schema, ...layersOf(schema.unwrap() as z.ZodType)] : [schema];
}

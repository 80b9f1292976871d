import {z} from 'zod';
import type {AnyCheck} from './check.ts';
import {paramType} from './param-type.ts';

/** One parameter of a check, or a member of one, for people. */
export interface ParamDoc {
  /** `targetGroup`; of a member with the names of what it is in: `healthCheck.path`. */
  readonly name: string;
  readonly description: string;
  /** What is written there, in words: `text`, `a whole number from 1 to 65535`. */
  readonly type: string;
  /** Within what it is a member of. */
  readonly required: boolean;
  /** As written in a checklist; undefined when there is none. */
  readonly default: unknown;
}

const known = new WeakMap<z.ZodObject, readonly ParamDoc[]>();

/** The parameters of a check in the order it declares them. Worked out once: a run asks for every item. */
export function paramDocs({params}: Pick<AnyCheck, 'params'>): readonly ParamDoc[] {
  const docs = known.get(params) ?? read(params);
  known.set(params, docs);
  return docs;
}

/** As {@link paramDocs}, each followed by its members and theirs. */
export function paramDocsWithMembers({params}: Pick<AnyCheck, 'params'>): readonly ParamDoc[] {
  return Object.entries(params.shape).flatMap(([name, schema]) => {
    const doc = docOf(name, schema as z.ZodType);
    const members = innermost(schema as z.ZodType);
    if (!(members instanceof z.ZodObject)) return [doc];
    const within = paramDocsWithMembers({params: members});
    return [doc, ...within.map((member) => ({...member, name: `${name}.${member.name}`}))];
  });
}

/** Read from the schema itself: a JSON Schema of it says the same and takes longer than all else a short run does. */
function read(params: z.ZodObject): ParamDoc[] {
  return Object.entries(params.shape).map(([name, schema]) => docOf(name, schema as z.ZodType));
}

function docOf(name: string, schema: z.ZodType): ParamDoc {
  const layers = layersOf(schema);
  return {
    name,
    description: layers.map((layer) => layer.meta()?.description).find((text) => text !== undefined) ?? '',
    type: paramType(innermost(schema)),
    required: !schema.isOptional(),
    default: layers.find((layer) => layer instanceof z.ZodDefault || layer instanceof z.ZodPrefault)?.def.defaultValue,
  };
}

/** The schema, and what `.optional()` and defaults were put around, outermost first. */
function layersOf(schema: z.ZodType): z.ZodType[] {
  const isWrapped =
    schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault;
  return isWrapped ? [schema, ...layersOf(schema.unwrap() as z.ZodType)] : [schema];
}

/** Without `.optional()` and defaults around it. */
export function innermost(schema: z.ZodType): z.ZodType {
  return layersOf(schema).at(-1) ?? schema;
}

import type {z} from 'zod';

/** Every field of a recorded value that holds no others, as `WorldMutation.field` writes it; those of a map as `{}`. */
export function leafFields(schema: z.ZodType): string[] {
  return [...new Set(leaves(schema as unknown as Schema, '', []))];
}

interface Schema {
  readonly def: {
    readonly type: string;
    readonly shape?: Readonly<Record<string, Schema>>;
    readonly element?: Schema;
    readonly innerType?: Schema;
    readonly options?: readonly Schema[];
    readonly getter?: () => Schema;
  };
}

function leaves(schema: Schema, at: string, within: readonly Schema[]): string[] {
  const {type, shape, element, innerType, options, getter} = schema.def;
  // A statement of a web ACL holds others of its kind.
  if (within.includes(schema)) return [];
  const below = (other: Schema, where: string) => leaves(other, where, [...within, schema]);
  if (shape !== undefined) {
    return Object.entries(shape).flatMap(([name, member]) => below(member, at === '' ? name : `${at}.${name}`));
  }
  if (element !== undefined) return below(element, `${at}[]`);
  if (innerType !== undefined) return below(innerType, at);
  if (getter !== undefined) return below(getter(), at);
  if (options !== undefined) return options.flatMap((option) => below(option, at));
  return [type === 'record' ? `${at}{}` : at];
}

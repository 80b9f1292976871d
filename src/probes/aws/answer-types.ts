import type {NormalizedSchema} from '@smithy/core/schema';
import {typeProblem} from './member-types.ts';
import {shapeOf} from './shape.ts';

/**
 * Refuses an answer with a member of another type than the SDK's own schema of the operation says. A member that is null
 * is absent, as the protocols of AWS have it, and is removed: mappings only know absent ones.
 */
export async function requireTypes(
  action: string,
  command: {readonly schema?: unknown},
  answer: object,
): Promise<void> {
  // A client that was sent a command has loaded it already.
  const {NormalizedSchema: schemas} = await import('@smithy/core/schema');
  const [, , , , , output] = command.schema as readonly unknown[];
  const problem = problemOf(schemas.of(output as Parameters<typeof schemas.of>[0]), answer, '');
  if (problem !== null) shapeOf(action).refuse(problem);
}

/** Continues the sentence "the answer …"; null when there is nothing to say. */
function problemOf(schema: NormalizedSchema, value: unknown, at: string): string | null {
  const problem = typeProblem(schema, value);
  if (problem !== null) return `has ${problem} as ${at === '' ? 'its whole' : at}`;
  if (schema.isListSchema())
    return firstProblem(value as unknown[], (one) => problemOf(schema.getValueSchema(), one, `${at}[]`));
  if (schema.isMapSchema()) {
    return firstProblem(Object.entries(value as object), ([key, one]) =>
      problemOf(schema.getValueSchema(), one, `${at}.${key}`),
    );
  }
  if (!schema.isStructSchema()) return null;
  const members = value as Record<string, unknown>;
  return firstProblem([...schema.structIterator()], ([name, member]) => {
    if (members[name] === null) delete members[name];
    if (members[name] === undefined) return null;
    return problemOf(member, members[name], at === '' ? name : `${at}.${name}`);
  });
}

function firstProblem<T>(all: readonly T[], problem: (one: T) => string | null): string | null {
  for (const one of all) {
    const found = problem(one);
    if (found !== null) return found;
  }
  return null;
}

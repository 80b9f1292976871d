import type {NormalizedSchema} from '@smithy/core/schema';
import {typeProblem} from './member-types.ts';
import {shapeOf} from './shape.ts';

/**
 * Lets every member of an answer that is of another type than the SDK's own schema of the operation says refuse to be read:
 * what no mapping reads is not judged (emulators give some numbers as texts, and the other way round). A member that is null
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
  const {refuse} = shapeOf(action);
  const problem = problemOf(schemas.of(output as Parameters<typeof schemas.of>[0]), answer, '', refuse);
  if (problem !== null) refuse(problem);
}

/** Continues the sentence "the answer …" where the value itself is wrong; members that are refuse when they are read. */
function problemOf(
  schema: NormalizedSchema,
  value: unknown,
  at: string,
  refuse: (what: string) => never,
): string | null {
  const problem = typeProblem(schema, value);
  if (problem !== null) return `has ${problem} as ${at === '' ? 'its whole' : at}`;
  const problemOfEach = (each: readonly unknown[], where: (index: number) => string) =>
    firstProblem(each.entries(), ([i, one]) => problemOf(schema.getValueSchema(), one, where(i), refuse));
  if (schema.isListSchema()) return problemOfEach(value as unknown[], () => `${at}[]`);
  if (schema.isMapSchema()) {
    const names = Object.keys(value as object);
    return problemOfEach(Object.values(value as object), (i) => `${at}.${names[i]}`);
  }
  if (!schema.isStructSchema()) return null;
  const members = value as Record<string, unknown>;
  for (const [name, member] of schema.structIterator()) {
    if (members[name] === null) delete members[name];
    if (members[name] === undefined) continue;
    const wrong = problemOf(member, members[name], at === '' ? name : `${at}.${name}`, refuse);
    if (wrong !== null) Object.defineProperty(members, name, {enumerable: true, get: () => refuse(wrong)});
  }
  return null;
}

function firstProblem<T>(all: Iterable<T>, problem: (one: T) => string | null): string | null {
  for (const one of all) {
    const found = problem(one);
    if (found !== null) return found;
  }
  return null;
}

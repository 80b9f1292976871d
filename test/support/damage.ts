/** From the root to a member: names of objects, indexes of lists. */
export type MemberPath = readonly (string | number)[];

/** What a member is replaced with; undefined: it is left out. */
export const WRONG_VALUES: readonly unknown[] = [undefined, null, 7, 'a text', true, {}, []];

/** Every member of every object, and the first of each list. */
export function membersOf(value: unknown, path: MemberPath = []): MemberPath[] {
  if (value === null || typeof value !== 'object' || value instanceof Date || value instanceof Uint8Array) return [];
  const steps = Array.isArray(value)
    ? value.length > 0
      ? [0]
      : []
    : Object.keys(value).filter((name) => name !== '$metadata');
  return steps.flatMap((step) => {
    const member = (value as Record<string | number, unknown>)[step];
    return member === undefined ? [] : [[...path, step], ...membersOf(member, [...path, step])];
  });
}

/** A copy in which one member is something else. */
export function damaged<T>(value: T, [step, ...rest]: MemberPath, wrong: unknown): T {
  if (step === undefined) return wrong as T;
  const members = value as Record<string | number, unknown>;
  const member = damaged(members[step], rest, wrong);
  if (Array.isArray(value)) {
    const kept = value.flatMap((one, i) => (i !== step ? [one] : member === undefined ? [] : [member]));
    return kept as T;
  }
  const copy: Record<string | number, unknown> = {...members, [step]: member};
  if (member === undefined) delete copy[step];
  return copy as T;
}

/** `LoadBalancers[].SubnetId` */
export function shownPath(path: MemberPath): string {
  return path
    .map((step) => (typeof step === 'number' ? '[]' : `.${step}`))
    .join('')
    .replace(/^\./, '');
}

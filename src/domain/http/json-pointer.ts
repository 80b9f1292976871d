import type {Json} from '../../model/outcome.ts';

/** RFC 6901: empty for the whole document, or parts that begin with `/`, with `~0` for `~` and `~1` for `/`. */
export const JSON_POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/;

/** What a JSON pointer points at; null when there is nothing (a JSON null is `{value: null}`). */
export function resolvePointer(document: Json, pointer: string): {readonly value: Json} | null {
  let value: Json = document;
  for (const part of pointer.split('/').slice(1)) {
    const next = memberOf(value, part.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (next === undefined) return null;
    value = next;
  }
  return {value};
}

function memberOf(value: Json, key: string): Json | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  // An array's index has no leading zero (RFC 6901, section 4).
  if (Array.isArray(value)) return /^(?:0|[1-9]\d*)$/.test(key) ? value[Number(key)] : undefined;
  return Object.hasOwn(value, key) ? (value as {readonly [key: string]: Json})[key] : undefined;
}

/** Equal as JSON: the order of an object's members does not count, the type of a value does. */
export function jsonEquals(a: Json, b: Json): boolean {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), b as {readonly [key: string]: Json}] as const;
  return (
    left.length === Object.keys(b).length &&
    left.every(([key, value]) => Object.hasOwn(b, key) && jsonEquals(value, right[key] as Json))
  );
}

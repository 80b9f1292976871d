import {createHash} from 'node:crypto';
import type {Json} from '../../model/outcome.ts';

/** What a sign-off is bound to: SHA-256 over the canonical JSON of id, title and `manual` as asked, hex. */
export function questionHash(question: {readonly id: string; readonly title: string; readonly manual: Json}): string {
  return sha256OfJson({...question});
}

export function sha256OfJson(value: Json): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** JSON without white space, keys in the order of their UTF-16 units (as RFC 8785). */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(value[key] ?? null)}`).join(',')}}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

import {createHash} from 'node:crypto';
import type {Json} from '../../model/outcome.ts';

/** A question as it is asked in one environment. */
export interface AskedQuestion {
  readonly id: string;
  readonly title: string;
  /** After interpolation. */
  readonly manual: Json;
  /** Its name; null: none was named. */
  readonly environment: string | null;
}

/** What a sign-off is bound to: SHA-256 over the canonical JSON of the question, hex. */
export function questionHash({id, title, manual, environment}: AskedQuestion): string {
  return sha256OfJson({id, title, manual, environment});
}

/** The question hash as it was before it held the environment's name. */
export function formerQuestionHash({id, title, manual}: Omit<AskedQuestion, 'environment'>): string {
  return sha256OfJson({id, title, manual});
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

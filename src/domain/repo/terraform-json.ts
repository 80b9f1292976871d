import type {Json} from '../../model/outcome.ts';
import type {Scope} from './terraform-scope.ts';
import {valueOfTemplate} from './terraform-template.ts';
import {type Need, needsOf, textOf, toJson, Unknown, type Value} from './terraform-value.ts';

/** A text of HCL's JSON form, in which texts are templates. */
export interface Resolved {
  readonly value: Json;
  readonly needs: readonly Need[];
}

/** A value in the JSON form that holds no expressions: only the escapes of a literal are to be undone. */
export function literal(value: Json): Value {
  return valueOfJson(value, new Map());
}

/** The value of a part of HCL's JSON form. */
export function valueOfJson(written: Json, scope: Scope): Value {
  if (typeof written === 'string') return valueOfTemplate(written, scope);
  if (written === null || typeof written !== 'object') return written;
  if (Array.isArray(written)) return (written as readonly Json[]).map((one) => valueOfJson(one, scope));
  const members = Object.entries(written).map(
    ([key, value]) => [valueOfTemplate(key, scope), valueOfJson(value, scope)] as const,
  );
  const needs = members.flatMap(([key]) => needsOf(key));
  if (needs.length > 0) return new Unknown(needs);
  return Object.fromEntries(members.map(([key, value]) => [textOf(key), value]));
}

export function resolved(template: string, scope: Scope): Resolved {
  const value = valueOfTemplate(template, scope);
  const isOpen = value instanceof Unknown && value.text === null;
  return {value: isOpen ? template : toJson(value), needs: needsOf(value)};
}

import {z} from 'zod';
import {resourceKindOf} from './params.ts';
import {DURATION_PATTERN} from './text/duration.ts';
import {either} from './text/either.ts';

/** What is written for a parameter, in words: `text`, `a duration`, `GET or HEAD`, `a list of whole numbers`. */
export function paramType(schema: z.ZodType): string {
  const kind = resourceKindOf(schema);
  if (kind !== null) return `the name of a resource of kind ${kind}`;
  if (schema instanceof z.ZodPipe) return paramType(schema.in as z.ZodType);
  if (schema instanceof z.ZodURL) return 'a URL';
  if (schema instanceof z.ZodIPv4 || schema instanceof z.ZodIPv6) return 'an IP address';
  if (isDuration(schema)) return 'a duration';
  if (schema instanceof z.ZodString) return 'text';
  if (schema instanceof z.ZodNumber) return numberType(schema);
  if (schema instanceof z.ZodBoolean) return 'true or false';
  if (schema instanceof z.ZodEnum) return either(schema.options.map(String));
  if (schema instanceof z.ZodLiteral) return either([...schema.values].map(String));
  if (schema instanceof z.ZodArray) return `a list, each ${paramType(schema.element as z.ZodType)}`;
  if (schema instanceof z.ZodUnion) {
    return either([...new Set(schema.options.map((option) => paramType(option as z.ZodType)))]);
  }
  if (schema instanceof z.ZodRecord) return `a mapping of names to ${paramType(schema.valueType as z.ZodType)}`;
  return schema instanceof z.ZodObject ? 'a mapping' : 'any value';
}

/** Whether a text there has the form of a duration, whatever is made of it. */
export function isDuration(schema: z.ZodType): boolean {
  const text = schema instanceof z.ZodPipe ? (schema.in as z.ZodType) : schema;
  if (!(text instanceof z.ZodString)) return false;
  return (text.def.checks ?? []).some(
    ({_zod: {def}}) =>
      'pattern' in def && def.pattern instanceof RegExp && def.pattern.source === DURATION_PATTERN.source,
  );
}

function numberType({isInt, minValue, maxValue}: z.ZodNumber): string {
  const sort = isInt ? 'a whole number' : 'a number';
  const least = minValue === null || !isBound(minValue) ? null : minValue;
  const most = maxValue === null || !isBound(maxValue) ? null : maxValue;
  if (least !== null && most !== null) return `${sort} from ${least} to ${most}`;
  if (least !== null) return `${sort}, ${least} or more`;
  return most === null ? sort : `${sort}, ${most} or less`;
}

/** Whole numbers have the bounds of what a double can count. */
function isBound(value: number): boolean {
  return Math.abs(value) < Number.MAX_SAFE_INTEGER;
}

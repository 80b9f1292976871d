import type {AnyCheck} from './check.ts';
import type {Json} from './outcome.ts';
import {exampleParams} from './param-example.ts';

/** An item of a check as it is written in a checklist: YAML, with the parameters that it needs. */
export function exampleItem(check: Pick<AnyCheck, 'id' | 'title' | 'params'>): string {
  return [
    `- id: ${check.id.split('/').at(-1)}`,
    `  title: ${scalar(check.title)}`,
    `  check: ${check.id}`,
    '  with:',
    ...entries(exampleParams(check), '    '),
  ].join('\n');
}

function entries(mapping: Readonly<Record<string, Json>>, indent: string): string[] {
  return Object.entries(mapping).flatMap(([key, value]) =>
    isMapping(value)
      ? [`${indent}${key}:`, ...entries(value, `${indent}  `)]
      : [`${indent}${key}: ${Array.isArray(value) ? `[${value.map(scalar).join(', ')}]` : scalar(value)}`],
  );
}

function isMapping(value: Json): value is Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Text without quotes where it can only be text; JSON is YAML. */
function scalar(value: Json): string {
  const isPlain =
    typeof value === 'string' && /^[A-Za-z][\w ./-]*$/.test(value) && !/^(true|false|null|yes|no)$/i.test(value);
  return isPlain ? value : JSON.stringify(value);
}

import type {AnyCheck} from '../model/check.ts';
import {exampleItem} from '../model/example-item.ts';
import {paramDocsWithMembers} from '../model/param-docs.ts';
import type {Paint} from './style.ts';
import {wrap} from './text-width.ts';

/** What `explain` says about a check: the claim, its parameters, why it matters, what to do, how to see it by hand. */
export function checkText(check: AnyCheck, paint: Paint, width: number): string {
  const section = (title: string, lines: readonly string[]) =>
    [paint('bold', title), ...lines.flatMap((line) => wrap(line, width - 2)).map((line) => `  ${line}`)].join('\n');
  return [
    `${paint('bold', check.id)}\n${check.title}`,
    section('Parameters (with:)', paramLines(check)),
    `${paint('bold', 'Example')}\n${indented(exampleItem(check))}`,
    section('Why', [check.why]),
    section('When it fails', [check.fix, ...consequence(check)]),
    `${paint('bold', 'See it by hand')}\n  ${check.byHand}`,
    section('IAM actions', check.iam.length === 0 ? ['none'] : check.iam),
    section('Read on', check.links),
  ].join('\n\n');
}

function consequence({holdsBecause}: AnyCheck): string[] {
  return holdsBecause === undefined ? [] : [`Its consequence is hold unless the item says otherwise: ${holdsBecause}.`];
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}

function paramLines(check: AnyCheck): string[] {
  return paramDocsWithMembers(check).map(({name, description, type, required, default: byDefault}) => {
    const optional = byDefault === undefined ? 'optional' : `default ${JSON.stringify(byDefault)}`;
    return `${name} (${type}; ${required ? 'required' : optional}): ${description}`;
  });
}

import {type Cause, nameOf} from '../model/decision/causes.ts';
import {causeText} from '../model/decision/decision-text.ts';
import {plainText} from '../model/text/plain-text.ts';
import {someOf} from '../model/text/some-of.ts';
import {marksOf, rowLines} from './item-text.ts';
import {type Paint, STATUS_STYLE} from './style.ts';
import {wrap} from './text-width.ts';

/** Causes in a few lines each: what it is, which items, and what to do. */
export function causeBlocks(causes: readonly Cause[], paint: Paint, width: number): string[] {
  return causes.map((cause, index) => causeBlock(cause, shownFix(causes, index), paint, width));
}

function causeBlock(cause: Cause, fix: string | null, paint: Paint, width: number): string {
  const {mark, word, format} = STATUS_STYLE[cause.status];
  const [first] = cause.items;
  const name = nameOf(cause);
  const [head = '', ...more] = wrap(
    `${mark} ${word}  ${name === null ? '' : `${name}: `}${plainText(cause.text, 1000)}`,
    width,
  );
  const row = (label: string, text: string | null) =>
    text === null ? [] : rowLines(label, plainText(text, 2000), paint, width);
  return [
    head.replace(`${mark} ${word}`, paint(format, `${mark} ${word}`)),
    ...more.map((line) => `  ${line}`),
    ...(name === null ? row('items', countedIds(cause.items.map(({id}) => id))) : []),
    ...(cause.blocked.length === 0 ? [] : row('blocks', countedIds(cause.blocked))),
    ...(name === null || first === undefined ? [] : marksOf(first).flatMap((text) => row('mark', text))),
    ...row('to do', fix),
  ].join('\n');
}

/** The causes of a decision: a point each, and below it what to do. */
export function causePoints(causes: readonly Cause[], width: number): string[] {
  return causes.flatMap((cause, index) => {
    const fix = shownFix(causes, index);
    const toDo = fix === null ? [] : wrap(`to do: ${plainText(fix, 2000)}`, width - 6).map((line) => `      ${line}`);
    return [...point(causeText(cause), width), ...toDo];
  });
}

/** Advice that an earlier one of them has, too, is not repeated. */
function shownFix(causes: readonly Cause[], index: number): string | null {
  const fix = fixOf(causes[index]);
  return fix !== null && causes.slice(0, index).some((earlier) => fixOf(earlier) === fix) ? 'as above' : fix;
}

function fixOf(cause: Cause | undefined): string | null {
  return cause?.items[0]?.fix ?? null;
}

/** One of a list. */
export function point(text: string, width: number): string[] {
  return wrap(plainText(text, 2000), width - 4).map((line, index) => (index === 0 ? `  - ${line}` : `    ${line}`));
}

function countedIds(ids: readonly string[]): string {
  return ids.length <= 3 ? someOf(ids) : `${ids.length}: ${someOf(ids)}`;
}

import type {ItemReport} from '../model/report.ts';
import {plainText} from '../model/text/plain-text.ts';
import type {Paint} from './style.ts';
import {wrap} from './text-width.ts';

const LABEL_WIDTH = 10;
const INDENT = '    ';

/** What a person who can answer a pending item needs: the question, where the answer belongs, and the command for it. */
export function questionLines({manual}: Pick<ItemReport, 'manual'>, paint: Paint, width: number): string[] {
  if (manual === null) return [];
  const row = (label: string, lines: readonly string[]) =>
    lines.map((line, index) => `${INDENT}${paint('dim', (index === 0 ? label : '').padEnd(LABEL_WIDTH))}${line}`);
  return [
    ...row('question', wrap(plainText(manual.ask, 2000), Math.max(20, width - INDENT.length - LABEL_WIDTH))),
    ...row('file', [plainText(manual.file)]),
    // A command must survive copying, so it is never wrapped.
    ...row('answer', [plainText(manual.answerWith, 2000)]),
  ];
}

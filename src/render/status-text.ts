import type {Question} from '../model/sign-off/questions.ts';
import {STATE_TEXT} from '../model/sign-off/state-text.ts';
import type {Owed, StatusDocument} from '../model/sign-off/status.ts';
import {plainText} from '../model/text/plain-text.ts';
import type {Paint} from './style.ts';
import {wrap} from './text-width.ts';

const LABEL_WIDTH = 10;

/** Who owes what, for a person. Lines are wrapped to `width` columns, which may be infinite. */
export function statusText(status: StatusDocument, paint: Paint, width: number): string {
  const {title, environment, stage, owed, rejected, waivers} = status;
  const where = [environment === null ? '' : `environment ${environment}`, stage === null ? '' : `stage ${stage}`];
  const named = where.filter((text) => text !== '').join(', ');
  const lines = (text: string, indent: string, first = indent): string[] => {
    const wrapped = wrap(plainText(text, 5000), Math.max(20, width - indent.length));
    return wrapped.map((line, index) => `${index === 0 ? first : indent}${line}`);
  };
  const blocks = [
    lines(`${title}${named === '' ? '' : ` (${named})`}`, ''),
    ...owed.map((group) => owedLines(group, paint, lines)),
    ...(rejected.length === 0
      ? []
      : [[paint('red', 'Rejected'), ...rejected.flatMap(({id, why}) => lines(`${id}: ${why}`, '    ', '  ✖ '))]]),
    ...(waivers.length === 0
      ? []
      : [
          [
            paint('yellow', 'Waivers'),
            ...waivers.flatMap(({item, approver, what, reason}) =>
              lines(`${item}: ${what}; by ${approver}: ${reason}`, '    ', '  ! '),
            ),
          ],
        ]),
    lines(countsText(status), ''),
  ];
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`;
}

type Lines = (text: string, indent: string, first?: string) => string[];

function owedLines({approvers, people, questions}: Owed, paint: Paint, lines: Lines): string[] {
  const head = plainText(`${approvers.join(' or ')} (${people.join(', ')}): ${questions.length} to answer`);
  return [paint('cyan', head), ...questions.flatMap((question) => questionLines(question, lines))];
}

function questionLines({id, ask, due, state, why, file, answerWith}: Question, lines: Lines): string[] {
  const [indent, label] = ['    ', (name: string) => `    ${name.padEnd(LABEL_WIDTH)}`];
  const rest = indent + ' '.repeat(LABEL_WIDTH);
  const reason = why === null ? '' : `: ${why}`;
  return [
    ...lines(`${id} (${due}): ${STATE_TEXT[state]}${reason}`, indent, '  ◌ '),
    ...lines(ask, rest, label('question')),
    `${label('file')}${plainText(file)}`,
    // A command must survive copying, so it is never wrapped.
    `${label('answer')}${plainText(answerWith, 2000)}`,
  ];
}

function countsText({counts: {due, approved, rejected, open}, openLater}: StatusDocument): string {
  const later = openLater === 0 ? '' : `; ${openLater} more are open and due later`;
  return `${due} question${due === 1 ? '' : 's'} due: ${approved} approved, ${rejected} rejected, ${open} open${later}`;
}

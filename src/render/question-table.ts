import type {Question} from '../model/sign-off/questions.ts';
import {STATE_TEXT} from '../model/sign-off/state-text.ts';
import {plainText} from '../model/text/plain-text.ts';
import type {Format, Paint} from './style.ts';
import {cut, widthOf} from './text-width.ts';

const OPEN: Format = 'cyan';
const STATE_FORMAT: Readonly<Partial<Record<Question['state'], Format>>> = {
  approved: 'green',
  rejected: 'red',
  skipped: 'dim',
};

const GAP = 2;
const HEAD = {id: 'ID', question: 'QUESTION', who: 'WHO', due: 'DUE', state: 'STATE'} as const;
type Column = keyof typeof HEAD;
type Row = Readonly<Record<Column, string>>;

/** The least that is said about when, and by whom, where ids are in a column. */
const MIN_WHO = 16;

/** The least a question is cut to: with less room than that it gets a line of its own. */
const MIN_QUESTION = 24;

/**
 * The questions, one a line. For a terminal of `width` columns questions are cut, or get a second line each where the
 * other columns leave too little room; an infinite width has room for all.
 */
export function questionTable(questions: readonly Question[], paint: Paint, width: number): string {
  if (questions.length === 0) return 'no questions\n';
  const rows = questions.map(rowOf);
  const widest = (column: Column) => Math.max(...[HEAD, ...rows].map((row) => widthOf(row[column])));
  const others = widest('id') + widest('who') + widest('due') + widest('state') + 4 * GAP;
  const room = Math.min(widest('question'), width - others);
  const lines =
    room < Math.min(MIN_QUESTION, widest('question'))
      ? onTwoLines(questions, rows, paint, width)
      : onOneLine(questions, rows, paint, {widest, room});
  return `${lines.join('\n')}\n`;
}

interface Columns {
  widest(column: Column): number;
  /** For the question. */
  readonly room: number;
}

function onOneLine(questions: readonly Question[], rows: readonly Row[], paint: Paint, {widest, room}: Columns) {
  const line = (row: Row, state: string) => {
    const cells = [
      pad(row.id, widest('id')),
      pad(cut(row.question, room), room),
      pad(row.who, widest('who')),
      pad(row.due, widest('due')),
      state,
    ];
    return cells.join(' '.repeat(GAP));
  };
  return [
    paint('dim', line(HEAD, HEAD.state)),
    ...rows.map((row, index) => line(row, paintedState(questions[index], row, paint))),
  ];
}

/** The question below the rest, which fits a narrow terminal: an id is needed whole, and so is the state. */
function onTwoLines(questions: readonly Question[], rows: readonly Row[], paint: Paint, width: number): string[] {
  const stateWidth = Math.max(...rows.map(({state}) => widthOf(state)));
  const widestId = Math.max(...rows.map(({id}) => widthOf(id)));
  const fits = widestId + stateWidth + 2 * GAP + MIN_WHO <= width;
  const line = (row: Row, state: string) => {
    const idWidth = fits ? widestId : widthOf(row.id);
    const rest = width - idWidth - stateWidth - 2 * GAP;
    if (rest < 0) return [cut(row.id, width), `  ${state}`];
    const who = rest < 4 ? ' '.repeat(rest) : pad(cut(`${row.due}, ${row.who}`, rest), rest);
    return [`${pad(row.id, idWidth)}${' '.repeat(GAP)}${who}${' '.repeat(GAP)}${state}`];
  };
  return rows.flatMap((row, index) => [
    ...line(row, paintedState(questions[index], row, paint)),
    paint('dim', `  ${cut(row.question, width - 2)}`),
  ]);
}

function paintedState(question: Question | undefined, row: Row, paint: Paint): string {
  const format = question === undefined ? OPEN : (STATE_FORMAT[question.state] ?? OPEN);
  return paint(format, row.state);
}

function rowOf({id, ask, approvers, people, due, state}: Question): Row {
  return {
    id: plainText(id),
    question: plainText(ask, Number.POSITIVE_INFINITY).trim(),
    who: plainText(`${approvers.join(', ')} (${people.join(', ')})`),
    due,
    state: STATE_TEXT[state],
  };
}

function pad(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

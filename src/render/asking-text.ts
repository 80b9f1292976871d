import type {Checklist, Item, Manual, SignOff} from '../model/checklist.ts';
import {plainText} from '../model/text/plain-text.ts';
import {wrap} from './text-width.ts';

export interface Answering {
  readonly question: Pick<Item, 'id' | 'title'> & {readonly manual: Manual};
  readonly answer: Pick<SignOff, 'verdict' | 'by' | 'evidence' | 'comment'>;
  readonly person: {readonly id: string; readonly knownBy: string};
  readonly checklist: Pick<Checklist, 'environment' | 'environments'>;
  /** All that are known, of this question and of others. */
  readonly signOffs: readonly SignOff[];
  readonly file: string;
  /** Columns; lines of an infinite width are whole. */
  readonly width: number;
}

const LABEL_WIDTH = 13;

/** What a person sees before they answer a question. */
export function askingText({question, answer, person, checklist, signOffs, file, width}: Answering): string {
  const row = (label: string, text: string) => {
    const lines = wrap(plainText(text, 5000), Math.max(20, width - LABEL_WIDTH));
    return lines.map((line, index) => `${(index === 0 ? label : '').padEnd(LABEL_WIDTH)}${line}`);
  };
  const others = signOffs.filter(({item, by}) => item === question.id && by !== person.id);
  return [
    `${plainText(question.id)}: ${plainText(question.title)}`,
    ...row('question', question.manual.ask),
    ...row('environment', environmentRow(checklist)),
    ...row('answer', `${answer.verdict} by ${person.id} (${person.knownBy})`),
    ...(answer.evidence === null ? [] : row('evidence', answer.evidence)),
    ...(answer.comment === null ? [] : row('comment', answer.comment)),
    ...others.flatMap(({verdict, by, at}) => row('also there', `${verdict} by ${by} at ${at}`)),
    ...row('file', file),
  ].join('\n');
}

/** An answer without an environment does not count in one. */
function environmentRow({environment, environments}: Answering['checklist']): string {
  if (environment !== null) return environment;
  if (environments.length === 0) return 'none';
  return `none: it will not count in ${environments.join(', ')}; --env names one`;
}

import type {Checklist} from '../../model/checklist.ts';
import {UsageError} from '../../model/errors.ts';
import {type Question, questionsOf} from '../../model/sign-off/questions.ts';
import {didYouMean} from '../../model/text/did-you-mean.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {thereAre} from '../../model/text/there-are.ts';
import {questionTable} from '../../render/question-table.ts';
import {createPaint} from '../../render/style.ts';
import {sizeOf, usesColor} from '../terminal.ts';
import {loadQuestions} from './load-questions.ts';
import type {ListFlags} from './signoff-flags.ts';

/** What `signoff list` prints: the questions that are asked for, as a table or as JSON. */
export async function listQuestions(named: string | undefined, flags: ListFlags): Promise<string> {
  const {checklist, signOffs, at} = await loadQuestions(named, flags);
  const {owner} = flags;
  if (owner !== undefined) refuseUnknownOwner(owner, checklist);
  const questions = questionsOf(checklist, signOffs, at).filter(
    (question) => (flags.stage === undefined || question.isDue) && (owner === undefined || isOf(question, owner)),
  );
  const undatable = questions.filter(({fresh, state}) => fresh && state === 'not-fresh').map(({id}) => id);
  if (at.stageBegan === undefined && undatable.length > 0) {
    process.stderr.write(`fresh questions count with --stage-began TIME only: ${undatable.join(', ')}\n`);
  }
  if (flags.json) {
    const {file, title, environment} = checklist;
    const stageBegan = at.stageBegan?.toISOString() ?? null;
    return JSON.stringify({checklist: file, title, environment, stage: at.stage, stageBegan, questions}, null, 2);
  }
  const width = process.stdout.isTTY ? sizeOf(process.stdout).columns : Number.POSITIVE_INFINITY;
  return questionTable(questions, createPaint(usesColor(process.stdout, flags['no-color'])), width);
}

function isOf({approvers, people}: Question, owner: string): boolean {
  return approvers.includes(owner) || people.includes(owner);
}

function refuseUnknownOwner(owner: string, {file, people}: Checklist): void {
  const known = [...new Set([...Object.keys(people), ...Object.values(people).flat()])];
  if (known.includes(owner)) return;
  const message = `--owner ${owner}: ${file} has neither a person nor a group of that name.${didYouMean(owner, known)} ${thereAre(known)}`;
  throw new UsageError(plainText(message), {where: '--owner'});
}

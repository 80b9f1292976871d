import type {Checklist, Manual, SignOff} from '../../model/checklist.ts';
import {UsageError} from '../../model/errors.ts';
import {signOffPath} from '../../model/sign-off/answer-command.ts';
import {judgeQuestion, type QuestionState} from '../../model/sign-off/judge.ts';
import {STATE_TEXT} from '../../model/sign-off/state-text.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import {askingText} from '../../render/asking-text.ts';
import {columnsOf} from '../terminal.ts';
import {type NewAnswer, writeAnswer} from './answer-file.ts';
import {answeringPerson} from './answering-person.ts';
import {canAsk, confirm, refuseWithoutAsking} from './confirm.ts';
import {type Asking, findQuestion} from './find-question.ts';
import {givenText} from './given-text.ts';
import {loadQuestions} from './load-questions.ts';
import type {AnswerFlags} from './signoff-flags.ts';

/** What came of `signoff approve` and `signoff reject`. */
export interface Answered extends Omit<SignOff, 'source' | 'askedFor'> {
  readonly file: string;
  readonly environment: string | null;
  /** Of the question, with the answers of others. */
  readonly state: QuestionState;
}

/** An answer before it is known when it is given. */
type Draft = Omit<NewAnswer, 'at'>;

/** Shows a question, asks whether the answer is meant, and writes it. Null: it was not meant, and nothing is written. */
export async function answerQuestion(
  id: string,
  verb: 'approve' | 'reject',
  flags: AnswerFlags,
): Promise<Answered | null> {
  const {checklist, signOffs} = await loadQuestions(flags.checklist, flags);
  const question = findQuestion(checklist, id);
  const person = await answeringPerson(question, checklist, flags.as);
  const secrets = new KnownSecrets(checklist.secretValues);
  const draft: Draft = {
    item: id,
    verdict: verb === 'approve' ? 'approved' : 'rejected',
    by: person.id,
    evidence: givenText('--evidence', flags.evidence, secrets),
    comment: givenText('--comment', flags.comment, secrets),
    asked: question.manual.asked,
  };
  refuseIncomplete(draft, question);
  const file = signOffPath(checklist, id);
  const say = (text: string) => {
    if (!flags.quiet) process.stderr.write(`${text}\n`);
  };
  const asks = !flags.yes;
  if (asks && !canAsk(flags['no-input'])) refuseWithoutAsking(flags['no-input']);
  const shown = askingText({
    question,
    answer: draft,
    person,
    checklist,
    signOffs,
    file,
    width: columnsOf(process.stderr),
  });
  if (asks) process.stderr.write(`${shown}\n`);
  else say(shown);
  if (asks && !(await confirm(`${verb === 'approve' ? 'Approve' : 'Reject'} it as ${plainText(person.id)}? [y/N] `))) {
    say('Nothing is written.');
    return null;
  }
  const answer: NewAnswer = {...draft, at: new Date().toISOString()};
  await writeAnswer(checklist, file, answer);
  const state = stateWith(answer, question, checklist, signOffs);
  say(writtenText(file, answer, state, question.manual));
  return {...answer, file, environment: checklist.environment, state};
}

function refuseIncomplete({verdict, evidence, comment}: Draft, {id, manual}: Asking): void {
  if (verdict === 'rejected' && comment === null) {
    throw new UsageError('--comment: is missing; a rejection says what is wrong', {where: '--comment'});
  }
  if (verdict === 'approved' && evidence === null && manual.evidence === 'required') {
    const message = `--evidence: is missing; an approval of ${id} counts only with what shows it, such as a URL`;
    throw new UsageError(message, {code: 'no-evidence', where: '--evidence'});
  }
}

/** The state of the question as a run would find it that begins now. */
function stateWith(answer: NewAnswer, {id, manual}: Asking, {people, environment}: Checklist, all: readonly SignOff[]) {
  const judgedAt = new Date(answer.at);
  const source = {file: '', line: 1, column: 1};
  const others = all.filter(({item, by}) => item !== id || by !== answer.by);
  const circumstances = {people, environment, judgedAt, stageBegan: judgedAt};
  return judgeQuestion(id, manual, [...others, {...answer, source}], circumstances).state;
}

function writtenText(file: string, {verdict, by}: NewAnswer, state: QuestionState, {fresh}: Manual): string {
  const written = `${plainText(file)}: ${verdict} by ${plainText(by)}. Commit it, so that it is reviewed and counts elsewhere.`;
  const others = state === verdict ? '' : `\nThe question itself is ${STATE_TEXT[state]}: see the other answers there.`;
  const when = fresh
    ? '\nThe question is fresh: a run counts this with --stage-began TIME, when that was before now.'
    : '';
  return `${written}${others}${when}`;
}

import type {Checklist, Item, Manual, SignOff} from '../model/checklist.ts';
import type {Evidence} from '../model/outcome.ts';
import {answerCommand, signOffPath} from '../model/sign-off/answer-command.ts';
import {approversOf, judgeQuestion, type SignOffCircumstances} from '../model/sign-off/judge.ts';
import {objectionsText} from '../model/sign-off/questions.ts';
import type {Finding} from './finding.ts';

/** The checklist as the question's file and command name it. */
export type AskingChecklist = Pick<Checklist, 'file' | 'environment' | 'values'>;

/** An item is `pass` when its question is approved, `fail` when it is rejected, and `pending` while no answer counts. */
export function judgeSignOffs(
  item: Pick<Item, 'id'>,
  manual: Manual,
  signOffs: readonly SignOff[],
  circumstances: AskingChecklist & SignOffCircumstances,
): Finding {
  const {people} = circumstances;
  const judged = judgeQuestion(item.id, manual, signOffs, circumstances);
  const expected = `an approval by ${manual.approvers.join(' or ')} (${approversOf(manual, people).join(', ')})`;
  const counting = judged.signOffs.flatMap(({signOff, objection}) => (objection === null ? [signOff] : []));
  const evidence = judged.signOffs.map(({signOff}) => evidenceOf(signOff));
  if (judged.state === 'rejected') {
    const actual = counting
      .filter(({verdict}) => verdict === 'rejected')
      .map(({by, comment}) => `rejected by ${by}${comment === null ? '' : `: ${comment}`}`)
      .join('; ');
    return {
      status: 'fail',
      summary: actual,
      expected,
      actual,
      evidence,
      fix: 'Settle what was objected to, then ask again.',
    };
  }
  if (judged.state === 'approved') {
    const actual = counting.map(({by, at}) => `approved by ${by} at ${at}`).join('; ');
    return {status: 'pass', summary: actual, expected, actual, evidence, fix: null};
  }
  const objections = objectionsText(judged.signOffs);
  return {
    status: 'pending',
    summary: `waits for ${expected}: ${objections === '' ? 'there is no sign-off yet' : objections}`,
    expected,
    actual: objections === '' ? 'no sign-off' : objections,
    evidence,
    fix: fixOf(item, manual, circumstances),
  };
}

function fixOf(
  item: Pick<Item, 'id'>,
  manual: Manual,
  {stageBegan, ...checklist}: AskingChecklist & SignOffCircumstances,
): string {
  const answer = `Answer "${manual.ask}" with \`${answerCommand(checklist, item, manual)}\`, and commit ${signOffPath(checklist, item.id)}.`;
  const isUndatable = manual.fresh && stageBegan === undefined;
  return isUndatable ? `${answer} Run with --stage-began TIME: the answer must be given after that.` : answer;
}

function evidenceOf({verdict, by, at, evidence, comment, source}: SignOff): Evidence {
  return {
    what: `sign-off by ${by}`,
    value: {verdict, at, evidence, comment},
    source: `${source.file}:${source.line}:${source.column}`,
  };
}

import {gitEmail} from '../../app/git-identity.ts';
import type {Checklist} from '../../model/checklist.ts';
import {UsageError} from '../../model/errors.ts';
import {approversOf} from '../../model/sign-off/judge.ts';
import {didYouMean} from '../../model/text/did-you-mean.ts';
import {plainText} from '../../model/text/plain-text.ts';
import type {Asking} from './find-question.ts';

export interface AnsweringPerson {
  readonly id: string;
  /** How that is known: `--as`, or git's address. */
  readonly knownBy: string;
}

/**
 * Who answers: `--as`, else the person whose email git's `user.email` is.
 * @throws UsageError when that is nobody who may answer, naming who may.
 */
export async function answeringPerson(
  question: Asking,
  checklist: Checklist,
  as: string | undefined,
): Promise<AnsweringPerson> {
  const {people, emails, file, folder} = checklist;
  const allowed = approversOf(question.manual, people);
  const who = `${question.manual.approvers.join(' or ')} (${allowed.join(', ')})`;
  const refuse = (message: string, code: string) =>
    new UsageError(plainText(message, 2000), as === undefined ? {code} : {code, where: '--as'});
  if (as !== undefined) {
    if (allowed.includes(as)) return {id: as, knownBy: '--as'};
    const near = Object.values(people).flat().includes(as) ? '' : didYouMean(as, allowed);
    throw refuse(`--as ${as}: may not answer ${question.id}; that is for ${who}.${near}`, 'wrong-person');
  }
  const email = await gitEmail(folder);
  const how = `say who answers with --as ID: ${who}`;
  if (email === null) throw refuse(`git has no user.email here; set it, or ${how}`, 'unknown-person');
  const person = emails.find((known) => known.email.toLowerCase() === email.toLowerCase());
  if (person === undefined) {
    throw refuse(
      `git's user.email ${email} is nobody's under people: of ${file}; write {id, email} there, or ${how}`,
      'unknown-person',
    );
  }
  if (allowed.includes(person.id)) return {id: person.id, knownBy: `git's user.email ${email}`};
  throw refuse(
    `${person.id} (git's user.email ${email}) may not answer ${question.id}; that is for ${who}`,
    'wrong-person',
  );
}

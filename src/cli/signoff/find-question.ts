import type {Checklist, Item, Manual} from '../../model/checklist.ts';
import {UsageError} from '../../model/errors.ts';
import {didYouMean} from '../../model/text/did-you-mean.ts';
import {isGlob} from '../../model/text/glob.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {thereAre} from '../../model/text/there-are.ts';

export type Asking = Item & {readonly manual: Manual};

/**
 * The question with this id.
 * @throws UsageError that says what else has the id, or what was probably meant.
 */
export function findQuestion({file, items}: Checklist, id: string): Asking {
  const questions = items.filter((item): item is Asking => item.manual !== null);
  const found = questions.find((item) => item.id === id);
  if (found !== undefined) {
    if (found.skipReason === null) return found;
    throw refusal(id, `does not apply: the checklist skips it (${found.skipReason})`);
  }
  const check = items.find((item) => item.id === id)?.check;
  if (check !== undefined && check !== null) {
    throw refusal(
      id,
      `is a check (${check.id}), not a question to a person; \`migrate-check run --only ${id}\` runs it`,
    );
  }
  const names = questions.map((item) => item.id);
  const inGroup = questions.filter(({groups}) => groups.includes(id)).map((item) => item.id);
  if (inGroup.length > 0) throw refusal(id, `is a group; answer its questions one by one. ${thereAre(inGroup)}`);
  if (isGlob(id)) throw refusal(id, 'is a pattern; questions are answered one by one, by id');
  throw refusal(id, `${file} has no question of that id.${didYouMean(id, names) || ` ${thereAre(names)}`}`);
}

function refusal(id: string, what: string): UsageError {
  const name = plainText(id, 80);
  return new UsageError(plainText(`${name}: ${what}`, 2000), {code: 'unknown-question', where: name});
}

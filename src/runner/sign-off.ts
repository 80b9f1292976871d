import type {Item, Manual, SignOff} from '../model/checklist.ts';
import type {Evidence} from '../model/outcome.ts';
import {formatDuration} from '../model/text/duration.ts';
import type {Finding} from './finding.ts';

export interface SignOffCircumstances {
  readonly people: Readonly<Record<string, readonly string[]>>;
  readonly environment: string | null;
  readonly judgedAt: Date;
}

/**
 * An item is `pass` when at least one approval counts and no rejection does; `pending` while no answer counts. If a
 * person answered twice, only the later answer is considered.
 */
export function judgeSignOffs(
  item: Pick<Item, 'id'>,
  manual: Manual,
  signOffs: readonly SignOff[],
  circumstances: SignOffCircumstances,
): Finding {
  const group = manual.approvers.flatMap((name) => circumstances.people[name] ?? []);
  const expected = `an approval by ${manual.approvers.join(' or ')} (${group.join(', ')})`;
  const about = signOffs.filter((signOff) => signOff.item === item.id);
  const objections: string[] = [];
  const without = (found: readonly SignOff[], objectionTo: (signOff: SignOff) => string | null) =>
    found.filter((signOff) => {
      const objection = objectionTo(signOff);
      if (objection !== null)
        objections.push(`the sign-off by ${signOff.by} of ${signOff.at} does not count: ${objection}`);
      return objection === null;
    });
  const answers = without(about, (signOff) => whyNoAnswer(signOff, manual, group, circumstances.judgedAt));
  const counting = without(latestByPerson(answers), (signOff) => whyNotEnough(signOff, manual, circumstances.judgedAt));
  const evidence = about.map(evidenceOf);
  const rejected = counting.filter(({verdict}) => verdict === 'rejected');
  if (rejected.length > 0) {
    const actual = rejected
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
  if (counting.length > 0) {
    const actual = counting.map(({by, at}) => `approved by ${by} at ${at}`).join('; ');
    return {status: 'pass', summary: actual, expected, actual, evidence, fix: null};
  }
  const actual = objections.length === 0 ? 'no sign-off' : objections.join('; ');
  const path = `signoffs/${circumstances.environment ?? 'default'}/${item.id}.yaml`;
  return {
    status: 'pending',
    summary: `waits for ${expected}: ${objections.length === 0 ? 'there is no sign-off yet' : actual}`,
    expected,
    actual,
    evidence,
    fix: `Answer "${manual.ask}" in ${path}, with asked: ${manual.asked}${manual.evidence === 'required' ? ' and evidence' : ''}.`,
  };
}

function latestByPerson(signOffs: readonly SignOff[]): SignOff[] {
  const latest = new Map<string, SignOff>();
  for (const signOff of signOffs) {
    const earlier = latest.get(signOff.by);
    if (earlier === undefined || Date.parse(signOff.at) >= Date.parse(earlier.at)) latest.set(signOff.by, signOff);
  }
  return [...latest.values()];
}

/** Why it is not an answer to this question by one of its approvers; null when it is. */
function whyNoAnswer(signOff: SignOff, manual: Manual, group: readonly string[], judgedAt: Date): string | null {
  const saidAtMs = Date.parse(signOff.at);
  if (!group.includes(signOff.by)) return `${signOff.by} is not one of ${manual.approvers.join(', ')}`;
  if (signOff.asked !== manual.asked) return 'the question has changed since';
  if (Number.isNaN(saidAtMs)) return `"${signOff.at}" is not a time`;
  return saidAtMs > judgedAt.getTime() ? 'its time is in the future' : null;
}

/** Why an answer is not enough; null when it is. A later answer that is not enough does not revive an earlier one. */
function whyNotEnough(signOff: SignOff, manual: Manual, judgedAt: Date): string | null {
  if (manual.evidence === 'required' && (signOff.evidence ?? '').trim() === '') return 'its evidence is missing';
  if (manual.validForMs === null) return null;
  const endsAtMs = Date.parse(signOff.at) + manual.validForMs;
  if (judgedAt.getTime() <= endsAtMs) return null;
  return `it was valid for ${formatDuration(manual.validForMs)}, until ${new Date(endsAtMs).toISOString()}`;
}

function evidenceOf({verdict, by, at, evidence, comment, source}: SignOff): Evidence {
  return {
    what: `sign-off by ${by}`,
    value: {verdict, at, evidence, comment},
    source: `${source.file}:${source.line}:${source.column}`,
  };
}

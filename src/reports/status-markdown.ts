import type {Question} from '../model/sign-off/questions.ts';
import {STATE_TEXT} from '../model/sign-off/state-text.ts';
import type {EndingWaiver, Owed, StatusDocument} from '../model/sign-off/status.ts';
import {codeBlock, escaped} from './markdown-text.ts';

/** Who owes what, for an issue, a pull request or a chat that reads Markdown. */
export function statusMarkdown(status: StatusDocument): string {
  const {title, owed, rejected, waivers} = status;
  const blocks = [
    `# ${escaped(title)}`,
    escaped(summaryOf(status)),
    ...owed.map(owedBlock),
    ...(rejected.length === 0 ? [] : [`## Rejected\n\n${rejected.map(rejectedLine).join('\n')}`]),
    ...(waivers.length === 0 ? [] : [`## Waivers\n\n${waivers.map(waiverLine).join('\n')}`]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function summaryOf({environment, stage, at, counts, openLater}: StatusDocument): string {
  const where = [
    environment === null ? [] : [`environment ${environment}`],
    stage === null ? [] : [`stage ${stage}`],
    [`as of ${at}`],
  ].flat();
  const later = openLater === 0 ? '' : `; ${openLater} more are open and due later`;
  return `${counts.open} of ${counts.due} questions wait for an answer${later} (${where.join(', ')}).`;
}

function owedBlock({approvers, people, questions}: Owed): string {
  const head = `## ${escaped(`${approvers.join(' or ')} (${people.join(', ')})`)}: ${questions.length}`;
  return [head, ...questions.map(questionBlock)].join('\n\n');
}

function questionBlock({id, ask, due, state, why, answerWith}: Question): string {
  const reason = why === null ? '' : `: ${why}`;
  const item = `- [ ] **${escaped(id)}** ${escaped(`(${due}; ${STATE_TEXT[state]}${reason}): ${ask}`)}`;
  return `${item}\n\n  ${codeBlock(answerWith)}`;
}

function rejectedLine({id, why, ask}: Question): string {
  return `- **${escaped(id)}** ${escaped(`${why ?? ''}. The question: ${ask}`)}`;
}

function waiverLine({item, approver, what, reason}: EndingWaiver): string {
  return `- **${escaped(item)}** ${escaped(`${what}; by ${approver}: ${reason}`)}`;
}

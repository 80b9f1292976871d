import type {ItemReport, Report} from '../../model/report.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {attemptsPart} from './attempts.ts';
import {evidencePart} from './evidence.ts';
import {fact, html, lines, type Markup, madeWhenOpened} from './markup.ts';
import {anchorOf, itemLink, statusMark} from './status.ts';

/** What filters ask of an item: its stages and tags by their number in the lists of the page. */
export interface ItemMarks {
  readonly stages: readonly number[];
  readonly tags: readonly number[];
}

/** Reports of more items come with all groups closed, and have elements only for what is opened. */
const MOST_ITEMS_AT_ONCE = 1000;

export function isLarge({items}: Pick<Report, 'items'>): boolean {
  return items.length > MOST_ITEMS_AT_ONCE;
}

/** One item, closed: its status, title and finding; below the fold everything that is known of it. */
export function itemPart(item: ItemReport, {stages, tags}: ItemMarks, run: Report): Markup {
  const {id, path, status, summary} = item;
  const body = html`${manualPart(item)}<dl class="facts">${factsOf(item, run)}</dl><p class="from">${aboutOf(item)}</p>`;
  return html`<details class="item ${status}" data-status="${status}" data-stages="${stages.join(' ')}" data-tags="${tags.join(' ')}"><summary>${statusMark(item)} <span class="name" dir="auto">${path.at(-1) ?? id}</span> <code>${id}</code> <span class="found">${summary}</span></summary><div class="body" id="${anchorOf(id)}">${isLarge(run) ? madeWhenOpened(body) : body}</div></details>\n`;
}

function manualPart({manual}: ItemReport): Markup | null {
  if (manual === null) return null;
  return html`<p class="ask">${manual.ask}</p>`;
}

function factsOf(item: ItemReport, run: Report): (Markup | null)[] {
  const {expected, actual, evidence, candidates = [], fix, byHand, manual, blockedBy, wayBack, attempts} = item;
  return [
    fact('Expected', expected),
    fact('Actual', actual),
    fact('To do', fix),
    fact('Perhaps', candidates.length === 0 ? null : candidatesPart(candidates)),
    fact('By hand', byHand === null ? null : html`<pre>${lines(byHand)}</pre>`),
    fact('Blocked by', blockedBy === null ? null : itemLink(blockedBy)),
    fact('Way back', wayBack ?? null),
    fact('Waived', item.waiver === null ? null : waiverText(item.waiver)),
    fact('Stale waiver', item.staleWaiver),
    fact('Evidence', evidence.length === 0 ? null : evidencePart(evidence)),
    fact(attempts.length === 1 ? 'Attempt' : 'Attempts', attempts.length === 0 ? null : attemptsPart(attempts, run)),
    fact('Approvers', manual === null ? null : manual.approvers.join(' or ')),
    fact(
      'Answer',
      manual === null
        ? null
        : html`${item.status === 'pending' ? html`<pre>${lines(manual.answerWith)}</pre>` : null}<span class="from">${manual.file}</span>`,
    ),
    fact('Question hash', manual === null ? null : html`<code>${manual.asked}</code>`),
  ];
}

/** What is the same for many items, on one line. */
function aboutOf(item: ItemReport): string {
  const {check, vantage, onFail, consequence, stages, tags, plan, durationMs, source} = item;
  const {file, line, column} = source;
  return [
    ...(check === null ? [] : [check]),
    ...(vantage === undefined ? [] : [`seen from ${vantage}`]),
    `if it fails: ${consequence}${consequence === onFail ? '' : ` at this stage, otherwise ${onFail}`}`,
    `stages: ${stages.join(', ')}`,
    ...(tags.length === 0 ? [] : [`tags: ${tags.join(', ')}`]),
    ...(plan.length === 0 ? [] : [`plan: line${plan.length === 1 ? '' : 's'} ${plan.join(', ')}`]),
    ...(durationMs === 0 ? [] : [`took ${formatDuration(durationMs)}`]),
    `written at ${file}:${line}:${column}`,
  ].join(' · ');
}

function candidatesPart(candidates: NonNullable<ItemReport['candidates']>): Markup {
  return html`<ul>${candidates.map(
    ({cause, because, fix, decidedBy}) =>
      html`<li>${cause}, as ${because}. ${fix} <span class="from">To know: ${decidedBy}</span></li>`,
  )}</ul>`;
}

/** `until 2026-12-01 by mg (T-1): known` */
export function waiverText({expires, approver, ticket, reason}: NonNullable<ItemReport['waiver']>): string {
  return `until ${expires} by ${approver}${ticket === null ? '' : ` (${ticket})`}: ${reason}`;
}

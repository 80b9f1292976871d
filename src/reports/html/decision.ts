import {type Cause, causesOf, nameOf} from '../../model/decision/causes.ts';
import {HELD_AFTERWARDS, heldAfterwards, skippedTexts} from '../../model/decision/decision-text.ts';
import {EXIT, exitCodeOf} from '../../model/decision/exit-code.ts';
import {incompleteText} from '../../model/decision/incomplete-text.ts';
import {countingLooks} from '../../model/decision/looks.ts';
import {effectiveVerdict, pointsOf} from '../../model/decision/points.ts';
import {waitingBy} from '../../model/decision/waiting.ts';
import {nextStep, rollbackText, verdictWord, wouldBeText} from '../../model/decision/words.ts';
import type {Decision, Report} from '../../model/report.ts';
import {counted} from '../../model/text/counted.ts';
import {html, instant, type Markup, madeWhenOpened} from './markup.ts';
import {countsOf, itemLink, itemLinks, STATUS_WORDS} from './status.ts';

/** How the first line reads: never green unless the run was whole, live, and says proceed. */
export interface Headline {
  readonly word: string;
  readonly tone: 'good' | 'open' | 'bad';
}

export function headlineOf(report: Report): Headline {
  const {decision, incomplete, mode, items} = report;
  const isWhole = incomplete === null && mode === 'live';
  if (decision !== null) {
    const tone = ({proceed: 'good', hold: 'open', rollback: 'bad'} as const)[decision.verdict];
    return {word: verdictWord(decision.verdict, report), tone: tone === 'good' && !isWhole ? 'open' : tone};
  }
  const exitCode = exitCodeOf(items, {strict: false, allowEmpty: false});
  if (exitCode === EXIT.fail) return {word: 'failed', tone: 'bad'};
  if (incomplete !== null) return {word: 'incomplete', tone: 'open'};
  if (exitCode === EXIT.ok) return {word: 'passed', tone: isWhole ? 'good' : 'open'};
  if (exitCode === EXIT.pending) return {word: 'pending', tone: 'open'};
  return {word: items.some(({status}) => status === 'error') ? 'not determined' : 'nothing was judged', tone: 'open'};
}

/** More causes than these are below a fold, and many more are made when it opens. */
const MOST_CAUSES_OPEN = 5;
const MOST_CAUSES_MADE = 50;

/** What is decided and why, what to do, who is waited for, and how to go back. */
export function decisionSection(report: Report): Markup {
  const {checklist, incomplete, mode, overrides, decision, items} = report;
  const {word, tone} = headlineOf(report);
  const points = decision === null ? null : pointsOf(decision, [report]);
  const causes = points?.causes ?? causesOf(countingLooks([report]));
  const isNow = decision !== null && effectiveVerdict(decision) === 'rollback';
  const rollback = decision === null ? null : rollbackText(decision, report);
  return html`<header class="verdict ${tone}">
${incomplete === null ? null : html`<p class="banner"><strong>${incompleteText(incomplete)}</strong></p>\n`}${
  mode === 'live'
    ? null
    : html`<p class="banner"><strong>${mode.toUpperCase()}</strong>: ${overrides.join('; ') || 'not a real account'}</p>\n`
}<h1><span class="word">${word}</span> <span class="title" dir="auto">${checklist.title}</span></h1>
<p class="where">${whereOf(report)}</p>
${decision?.wouldBe === undefined ? null : html`<p class="instead">${wouldBeText(decision, report)}</p>\n`}</header>
<section class="why" aria-labelledby="why">
<h2 id="why">${causes.length === 0 ? 'Why' : counted(causes.length, 'root cause')}</h2>
${causes.length === 0 ? null : causeList(causes.slice(0, MOST_CAUSES_OPEN))}${
  causes.length > MOST_CAUSES_OPEN ? moreCauses(causes.slice(MOST_CAUSES_OPEN)) : null
}${besides(decision, points?.rest.map(({text}) => text) ?? [], causes)}
${decision === null || points === null ? null : html`<p class="next">${nextStep(decision, report, points, rollback !== null)}</p>\n`}<p>${counted(items.length, 'item')}${items.length === 0 ? null : html`: ${countsOf(items)}`}</p>
${waitingFor(report)}${rollback === null ? null : rollbackSteps(rollback, isNow, report)}</section>`;
}

function whereOf({stage, environment, vantage, finishedAt}: Report): Markup {
  const parts = [
    ...(stage === null ? [] : [`stage ${stage}`]),
    ...(environment === null ? [] : [environment]),
    ...(vantage === '' ? [] : [`seen from ${vantage}`]),
  ];
  return html`${parts.map((part) => [part, ' · '])}${instant(finishedAt)}`;
}

function moreCauses(causes: readonly Cause[]): Markup {
  const list = causeList(causes);
  return html`<details class="more"><summary>${causes.length} more</summary>${causes.length > MOST_CAUSES_MADE ? madeWhenOpened(list) : list}</details>\n`;
}

function causeList(causes: readonly Cause[]): Markup {
  return html`<ol class="causes">${causes.map(causeRow)}</ol>\n`;
}

function causeRow(cause: Cause): Markup {
  const {status, text, items, blocked, vantages} = cause;
  const [first] = items;
  const name = nameOf(cause);
  const {sign, word} = STATUS_WORDS[status];
  return html`<li class="${status}"><p><span class="mark ${status}"><i aria-hidden="true">${sign}</i> ${word}</span> ${
    name === null ? null : itemLink(name)
  } ${text}${vantages.length === 0 ? null : ` (seen from ${vantages.join(', ')})`}</p>${first?.fix == null ? null : html`<p class="todo"><b>To do:</b> ${first.fix}</p>`}${
    items.length > 1
      ? html`<details class="reach"><summary>${items.length} items</summary>${itemLinks(items.map(({id}) => id))}</details>`
      : null
  }${blocked.length === 0 ? null : html`<details class="reach"><summary>blocks ${counted(blocked.length, 'item')}</summary>${itemLinks(blocked)}</details>`}</li>`;
}

/** What there is to say beside the causes. */
function besides(decision: Decision | null, rest: readonly string[], causes: readonly Cause[]): Markup | null {
  const texts = [...rest, ...(decision === null ? [] : skippedTexts(decision))];
  if (texts.length > 0) return html`<ul class="besides">${texts.map((text) => html`<li>${text}</li>`)}</ul>`;
  return causes.length === 0 ? html`<p>Nothing is in the way.</p>` : null;
}

function waitingFor({items}: Report): Markup | null {
  const groups = waitingBy(items);
  if (groups.length === 0) return null;
  const rows = groups.map(({who, items: asked}) => html`<li><b>${who}</b>: ${itemLinks(asked.map(({id}) => id))}</li>`);
  return html`<h3>Waiting for</h3><ul class="waiting">${rows}</ul>\n`;
}

function rollbackSteps(
  {heading, steps, after}: NonNullable<ReturnType<typeof rollbackText>>,
  isNow: boolean,
  report: Report,
): Markup {
  const held = heldAfterwards([report]);
  return html`<details class="rollback"${isNow ? html` open` : null}><summary>${heading.replace(/:$/, '')}</summary>
<ol>${steps.map(({text, command}) => html`<li>${text}${command.length === 0 ? null : html`<pre>${command.map((line) => html`${line}\n`)}</pre>`}</li>`)}</ol>${
    after.length === 0 ? null : html`<ul>${after.map((text) => html`<li>${text}</li>`)}</ul>`
  }${
    held.length === 0
      ? null
      : html`<p>${HELD_AFTERWARDS}</p><ul>${held.map(({id, title}) => html`<li>${title} (${itemLink(id)})</li>`)}</ul>`
  }</details>\n`;
}

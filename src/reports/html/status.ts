import type {Status} from '../../model/outcome.ts';
import type {ItemReport} from '../../model/report.ts';
import {html, type Markup, madeWhenOpened} from './markup.ts';

/** A sign and a word for each status: neither colour nor shape says it alone. */
export const STATUS_WORDS: Readonly<Record<Status, {readonly sign: string; readonly word: string}>> = {
  fail: {sign: '✖', word: 'failed'},
  error: {sign: '?', word: 'not determined'},
  blocked: {sign: '–', word: 'blocked'},
  pending: {sign: '◌', word: 'pending'},
  pass: {sign: '✔', word: 'passed'},
  'not-due': {sign: '·', word: 'not due'},
  skip: {sign: '·', word: 'skipped'},
};

/** The order in which they matter to a reader. */
export const STATUS_ORDER = Object.keys(STATUS_WORDS) as readonly Status[];

/** `✖ failed, waived` */
export function statusMark({status, waiver, flaky, consequence}: ItemReport): Markup {
  const {sign, word} = STATUS_WORDS[status];
  const marks = [
    ...(waiver === null ? [] : ['waived']),
    ...(flaky ? ['flaky'] : []),
    ...(status === 'fail' && consequence === 'note' ? ['noted only'] : []),
  ];
  return html`<span class="mark ${status === 'fail' && (waiver !== null || consequence === 'note') ? 'excused' : status}"><i aria-hidden="true">${sign}</i> ${[word, ...marks].join(', ')}</span>`;
}

/** Where an item is on the page. */
export function anchorOf(id: string): string {
  return `item-${encodeURIComponent(id.toWellFormed())}`;
}

export function itemLink(id: string): Markup {
  return html`<a href="#${anchorOf(id)}"><code>${id}</code></a>`;
}

/** More of them are below a fold, and many more are made when it opens. */
const MOST_LINKS = 12;
const MOST_LINKS_MADE = 50;

/** Several, with commas. */
export function itemLinks(ids: readonly string[]): Markup {
  if (ids.length <= MOST_LINKS) return html`${ids.map((id, index) => [index === 0 ? '' : ', ', itemLink(id)])}`;
  const [first, rest] = [ids.slice(0, MOST_LINKS), ids.slice(MOST_LINKS)];
  const links = html`${rest.map((id) => html`${itemLink(id)} `)}`;
  return html`${itemLinks(first)}<details class="more"><summary>and ${rest.length} more</summary>${ids.length > MOST_LINKS_MADE ? madeWhenOpened(links) : links}</details>`;
}

/** How many there are of each status, those that matter first: `2 failed · 40 passed`. */
export function countsOf(items: readonly ItemReport[]): Markup {
  const parts = STATUS_ORDER.flatMap((status) => {
    const count = items.reduce((sum, item) => sum + (item.status === status ? 1 : 0), 0);
    return count === 0 ? [] : [html`<span class="count ${status}">${count} ${STATUS_WORDS[status].word}</span>`];
  });
  return html`<span class="counts">${parts}</span>`;
}

import type {ItemReport} from '../../model/report.ts';
import {html, lines, linked, type Markup} from './markup.ts';

type Evidence = ItemReport['evidence'][number];

/** Longer values are folded. */
const MOST_OPEN = 600;

/** What a verdict rests on: each fact with what it said and where it was read. */
export function evidencePart(evidence: readonly Evidence[]): Markup {
  return html`<ul class="evidence">${evidence.map(
    ({what, value, source}) =>
      html`<li><b>${what}</b>${valuePart(value)}<span class="from">${linked(source)}</span></li>`,
  )}</ul>`;
}

function valuePart(value: Evidence['value']): Markup {
  if (value === null || typeof value !== 'object') return html` <span class="value">${linked(String(value))}</span>`;
  const entries = Object.entries(value);
  const isFlat = !Array.isArray(value) && entries.every(([, member]) => member === null || typeof member !== 'object');
  if (isFlat) {
    const rows = entries.filter(([, member]) => member !== null);
    return html`<dl>${rows.map(([name, member]) => html`<dt>${name}</dt><dd>${linked(String(member))}</dd>`)}</dl>`;
  }
  const compact = JSON.stringify(value);
  if (compact.length <= 80) return html` <code>${compact}</code>`;
  const pretty = html`<pre>${lines(JSON.stringify(value, null, 2))}</pre>`;
  if (compact.length <= MOST_OPEN) return pretty;
  return html`<details><summary>${compact.length} characters of JSON</summary>${pretty}</details>`;
}

import type {Status} from '../../model/outcome.ts';
import type {ItemReport, Report} from '../../model/report.ts';
import {counted} from '../../model/text/counted.ts';
import {foldedWhereLong, html, type Markup} from './markup.ts';
import {itemLinks, STATUS_ORDER, STATUS_WORDS} from './status.ts';

/** Which items verify which lines of the plan, and how the worst of them ended. */
export function coverageSection({items, plan}: Report): Markup | null {
  const byLine = new Map<number, ItemReport[]>();
  for (const item of items) {
    for (const line of item.plan) {
      const others = byLine.get(line);
      if (others === undefined) byLine.set(line, [item]);
      else others.push(item);
    }
  }
  if (byLine.size === 0 && plan === undefined) return null;
  const rows = [...byLine].toSorted(([one], [other]) => one - other);
  const without = items.filter(({plan}) => plan.length === 0).length;
  const table = html`<table class="lines"><thead><tr><th scope="col">Line</th><th scope="col">Result</th><th scope="col">Items</th></tr></thead><tbody>${rows.map(
    ([line, about]) => lineRow(line, about),
  )}</tbody></table>`;
  return html`<section aria-labelledby="coverage"><h2 id="coverage">Lines of the plan</h2>
<p>${counted(rows.length, 'line')} of the plan ${rows.length === 1 ? 'has' : 'have'} items${without === 0 ? '' : `; ${counted(without, 'item')} ${without === 1 ? 'names' : 'name'} no line`}.</p>
${plan === undefined ? null : html`<p>${plan.file}: ${plan.linesWithoutItem.length === 0 ? 'every line with text has one.' : `no item is about ${spansOf(plan.linesWithoutItem)}.`}</p>\n`}${foldedWhereLong(table, rows.length)}</section>`;
}

/** `line 3`, `lines 1-5, 9` */
function spansOf(lines: readonly number[]): string {
  const spans: [from: number, to: number][] = [];
  for (const line of lines) {
    const last = spans.at(-1);
    if (last !== undefined && last[1] === line - 1) last[1] = line;
    else spans.push([line, line]);
  }
  const texts = spans.map(([from, to]) => (from === to ? String(from) : `${from}-${to}`));
  return `line${lines.length === 1 ? '' : 's'} ${texts.join(', ')}`;
}

function lineRow(line: number, items: readonly ItemReport[]): Markup {
  const worst = worstOf(items);
  const {sign, word} = STATUS_WORDS[worst];
  return html`<tr><th scope="row">${line}</th><td><span class="mark ${worst}"><i aria-hidden="true">${sign}</i> ${word}</span></td><td>${itemLinks(items.map(({id}) => id))}</td></tr>`;
}

function worstOf(items: readonly ItemReport[]): Status {
  return STATUS_ORDER.find((status) => items.some((item) => item.status === status)) ?? 'skip';
}

import type {ItemReport, Report} from '../../model/report.ts';
import {evidencePart} from './evidence.ts';
import {waiverText} from './item.ts';
import {foldedWhereLong, html, type Markup} from './markup.ts';
import {itemLink, statusMark} from './status.ts';

/** What people have said: sign-offs with their evidence, and waivers, those that cover nothing among them. */
export function peopleSection({items, staleWaivers}: Report): Markup | null {
  const asked = items.filter(({manual}) => manual !== null);
  const waived = items.filter(({waiver, staleWaiver}) => waiver !== null || staleWaiver !== null);
  if (asked.length + waived.length + staleWaivers.length === 0) return null;
  const unused = staleWaivers.map(({item, reason}) => html`<li><code>${item}</code> stale: ${reason}</li>`);
  return html`<section aria-labelledby="people"><h2 id="people">Sign-offs and waivers</h2>
${rowsPart('Sign-offs', asked.map(signOffRow))}${rowsPart('Waivers', [...waived.map(waiverRow), ...unused])}</section>`;
}

function rowsPart(title: string, rows: readonly Markup[]): Markup | null {
  if (rows.length === 0) return null;
  const list = html`<ul class="people">${rows}</ul>`;
  return html`<h3>${title}</h3>${foldedWhereLong(list, rows.length)}\n`;
}

function signOffRow(item: ItemReport): Markup {
  return html`<li>${statusMark(item)} ${itemLink(item.id)} ${item.summary}${item.evidence.length === 0 ? null : evidencePart(item.evidence)}</li>`;
}

function waiverRow({id, waiver, staleWaiver}: ItemReport): Markup {
  const said = [
    ...(waiver === null ? [] : [waiverText(waiver)]),
    ...(staleWaiver === null ? [] : [`stale: ${staleWaiver}`]),
  ];
  return html`<li>${itemLink(id)} ${said.join('; ')}</li>`;
}

import type {Report} from '../../model/report.ts';
import type {TraceReport} from '../../model/report-trace.ts';
import {HOP_NAMES} from '../../model/trace.ts';
import {fact, html, lines, type Markup} from './markup.ts';

const SIGNS = {ok: '✔', broken: '✖', unknown: '?'} as const;
const TONES = {ok: 'good', broken: 'bad', unknown: 'open'} as const;

/** The paths of the requests that were followed. */
export function tracesSection({traces = []}: Report): Markup | null {
  if (traces.length === 0) return null;
  return html`<section aria-labelledby="traces"><h2 id="traces">${traces.length === 1 ? 'The path of a request' : 'The paths of requests'}</h2>
${traces.map(tracePart)}</section>`;
}

function tracePart({request, conclusion, hops, firstBroken, verdict}: TraceReport): Markup {
  const cut = hops.findIndex(({kind}) => kind === firstBroken);
  return html`<h3><code>${request.method} ${request.url}</code></h3>
<p class="conclusion ${TONES[verdict]}">${conclusion}</p>
<ol class="way">${hops.map((hop, index) => hopPart(hop, index === cut))}</ol>
`;
}

/** A node of the graph, and the edge to the next: cut where the request does not get through. */
function hopPart(
  {kind, status, summary, lines: below, because, fix, byHand}: TraceReport['hops'][number],
  isCut: boolean,
): Markup {
  const facts = [
    fact('Why', because),
    fact('To do', fix),
    fact('By hand', byHand === null ? null : html`<pre>${lines(byHand)}</pre>`),
  ];
  const more = html`${
    below.length === 0
      ? null
      : html`<ul>${below.map(({mark, text}) => html`<li${mark === null ? null : html` class="${mark}"`}>${text}</li>`)}</ul>`
  }<dl class="facts">${facts}</dl>`;
  return html`<li class="hop ${TONES[status]}${isCut ? ' cut' : ''}"><details><summary><span class="mark"><i aria-hidden="true">${SIGNS[status]}</i> ${HOP_NAMES[kind]}${status === 'ok' ? '' : `, ${status}`}</span> ${summary}</summary>${more}</details></li>\n`;
}

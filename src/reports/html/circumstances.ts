import {createHash} from 'node:crypto';
import type {Report} from '../../model/report.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {jsonReport} from '../json.ts';
import {fact, html, instant, lines, type Markup} from './markup.ts';

/** Who ran what from where, in whose accounts, on which files: what makes the rest of the page worth something. */
export function circumstancesSection(report: Report): Markup {
  const {checklist, tool, mode, overrides, git, selection, startedAt, finishedAt, durationMs, stageBegan} = report;
  return html`<section aria-labelledby="run"><h2 id="run">The run</h2><dl class="facts">${[
    fact('Started by', report.startedBy ?? null),
    fact('Asked AWS as', callersOf(report)),
    fact('Seen from', report.vantage),
    fact('Accounts', accountsTable(report)),
    fact('Mode', mode === 'live' ? mode : `${mode}: ${overrides.join('; ')}`),
    fact('Overrides', mode === 'live' && overrides.length > 0 ? overrides.join('; ') : null),
    fact(
      'Stage',
      report.stage === null ? null : `${report.stage}${stageBegan === null ? '' : `, since ${stageBegan}`}`,
    ),
    fact('Environment', report.environment),
    fact('Time', html`${instant(startedAt)} to ${instant(finishedAt)} (${formatDuration(durationMs)})`),
    fact('Checklist', checklist.file),
    fact(
      'Commit',
      git === null ? null : html`<code>${git.commit}</code>${git.dirty ? ', with changes that are not committed' : ''}`,
    ),
    fact('Selection', selection === null ? null : selectionText(selection)),
    fact('Tool', `${tool.name} ${tool.version}`),
    fact(
      'AWS requests',
      Object.entries(report.calls)
        .map(([service, count]) => `${service} ${count}`)
        .join(', '),
    ),
    fact(
      'SHA-256 of the checklist',
      report.incomplete === 'unfinished' ? null : hash(checklist.sha256, `sha256sum ${quoted(checklist.file)}`),
    ),
    fact('SHA-256 of the report', hash(sha256(jsonReport(report)), 'sha256sum report.json')),
  ]}</dl>
<p class="from">The second is of what <code>--reporter json:report.json</code> of the same command writes.</p>
${valuesPart(report)}</section>`;
}

function callersOf({accounts}: Report): Markup {
  const callers = [...new Set(accounts.flatMap(({caller}) => caller ?? []))];
  return callers.length === 0
    ? html`nobody that it named`
    : html`${callers.map((caller, index) => [index === 0 ? '' : ', ', html`<code>${caller}</code>`])}`;
}

function accountsTable({accounts}: Report): Markup | null {
  if (accounts.length === 0) return null;
  return html`<ul>${accounts.map(
    ({name, id, region}) => html`<li>${name}: ${id ?? 'not known'}${region === null ? '' : `, ${region}`}</li>`,
  )}</ul>`;
}

function selectionText({only, skip, tags, due, notRun}: NonNullable<Report['selection']>): string {
  const flags = [
    ...only.map((text) => `--only ${text}`),
    ...skip.map((text) => `--skip ${text}`),
    ...tags.map((text) => `--tag ${text}`),
  ];
  return `${flags.join(' ')}: ${notRun} of ${due} due items were left out`;
}

function hash(sum: string, byHand: string): Markup {
  return html`<code>${sum}</code> <span class="from">by hand: <code>${byHand}</code></span>`;
}

/** Of the JSON reporter's bytes, so that anybody can compute it. */
function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function quoted(file: string): string {
  return /^[\w./-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;
}

function valuesPart({values}: Report): Markup | null {
  if (values.length === 0) return null;
  return html`<details><summary>Values the checklist was read with (${values.length})</summary><table><thead><tr><th scope="col">Name</th><th scope="col">Value</th><th scope="col">From</th></tr></thead><tbody>${values.map(
    ({name, value, source}) =>
      html`<tr><th scope="row"><code>${name}</code></th><td>${typeof value === 'string' ? value : lines(JSON.stringify(value))}</td><td>${source}</td></tr>`,
  )}</tbody></table></details>`;
}

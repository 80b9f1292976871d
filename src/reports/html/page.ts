import {createHash} from 'node:crypto';
import type {Report} from '../../model/report.ts';
import {circumstancesSection} from './circumstances.ts';
import {coverageSection} from './coverage.ts';
import {decisionSection, headlineOf} from './decision.ts';
import {html, Markup} from './markup.ts';
import {peopleSection} from './people.ts';
import {SCRIPT} from './script.ts';
import {streamsSection} from './streams.ts';
import {STYLE} from './style.ts';
import {tracesSection} from './trace.ts';
import {treeSection} from './tree.ts';

/**
 * A run as one page that needs nothing else: what is decided and why, then all the evidence. It loads nothing, and runs no
 * script but its own, which only filters.
 */
export function runHtml(report: Report): string {
  const {incomplete, checklist} = report;
  const word = headlineOf(report).word.toUpperCase();
  const title = `${incomplete === null ? '' : 'INCOMPLETE: '}${word}: ${checklist.title}`;
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="${report.tool.name} ${report.tool.version}">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${Markup.of(STYLE)}</style>
</head>
<body>
<main>
${decisionSection(report)}
${treeSection(report)}
${streamsSection(report)}
${tracesSection(report)}
${peopleSection(report)}
${coverageSection(report)}
${circumstancesSection(report)}
</main>
<script>${Markup.of(SCRIPT)}</script>
</body>
</html>
`;
  return page.toString();
}

/** Nothing but this page's own style and script, and no address but `data:` for the icon that browsers else ask for. */
const POLICY = [
  "default-src 'none'",
  `style-src ${hashSource(STYLE)}`,
  `script-src ${hashSource(SCRIPT)}`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

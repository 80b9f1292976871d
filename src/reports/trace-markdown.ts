import {plainText} from '../model/text/plain-text.ts';
import {HOP_NAMES, type TraceDocument, type TraceHop, type TraceLive, type TraceTimer} from '../model/trace.ts';
import {codeBlock, escaped} from './markdown-text.ts';

const SIGNS = {ok: '✔', broken: '✖', unknown: '?'} as const;

/** A trace for a pull request, an issue or a runbook: a graph of the hops, and everything known about each. */
export function traceMarkdown(trace: TraceDocument): string {
  const {request, hops, timers, alsoExposed} = trace;
  const blocks = [
    `# ${escaped(`${request.method} ${request.url}`)}`,
    ...(trace.mode === 'live'
      ? []
      : [`> ${trace.mode.toUpperCase()}: ${escaped(trace.overrides.join('; ') || 'not a real account')}`]),
    `**${escaped(trace.conclusion)}**`,
    ...(trace.live === undefined ? [] : [liveBlock(trace.live)]),
    graph(trace),
    ...hops.map(hopBlock),
    ...(timers.length === 0 ? [] : [`## Timers on the way\n\n${timerTable(timers)}`]),
    ...(alsoExposed.length === 0
      ? []
      : [
          `## The same opening also exposes\n\n${alsoExposed.map(({rule, targetGroup, witness}) => `- ${escaped(`${rule} → ${targetGroup}, ${witness === null ? 'or not: that cannot be determined' : `for example ${witness}`}`)}`).join('\n')}`,
        ]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function graph({hops, firstBroken}: TraceDocument): string {
  const nodes = hops.map(
    ({kind, status, summary}, index) =>
      `  h${index}["${label(`${SIGNS[status]} ${HOP_NAMES[kind]}: ${summary}`)}"]:::${status}`,
  );
  const edges = hops.slice(1).map((_hop, index) => {
    const isCut = hops[index]?.kind === firstBroken;
    return `  h${index} ${isCut ? '-. broken .->' : '-->'} h${index + 1}`;
  });
  const classes = ['ok stroke:#1a7f37', 'broken stroke:#cf222e,stroke-width:3px', 'unknown stroke:#9a6700'].map(
    (definition) => `  classDef ${definition}`,
  );
  return ['```mermaid', 'flowchart TD', ...nodes, ...edges, ...classes, '```'].join('\n');
}

function hopBlock(hop: TraceHop): string {
  const lines = hop.lines.map(({mark, text}) => `- ${mark === null ? escaped(text) : `**${escaped(text)}**`}`);
  const rows = [
    ...(hop.because === null ? [] : [`Why: ${escaped(hop.because)}`]),
    ...(hop.fix === null ? [] : [`To do: ${escaped(hop.fix)}`]),
    ...(hop.byHand === null ? [] : [`By hand:\n\n${codeBlock(hop.byHand)}`]),
  ];
  const head = `## ${SIGNS[hop.status]} ${HOP_NAMES[hop.kind]}\n\n${escaped(hop.summary)}`;
  return [head, ...(lines.length === 0 ? [] : [lines.join('\n')]), ...rows].join('\n\n');
}

const SEEN_SIGNS = {'as-configured': '✔', differs: '✖', unknown: '?'} as const;

function liveBlock({conclusion, hops, notVisible}: TraceLive): string {
  const rows = hops.map(({kind, status, configured, seen, fix}) => {
    const cells = [`${SEEN_SIGNS[status]} ${HOP_NAMES[kind]}`, configured, seen, fix ?? ''];
    return `| ${cells.map(escaped).join(' | ')} |`;
  });
  const names = notVisible.map((kind) => HOP_NAMES[kind]).join(', ');
  return [
    `## On the wire\n\n**${escaped(conclusion)}**`,
    ['| hop | configured | seen | to do |', '| --- | --- | --- | --- |', ...rows].join('\n'),
    ...(names === '' ? [] : [`Not shown by it: ${escaped(names)}`]),
  ].join('\n\n');
}

function timerTable(timers: readonly TraceTimer[]): string {
  const rows = timers.map(({name, seconds, state, effect}) => {
    const value = seconds === null ? 'unknown' : `${seconds} s${state === 'default' ? ' (default)' : ''}`;
    return `| ${escaped(name)} | ${value} | ${escaped(effect)} |`;
  });
  return ['| timer | value | what happens then |', '| --- | --- | --- |', ...rows].join('\n');
}

/** Untrusted text inside a quoted Mermaid label, where entities begin with `#` and HTML is parsed. */
function label(text: string): string {
  return plainText(text, 120).replace(/[^\p{L}\p{N} .,:/()✔✖?-]/gu, (character) => `#${character.codePointAt(0)};`);
}

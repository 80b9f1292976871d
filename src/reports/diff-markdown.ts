import type {ItemDiff, ReportDiff} from '../model/diff/diff.ts';
import {changeWord, headline, valueText} from './diff-text.ts';
import {escaped} from './markdown-text.ts';

/** So many rows a table has, as a comment on a pull request takes 65,536 characters. */
const MOST_ROWS = 100;
const MOST_VALUES = 4;

/** What differs between two reports, for a pull request: what is worse first, values of the same verdict folded. */
export function diffMarkdown(diff: ReportDiff): string {
  const {because, circumstances, items, volatileValues} = diff;
  const sentences = [
    ...because,
    ...circumstances.map(({what, old, new: now}) => `${what}: ${text(old)} → ${text(now)}`),
  ];
  const blocks = [
    `**${escaped(headline(diff))}**`,
    ...(sentences.length === 0 ? [] : [sentences.map((sentence) => `- ${escaped(sentence)}`).join('\n')]),
    ...section(
      'Worse',
      items.filter(({worse}) => worse),
    ),
    ...section(
      'Changed',
      items.filter(({worse, change}) => !worse && change !== 'evidence'),
    ),
    ...folded(
      'The same verdict on other values',
      items.filter(({worse, change}) => !worse && change === 'evidence'),
    ),
    ...(volatileValues === 0
      ? []
      : [`Not shown: values that differ only in times, durations, ports or ids of requests (${volatileValues}).`]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function section(heading: string, items: readonly ItemDiff[]): string[] {
  return items.length === 0 ? [] : [`### ${heading} (${items.length})`, table(items)];
}

/** GitHub and GitLab fold it; elsewhere it is a table. */
function folded(heading: string, items: readonly ItemDiff[]): string[] {
  if (items.length === 0) return [];
  return [`<details><summary>${heading} (${items.length})</summary>\n\n${table(items)}\n\n</details>`];
}

function table(items: readonly ItemDiff[]): string {
  const rows = items.slice(0, MOST_ROWS).map((item) => {
    const values = item.values.slice(0, MOST_VALUES).map(valueText);
    const more = item.values.length - MOST_VALUES;
    const found = item.change === 'evidence' || item.change === 'gone' ? [] : [item.summary];
    const cell = [...found, ...values, ...(more > 0 ? [`and ${more} more`] : [])].map(escaped).join('<br>');
    return `| ${escaped(item.id)} | ${escaped(changeWord(item))} | ${cell} |`;
  });
  const rest = items.length - MOST_ROWS;
  return [
    '| item | verdict | what was found |',
    '| --- | --- | --- |',
    ...rows,
    ...(rest > 0 ? [`| and ${rest} more | | |`] : []),
  ].join('\n');
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

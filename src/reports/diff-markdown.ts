import type {ItemDiff, ReportDiff} from '../model/diff/diff.ts';
import {changeWord, headline, valueText} from './diff-text.ts';
import {escaped} from './markdown-text.ts';

/** A comment on GitHub takes 65,536 characters: what is said around the tables has the rest. */
const MOST_ROW_CHARACTERS = 60_000;
const MOST_VALUES = 4;

/** What differs between two reports, for a pull request: what is worse first, values of the same verdict folded. */
export function diffMarkdown(diff: ReportDiff): string {
  const {because, circumstances, items, volatileValues} = diff;
  const sentences = [
    ...because,
    ...circumstances.map(({what, old, new: now}) => `${what}: ${text(old)} → ${text(now)}`),
  ];
  const room = {left: MOST_ROW_CHARACTERS};
  const blocks = [
    `**${escaped(headline(diff))}**`,
    ...(sentences.length === 0 ? [] : [sentences.map((sentence) => `- ${escaped(sentence)}`).join('\n')]),
    ...section(
      'Worse',
      items.filter(({worse}) => worse),
      room,
    ),
    ...section(
      'Changed',
      items.filter(({worse, change}) => !worse && change !== 'evidence'),
      room,
    ),
    ...folded(
      'The same verdict on other values',
      items.filter(({worse, change}) => !worse && change === 'evidence'),
      room,
    ),
    ...(volatileValues === 0
      ? []
      : [`Not shown: values that differ only in times, durations, ports or ids of requests (${volatileValues}).`]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

/** What is left for the rows of all tables. */
interface Room {
  left: number;
}

function section(heading: string, items: readonly ItemDiff[], room: Room): string[] {
  return items.length === 0 ? [] : [`### ${heading} (${items.length})`, table(items, room)];
}

/** GitHub and GitLab fold it; elsewhere it is a table. */
function folded(heading: string, items: readonly ItemDiff[], room: Room): string[] {
  if (items.length === 0) return [];
  return [`<details><summary>${heading} (${items.length})</summary>\n\n${table(items, room)}\n\n</details>`];
}

function table(items: readonly ItemDiff[], room: Room): string {
  const rows: string[] = [];
  for (const item of items) {
    const row = rowOf(item);
    if (row.length > room.left) break;
    room.left -= row.length + 1;
    rows.push(row);
  }
  const rest = items.length - rows.length;
  return [
    '| item | verdict | what was found |',
    '| --- | --- | --- |',
    ...rows,
    ...(rest > 0 ? [`| and ${rest} more | | |`] : []),
  ].join('\n');
}

function rowOf(item: ItemDiff): string {
  const values = item.values.slice(0, MOST_VALUES).map(valueText);
  const more = item.values.length - MOST_VALUES;
  const found = item.change === 'evidence' || item.change === 'gone' ? [] : [item.summary];
  const cell = [...found, ...values, ...(more > 0 ? [`and ${more} more`] : [])].map(escaped).join('<br>');
  return `| ${escaped(item.id)} | ${escaped(changeWord(item))} | ${cell} |`;
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

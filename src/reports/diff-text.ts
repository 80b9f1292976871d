import type {ChangedValue} from '../model/diff/changed-evidence.ts';
import type {ItemDiff, ReportDiff} from '../model/diff/diff.ts';
import type {Json} from '../model/outcome.ts';
import {counted} from '../model/text/counted.ts';
import {plainText} from '../model/text/plain-text.ts';

/** So many values are shown of one item: what is worse is not to be buried under them. */
const MOST_VALUES = 8;
/** Of one value. */
const MOST_CHARACTERS = 300;

/** What differs between two reports, for a terminal: what is worse first. */
export function diffText(diff: ReportDiff): string {
  const worse = diff.items.filter((item) => item.worse);
  const changed = diff.items.filter((item) => !item.worse && item.change !== 'evidence');
  const evidence = diff.items.filter((item) => !item.worse && item.change === 'evidence');
  const blocks = [
    [
      headline(diff),
      ...diff.because.map(onLine),
      ...diff.circumstances.map(({what, ...pair}) => changeText(what, pair)),
    ],
    section('Worse', worse),
    section('Changed', changed),
    section('The same verdict on other values', evidence),
    diff.volatileValues === 0
      ? []
      : [
          `Not shown: ${counted(diff.volatileValues, 'value')} that differ only in times, durations, ports or ids of requests.`,
        ],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

/** `worse: 2 items; decision: proceed → hold`. */
export function headline({same, worse, items, old, new: now, circumstances}: ReportDiff): string {
  const counts = items.filter((item) => item.worse).length;
  const word = worse
    ? `worse${counts === 0 ? '' : `: ${counted(counts, 'item')}`}`
    : same
      ? 'same'
      : 'changed, and nothing is worse';
  const other = circumstances.filter(({what}) => what === 'stage' || what === 'environment').map(({what}) => what);
  const said = other.length === 0 ? word : `${word} (of another ${other.join(' and ')})`;
  const [was, is] = [verdictText(old), verdictText(now)];
  if (was === null && is === null) return said;
  return `${said}; decision: ${was === is ? is : `${was ?? 'none'} → ${is ?? 'none'}`}`;
}

function verdictText({verdict, wouldBe}: ReportDiff['old']): string | null {
  return verdict === null || wouldBe === undefined ? verdict : `${verdict} (live: ${wouldBe})`;
}

function section(heading: string, items: readonly ItemDiff[]): string[] {
  return items.length === 0 ? [] : [`${heading} (${items.length})`, ...items.flatMap(itemLines)];
}

function itemLines(item: ItemDiff): string[] {
  const {id, change, summary, values} = item;
  const found = change === 'evidence' || change === 'gone' ? [] : [`      ${onLine(summary)}`];
  const more = values.length - MOST_VALUES;
  return [
    `  ${onLine(id)}: ${changeWord(item)}`,
    ...found,
    ...values.slice(0, MOST_VALUES).map((value) => `      ${valueText(value)}`),
    ...(more > 0 ? [`      and ${counted(more, 'value')} more (--json)`] : []),
  ];
}

/** `pass → fail`, `gone (was pass)`. */
export function changeWord({change, old, new: now}: ItemDiff): string {
  if (change === 'new') return `new (${now})`;
  if (change === 'gone') return `gone (was ${old})`;
  return change === 'evidence' ? `${now}` : `${old} → ${now}`;
}

/** `idle timeout: 60 → 120 (where it was read)`. */
export function valueText({what, source, ...pair}: ChangedValue): string {
  return `${changeText(what, pair)} (${onLine(source)})`;
}

function changeText(
  what: string,
  {old, new: now}: {readonly old?: Json | undefined; readonly new?: Json | undefined},
): string {
  return `${onLine(what)}: ${jsonText(old)} → ${jsonText(now)}`;
}

function jsonText(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  return plainText(typeof value === 'string' && value !== '' ? value : JSON.stringify(value), MOST_CHARACTERS);
}

function onLine(text: string): string {
  return plainText(text, 2000);
}

import type {MarkdownHeading} from '../../model/facts/repo-facts.ts';
import {closestTo} from '../../model/text/did-you-mean.ts';

/** Where something was found in a file, or the sentence that it is missing. */
export type FileLook = {readonly what: string; readonly line: number} | {readonly missing: string};

/** Letter by letter; but line ends are the checkout's business, not the text's. */
export function lookForText(content: string, wanted: string): FileLook {
  const haystack = content.replaceAll('\r\n', '\n');
  const needle = wanted.replaceAll('\r\n', '\n');
  const index = haystack.indexOf(needle);
  if (index >= 0) return {what: `text ${JSON.stringify(wanted)}`, line: haystack.slice(0, index).split('\n').length};
  const other = haystack.toLowerCase().indexOf(needle.toLowerCase());
  const near = other < 0 ? '' : ` (line ${haystack.slice(0, other).split('\n').length} has it in different case)`;
  return {missing: `does not contain the text ${JSON.stringify(wanted)}${near}`};
}

/** As a reader sees it, or as it is written. */
export function lookForHeading(headings: readonly MarkdownHeading[], wanted: string): FileLook {
  const words = wanted.replace(/\s+/g, ' ').trim();
  const found = headings.find(({text, markdown}) => text === words || markdown === words);
  if (found !== undefined) return {what: `heading ${JSON.stringify(wanted)}`, line: found.line};
  const names = headings.map(({text}) => text).filter((text) => text !== '');
  const near = closestTo(words, names);
  const hint =
    near === null ? `; its headings are: ${names.slice(0, 10).join(', ') || 'none'}` : `; did you mean "${near}"?`;
  return {missing: `has no heading ${JSON.stringify(wanted)}${hint}`};
}

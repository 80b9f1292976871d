import type {MarkdownComment, MarkdownHeading} from '../../model/facts/repo-facts.ts';
import {closestTo} from '../../model/text/did-you-mean.ts';

/** Where something was found in a file, or the sentence that it is missing. */
export type FileLook = {readonly what: string; readonly line: number} | {readonly missing: string};

/** By its name, which may be `README` alone: `# x` is a comment in much else. */
export function isMarkdown(path: string): boolean {
  return /\.(?:md|markdown|mdown|mkdn?|mdx)$/i.test(path) || /(?:^|\/)(?:[A-Z_-]+|[Rr]eadme)$/.test(path);
}

/** Whether a part of a Markdown file may be a comment. */
export function mayHoldComments(content: string): boolean {
  return isMarkOfComment(content);
}

function isMarkOfComment(text: string): boolean {
  return /<!--|\[(?:\/\/|comment)\]:/i.test(text);
}

/**
 * Letter by letter; but line ends, and whether `ü` is one character or two, are the checkout's business, not the text's.
 * What is in a comment counts for those who look for a comment.
 */
export function lookForText(content: string, wanted: string, comments: readonly MarkdownComment[] = []): FileLook {
  const haystack = comparable(content);
  const needle = comparable(wanted);
  const lineOf = (index: number) => haystack.slice(0, index).split('\n').length;
  const hidden = isMarkOfComment(needle)
    ? []
    : comments.map(({start, end}) => ({
        start: comparable(content.slice(0, start)).length,
        end: comparable(content.slice(0, end)).length,
      }));
  const all = indicesOf(haystack, needle);
  const seen = all.find((at) => !hidden.some(({start, end}) => start <= at && at + needle.length <= end));
  if (seen !== undefined) return {what: `text ${JSON.stringify(wanted)}`, line: lineOf(seen)};
  const [first] = all;
  if (first !== undefined) {
    return {
      missing: `has the text ${JSON.stringify(wanted)} only in a comment (line ${lineOf(first)}), which no reader sees`,
    };
  }
  const other = haystack.toLowerCase().indexOf(needle.toLowerCase());
  const near = other < 0 ? '' : ` (line ${lineOf(other)} has it in different case)`;
  return {missing: `does not contain the text ${JSON.stringify(wanted)}${near}`};
}

function comparable(text: string): string {
  return text.replaceAll('\r\n', '\n').normalize('NFC');
}

function indicesOf(haystack: string, needle: string): readonly number[] {
  const found: number[] = [];
  for (let at = haystack.indexOf(needle); at >= 0; at = haystack.indexOf(needle, at + 1)) found.push(at);
  return found;
}

/** As a reader sees it, or as it is written. */
export function lookForHeading(headings: readonly MarkdownHeading[], wanted: string): FileLook {
  const words = wanted.replace(/\s+/g, ' ').trim().normalize('NFC');
  const found = headings.find(({text, markdown}) => [text, markdown].some((one) => one.normalize('NFC') === words));
  if (found !== undefined) return {what: `heading ${JSON.stringify(wanted)}`, line: found.line};
  const names = headings.map(({text}) => text).filter((text) => text !== '');
  const near = closestTo(words, names);
  const hint =
    near === null ? `; its headings are: ${names.slice(0, 10).join(', ') || 'none'}` : `; did you mean "${near}"?`;
  return {missing: `has no heading ${JSON.stringify(wanted)}${hint}`};
}

import {plainText} from '../model/text/plain-text.ts';

/** Untrusted text as Markdown text: nothing in it is a tag, a link, emphasis or a cell's end. */
export function escaped(text: string): string {
  // Blanks after the mark of a list would make code of it.
  return plainText(text, 2000)
    .trim()
    .replace(/[\\`*_{}[\]()#+!|~-]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;');
}

/** Indented code has no fence that its text could close. */
export function codeBlock(text: string): string {
  return `    ${plainText(text, 2000)}`;
}

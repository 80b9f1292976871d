import {plainText} from '../model/text/plain-text.ts';

/**
 * Untrusted text as Markdown text: nothing in it is a tag, emphasis, a formula, a list or a cell's end, and it calls nobody.
 * Addresses in it may become links to themselves.
 */
export function escaped(text: string): string {
  // Blanks after the mark of a list would make code of it.
  return (
    plainText(text, 2000)
      .trim()
      .replace(/[\\`*_{}[\]()#+!|~$-]/g, '\\$&')
      .replace(/^\d+(?=\.)/, '$&\\')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      // GitHub and GitLab look for names in what is shown, where an escape is gone.
      .replace(/(?<!\w)@(?=\w)/g, '@<!-- -->')
  );
}

/** Indented code has no fence that its text could close. */
export function codeBlock(text: string): string {
  return `    ${plainText(text, 2000)}`;
}

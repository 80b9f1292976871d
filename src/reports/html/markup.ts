import {plainLines, plainText} from '../../model/text/plain-text.ts';

/**
 * Text that is markup already. Only `html` makes it, from templates of ours, so that whatever else is put into a template
 * is text.
 */
export class Markup {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  /** Markup that is known to be sound: of templates, and of the pictures in `streams-svg.ts`. */
  static of(text: string): Markup {
    return new Markup(text);
  }

  toString(): string {
    return this.#text;
  }
}

/** What a template takes: strings are escaped, null is nothing. */
export type Content = Markup | string | number | null | readonly Content[];

/** A template of HTML: strings in it become text on one line, control characters and marks of direction made visible. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  let text = parts[0] ?? '';
  values.forEach((value, index) => {
    text += textOf(value) + (parts[index + 1] ?? '');
  });
  return Markup.of(text);
}

/** Text that keeps its line ends, for `pre`. */
export function lines(text: string): Markup {
  return Markup.of(escaped(plainLines(text.toWellFormed())));
}

function textOf(content: Content): string {
  if (content === null) return '';
  if (typeof content === 'string') return escaped(plainText(content.toWellFormed(), Number.POSITIVE_INFINITY));
  if (typeof content === 'object' && !(content instanceof Markup)) return content.map(textOf).join('');
  return String(content);
}

const ESCAPES: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;'};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');
}

/** Text in which whole words that are http or https URLs are links; nothing else ever is. */
export function linked(text: string): Markup {
  if (!text.includes('://')) return html`${text}`;
  return html`${text.split(/(\s+)/).map((word) => (isLink(word) ? html`<a href="${word}" rel="noreferrer">${word}</a>` : word))}`;
}

function isLink(word: string): boolean {
  return /^https?:\/\//i.test(word) && URL.canParse(word) && plainText(word, Number.POSITIVE_INFINITY) === word;
}

/**
 * Markup that the page's script makes into elements when the fold above it opens, which is quicker than to have them all
 * from the start. Without a script it is there at once. What is in it is never within such an element itself.
 */
export function madeWhenOpened(content: Markup): Markup {
  return Markup.of(`<noscript>${content.toString().replaceAll(/<\/?noscript>/g, '')}</noscript>`);
}

const MOST_ROWS_OPEN = 200;

/** A list or table of so many rows, below a fold where they are too many to be read at once. */
export function foldedWhereLong(content: Markup, rows: number): Markup {
  return rows > MOST_ROWS_OPEN
    ? html`<details><summary>All ${rows}</summary>${madeWhenOpened(content)}</details>`
    : content;
}

/** A row of a list of facts; nothing where there is nothing to say. */
export function fact(name: string, value: Content): Markup | null {
  return value === null || value === '' ? null : html`<dt>${name}</dt><dd>${value}</dd>`;
}

/** A time as people write it, to the second, the whole of it in its attribute. */
export function instant(at: string): Markup {
  return html`<time datetime="${at}">${at.replace('T', ' ').replace(/(?:\.\d+)?Z$/, ' UTC')}</time>`;
}

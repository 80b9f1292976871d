import type {Truth} from './truth.ts';

/**
 * Whether a byte match finds what it looks for. Source: the AWS WAF API reference, ByteMatchStatement.
 *
 * @param position `EXACTLY`, `STARTS_WITH`, `ENDS_WITH`, `CONTAINS` or `CONTAINS_WORD`.
 */
export function findsText(text: string, wanted: string, position: string): Truth {
  switch (position) {
    case 'EXACTLY':
      return text === wanted;
    case 'STARTS_WITH':
      return text.startsWith(wanted);
    case 'ENDS_WITH':
      return text.endsWith(wanted);
    case 'CONTAINS':
      return text.includes(wanted);
    case 'CONTAINS_WORD':
      return containsWord(text, wanted);
    default:
      return null;
  }
}

/** Bounded on both sides by something that is no letter, digit or underscore. */
function containsWord(text: string, word: string): boolean {
  const isBound = (character: string | undefined) => character === undefined || !/[A-Za-z0-9_]/.test(character);
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (isBound(text[at - 1]) && isBound(text[at + word.length])) return true;
  }
  return false;
}

/**
 * Whether a regular expression finds something in a text. AWS's engine is PCRE: what it and JavaScript may read
 * differently, and what could take for ever here (a repetition of a repetition), is not known.
 */
export function findsPattern(text: string, pattern: string): Truth {
  const isWithoutCase = pattern.startsWith('(?i)');
  const plain = isWithoutCase ? pattern.slice(4) : pattern;
  if (!isPlainPattern(plain) || text.length > 2000) return null;
  return new RegExp(plain, isWithoutCase ? 'i' : '').test(text);
}

/** Characters, classes, groups and repetitions of single characters: both engines read them alike. */
function isPlainPattern(pattern: string): boolean {
  const atom = String.raw`(?:\\[dwsDWS.\/\-+*?()[\]{}^$|_:@]|\[\^?(?:\\[dwsDWS.\/\-+*?()[\]{}^$|]|[A-Za-z0-9_./ ,:;=@&~%#!-])+\]|[A-Za-z0-9_/ ,:;=@&~%#!"'<>-]|\.)(?:[*+?]|\{\d{1,3}(?:,\d{0,3})?\})?`;
  const flat = String.raw`(?:${atom}|\^|\$)*`;
  const group = String.raw`\((?:\?:)?${flat}(?:\|${flat})*\)\??`;
  return new RegExp(String.raw`^(?:${atom}|\^|\$|\||${group})*$`).test(pattern) && !/^\||\|\||\|$/.test(pattern);
}

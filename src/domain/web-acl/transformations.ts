/**
 * What a text transformation makes of a text. Source: the AWS WAF developer guide, "Text transformations"; only those
 * whose result is certain are made, and others where the text has nothing that they would change.
 *
 * @returns null where the result is not known.
 */
export function transformed(text: string, transformations: readonly string[]): string | null {
  let result: string | null = text;
  for (const name of transformations) {
    result = result === null ? null : (TRANSFORMATIONS[name]?.(result) ?? null);
  }
  return result;
}

/** Leaves a text alone that has none of these characters, and does not say what becomes of others. */
const unlessIn = (changed: RegExp) => (text: string) => (changed.test(text) ? null : text);

const TRANSFORMATIONS: Readonly<Record<string, (text: string) => string | null>> = {
  LOWERCASE: (text) => text.toLowerCase(),
  URL_DECODE: decoded,
  COMPRESS_WHITE_SPACE: (text) => text.replace(/[\t\n\v\f\r\u00a0 ]+/g, ' '),
  NORMALIZE_PATH: normalized,
  NORMALIZE_PATH_WIN: (text) => (text.includes('\\') ? null : normalized(text)),
  HTML_ENTITY_DECODE: unlessIn(/&/),
  REMOVE_NULLS: unlessIn(/\0/),
  REPLACE_NULLS: unlessIn(/\0/),
  REPLACE_COMMENTS: unlessIn(/\/\*|\*\//),
  ESCAPE_SEQ_DECODE: unlessIn(/\\/),
  CSS_DECODE: unlessIn(/\\/),
  JS_DECODE: unlessIn(/\\/),
  URL_DECODE_UNI: unlessIn(/[%+]/),
  SQL_HEX_DECODE: unlessIn(/0x/i),
};

/** A text that is not encoded well, and a plus sign, may become this or that. */
function decoded(text: string): string | null {
  if (text.includes('+') || /%(?![0-7][0-9a-f])/i.test(text)) return null;
  return text.replace(/%([0-7][0-9a-f])/gi, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** Without self-references and back-references that are not at its beginning, and without repeated slashes. */
function normalized(text: string): string | null {
  return /(?:^|\/)\.{1,2}(?:\/|$)/.test(text) ? null : text.replace(/\/{2,}/g, '/');
}

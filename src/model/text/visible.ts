/**
 * Characters that cannot be seen but change how a text is read: marks of direction, joiners, soft hyphens, tags, separators
 * of lines and paragraphs, and the control characters beyond ASCII's, which JSON leaves as they are and some terminals obey
 * (U+009B begins an escape sequence). A joiner inside an emoji stays: it makes one picture of several.
 */
const INVISIBLE =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\u{e0000}-\u{e007f}]|(?<!\p{Extended_Pictographic}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d|\u200d(?!\p{Extended_Pictographic})/gu;

/** With each such character spelled out. */
export function withVisibleMarks(text: string, spelled: (character: string) => string): string {
  return text.replace(INVISIBLE, spelled);
}

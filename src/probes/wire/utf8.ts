/** Decodes UTF-8 as it comes in pieces and remembers whether all of it was UTF-8. */
export interface Utf8Reader {
  /** Text with U+FFFD for what is not UTF-8. A byte order mark is left in: the parser of the text handles it. */
  read(chunk: Uint8Array): string;
  isUtf8(): boolean;
}

export function createUtf8Reader(): Utf8Reader {
  const lenient = new TextDecoder('utf-8', {ignoreBOM: true});
  const strict = new TextDecoder('utf-8', {fatal: true});
  let valid = true;
  return {
    read(chunk) {
      if (valid) {
        try {
          strict.decode(chunk, {stream: true});
        } catch {
          valid = false;
        }
      }
      return lenient.decode(chunk, {stream: true});
    },
    isUtf8: () => valid,
  };
}

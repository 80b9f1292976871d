/** The type without its parameters, lower case (RFC 9110, section 8.3.1); null when there is none. */
export function mediaTypeOf(contentType: string | undefined): string | null {
  const essence = lastOf(contentType).split(';', 1)[0]?.trim().toLowerCase() ?? '';
  return essence === '' ? null : essence;
}

/** A header that was sent twice: browsers go by the last (Fetch, section 2.2.2). */
function lastOf(contentType: string | undefined): string {
  return (contentType ?? '').split(/,(?=\s*[\w.+-]+\/)/).at(-1) ?? '';
}

/** The `charset` parameter, lower case; null when there is none. */
export function charsetOf(contentType: string | undefined): string | null {
  const match = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(lastOf(contentType));
  return match?.[1]?.toLowerCase() ?? null;
}

/**
 * Whether an answer's `Content-Type` is the one expected: the same type, and the expectation's parameters among the
 * answer's. `text/event-stream` is met by `text/event-stream; charset=utf-8`, not the other way round.
 */
export function isMediaType(contentType: string | undefined, expected: string): boolean {
  const charset = charsetOf(expected);
  return mediaTypeOf(contentType) === mediaTypeOf(expected) && (charset === null || charsetOf(contentType) === charset);
}

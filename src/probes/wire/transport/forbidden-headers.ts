import {headerNames} from './header-names.ts';

/** RFC 9113, section 8.2.2. */
const CONNECTION_HEADERS = new Set(['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade']);

/**
 * Which header of a response HTTP/2 forbids, as a sentence; null when none is found. `blocks` are the header blocks of a
 * connection from its beginning.
 */
export function forbiddenHeader(blocks: readonly Uint8Array[]): string | null {
  let names: string[];
  try {
    names = headerNames(blocks);
  } catch {
    // Compressed wrongly, which is another fault.
    return null;
  }
  for (const name of names) {
    if (CONNECTION_HEADERS.has(name)) {
      return `the response has the header ${name}, which HTTP/2 forbids (RFC 9113, section 8.2.2)`;
    }
    if (/[A-Z]/.test(name) && /^[\w!#$%&'*+.^`|~-]{1,100}$/.test(name)) {
      return `the response has the header ${name}, not in lower case, which HTTP/2 forbids (RFC 9113, section 8.2.1)`;
    }
  }
  return null;
}

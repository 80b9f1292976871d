import type {Said, Talk} from './talk.ts';

/** RFC 9728, section 5.1. */
const RESOURCE_METADATA = /\bresource_metadata="?([^",\s]+)"?/i;

/**
 * Reads the protected resource metadata that a 401 names: one link, without the user's headers, and at the origin that was
 * asked only, as it is about that resource.
 */
export async function followMetadata(talk: Talk, {headers}: Said): Promise<void> {
  const [, link] = RESOURCE_METADATA.exec(headers['www-authenticate'] ?? '') ?? [];
  if (link === undefined) return;
  const {url, withinMs} = talk.target;
  const target = URL.parse(link, url);
  if (target === null || target.origin !== new URL(url).origin) return;
  await talk.ask({
    ...{purpose: 'metadata', method: 'GET', url: target.href, withinMs, isForeign: true},
    headers: {accept: 'application/json'},
  });
}

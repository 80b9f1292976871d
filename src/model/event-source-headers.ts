/** What an EventSource sends by itself, or the browser for it (WHATWG HTML, section 9.2.2; Fetch, forbidden request-headers). */
const SENT =
  /^(?:accept(?:-.*)?|cache-control|cookie|dnt|last-event-id|origin|pragma|priority|referer|sec-.*|user-agent)$/i;

/** The names among these headers that no EventSource of a page can send. */
export function unsendableHeaders(headers: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(headers).filter((name) => !SENT.test(name));
}

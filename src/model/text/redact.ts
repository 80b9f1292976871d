import type {Json} from '../outcome.ts';

/** What replaces a secret. */
export const REDACTED = '[redacted]';

const SECRET_HEADER =
  /^(?:(?:proxy-)?authorization|(?:set-)?cookie2?|(?:.*-)?(?:token|secret|password|signature|credentials?|api-?key|session(?:-?id)?))$/i;

/** Request headers that say what a client is, wants or came through. Any other may hold what lets somebody in. */
const PLAIN_HEADER =
  /^(?:accept(?:-[a-z-]+)?|access-control-request-(?:headers|method)|cache-control|connection|content-(?:encoding|language|length|type)|expect|forwarded|host|mcp-protocol-version|origin|pragma|range|sec-(?:ch-ua(?:-[a-z-]+)?|fetch-[a-z]+|websocket-version)|te|upgrade|user-agent|via|x-forwarded-(?:for|host|port|prefix|proto)|x-requested-with|cloudfront-(?:forwarded-proto|is-[a-z]+-viewer|viewer-country))$/i;

const SECRET_WORD =
  'token|secret|passw(?:or)?d|passphrase|signature|credential|assertion|bearer|api[-_]?key|accesskey|session';
const SECRET_NAME = 'key|sig|pwd?|pass|auth|code|jwt|otp';
const SECRET_PARAMETER_NAME = new RegExp(`${SECRET_WORD}|^(?:${SECRET_NAME})$`, 'i');

// The repetitions are bounded: a body of a megabyte without a space must not cost its square.
const SECRET_PARAMETER = new RegExp(
  `([?&;#](?:[^=&;#\\s]{0,64}(?:${SECRET_WORD})[^=&;#\\s]{0,64}|${SECRET_NAME})=)[^&;#\\s"'<>]+`,
  'gi',
);

const USER_INFO = /([a-z][a-z0-9+.-]{0,31}:\/\/)[^\s/?#"'<>]*@/gi;

/** Whether the value of this header must never be shown. */
export function isSecretHeader(name: string): boolean {
  return SECRET_HEADER.test(name);
}

/** Whether the values of this request header may be shown where a rule asks for them: only of headers known to be plain. */
export function showsHeader(name: string): boolean {
  return PLAIN_HEADER.test(name) && !isSecretHeader(name);
}

/** Whether the value of this query parameter lets somebody in, by its name. */
export function isSecretParameter(name: string): boolean {
  return SECRET_PARAMETER_NAME.test(name);
}

/** What comes after the `?` of a URL, without the values of such parameters. */
export function redactQuery(query: string): string {
  const pairs = query.split('&').map((pair) => {
    const [key = ''] = pair.split('=', 1);
    return pair.length > key.length && isSecretParameter(decodeUserInfo(key)) ? `${key}=${REDACTED}` : pair;
  });
  return pairs.join('&');
}

/**
 * A URL, or any text with URLs in it, without user-info and without the values of query parameters that let somebody in
 * (signatures, tokens, keys, passwords, session ids). What is left still names the place.
 */
export function redactUrl(text: string): string {
  // Most texts hold neither, and looking for the patterns is most of what a long replay does.
  if (!text.includes('@') && !text.includes('=')) return text;
  return text.replace(USER_INFO, `$1${REDACTED}@`).replace(SECRET_PARAMETER, `$1${REDACTED}`);
}

/** Text without URL secrets and without these secrets, as they are and as they look inside a URL or a JSON string. */
export function redactText(text: string, secrets: readonly string[]): string {
  return redactSpelled(text, spellings(secrets));
}

function redactSpelled(text: string, spelled: readonly string[]): string {
  return redactUrl(spelled.reduce((rest, secret) => rest.replaceAll(secret, REDACTED), text));
}

/** Longest first, so that a secret which contains another one is not left in pieces. */
function spellings(secrets: readonly string[]): readonly string[] {
  const all = secrets.flatMap((secret) => [
    secret,
    encodeURIComponent(secret.toWellFormed()),
    JSON.stringify(secret).slice(1, -1),
  ]);
  return [...new Set(all)].filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
}

/** Header values with the secret ones taken out; names stay as they are. */
export function redactHeaders(
  headers: Readonly<Record<string, string>>,
  secrets: readonly string[],
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      isSecretHeader(name) ? REDACTED : redactText(value, secrets),
    ]),
  );
}

/** Every string in it redacted, keys too. What holds no secret is handed back as it is: a report is mostly that. */
export function redactJson(value: Json, secrets: readonly string[]): Json {
  const spelled = spellings(secrets);
  const redacted = (part: Json): Json => {
    if (typeof part === 'string') return redactSpelled(part, spelled);
    if (part === null || typeof part !== 'object') return part;
    if (isList(part)) {
      const members = part.map(redacted);
      return members.every((member, i) => member === part[i]) ? part : members;
    }
    let same = true;
    const entries = Object.entries(part).map(([key, entry]) => {
      const plain = [redactSpelled(key, spelled), redacted(entry)] as const;
      same &&= plain[0] === key && plain[1] === entry;
      return plain;
    });
    return same ? part : Object.fromEntries(entries);
  };
  return redacted(value);
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

/** What a request itself would give away if the answer quoted it: the values of its secret headers, and a URL's user-info. */
export function requestSecrets(url: string, headers: Readonly<Record<string, string>>): readonly string[] {
  const values = Object.entries(headers)
    .filter(([name]) => isSecretHeader(name))
    .flatMap(([, value]) => [value, value.replace(/^\S+\s+/, '')]);
  const password = URL.canParse(url) ? decodeUserInfo(new URL(url).password) : '';
  return [...values, password].filter((value) => value !== '');
}

/** A password with a stray `%` is sent unchanged. */
export function decodeUserInfo(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

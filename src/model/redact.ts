import type {Json} from './outcome.ts';

/** What stands where a secret stood. */
export const REDACTED = '[redacted]';

const SECRET_HEADER =
  /^(?:(?:proxy-)?authorization|(?:set-)?cookie2?|(?:.*-)?(?:token|secret|password|signature|credentials?|api-?key|session(?:-?id)?))$/i;

// The repetitions are bounded: a body of a megabyte without a space must not cost its square.
const SECRET_PARAMETER =
  /([?&;#](?:[^=&;#\s]{0,64}(?:token|secret|passw(?:or)?d|signature|credential|api[-_]?key|accesskey|session)[^=&;#\s]{0,64}|key|sig|pwd|pass|auth|code|jwt)=)[^&;#\s"'<>]+/gi;

const USER_INFO = /([a-z][a-z0-9+.-]{0,31}:\/\/)[^\s/?#"'<>]*@/gi;

/** Whether the value of this header must never be shown. */
export function isSecretHeader(name: string): boolean {
  return SECRET_HEADER.test(name);
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

/** A password with a stray `%` is sent as it stands. */
export function decodeUserInfo(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

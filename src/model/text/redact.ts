import {isSecretHeader, isSecretParameter, SECRET_NAME, SECRET_WORD} from './secret-names.ts';
import type {KnownSecrets} from './secrets/known-secrets.ts';
import {replacedAt} from './secrets/readable-form.ts';
import {decodedUserInfo} from './secrets/request-secrets.ts';

/** What replaces a secret. */
export const REDACTED = '[redacted]';

// The repetitions are bounded: a body of a megabyte without a space must not cost its square.
const SECRET_PARAMETER = new RegExp(
  `([?&;#](?:[^=&;#\\s]{0,64}(?:${SECRET_WORD})[^=&;#\\s]{0,64}|${SECRET_NAME})=)[^&;#\\s"'<>]+`,
  'gi',
);

const USER_INFO = /([a-z][a-z0-9+.-]{0,31}:\/\/)[^\s/?#"'<>]*@/gi;

/** What comes after the `?` of a URL, without the values of such parameters. */
export function redactQuery(query: string): string {
  const pairs = query.split('&').map((pair) => {
    const [key = ''] = pair.split('=', 1);
    return pair.length > key.length && isSecretParameter(decodedUserInfo(key)) ? `${key}=${REDACTED}` : pair;
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

/** Text without URL secrets and without these secrets. `isCut`: its end is not that of what was said. */
export function redactText(text: string, secrets: KnownSecrets, how: {readonly isCut?: boolean} = {}): string {
  return redactUrl(replacedAt(text, secrets.find(text, how), () => REDACTED));
}

/** What a limit of ours has cut: the beginning of a secret at its end is one, too. */
export function redactCut(text: string, secrets: KnownSecrets): string {
  return redactText(text, secrets, {isCut: true});
}

/** Headers without the values of those that are secret by their names. */
export function withoutSecretHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, isSecretHeader(name) ? REDACTED : value]),
  );
}

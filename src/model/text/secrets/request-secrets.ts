import {isSecretHeader, isSecretParameter} from '../secret-names.ts';

/**
 * What a request itself would give away if the answer quoted it: the values of its secret headers with what is in them, and
 * a URL's user-info.
 */
export function requestSecrets(url: string, headers: Readonly<Record<string, string>>): readonly string[] {
  const values = Object.entries(headers)
    .filter(([name]) => isSecretHeader(name))
    .flatMap(([name, value]) => (/cookie/i.test(name) ? cookieSecrets(value) : [value, ...credentialsIn(value)]));
  const parsed = URL.parse(url);
  const inUrl = parsed === null ? [] : [...userInfoSecrets(parsed), ...parameterSecrets(parsed)];
  return [...values, ...inUrl].filter((value) => value !== '');
}

/** `scheme credentials`; those of Basic are what it was made of, too. */
function credentialsIn(header: string): readonly string[] {
  const [, scheme = '', credentials = ''] = /^(\S+)\s+(.*)$/s.exec(header) ?? [];
  if (scheme.toLowerCase() !== 'basic' || !/^[\w+/=-]+$/.test(credentials)) return [credentials];
  const bytes = Uint8Array.from(atobOrNothing(credentials), (character) => character.charCodeAt(0));
  const pair = new TextDecoder().decode(bytes);
  return [credentials, pair, pair.slice(pair.indexOf(':') + 1)];
}

function atobOrNothing(base64: string): string {
  try {
    return atob(base64);
  } catch {
    return '';
  }
}

/** A cookie that is short says yes or no, or names a language. */
const SHORTEST_COOKIE = 8;

function cookieSecrets(header: string): readonly string[] {
  const values = header.split(';').map((pair) => pair.slice(pair.indexOf('=') + 1).trim());
  return [header, ...values.filter((value) => value.length >= SHORTEST_COOKIE)];
}

/** A name without a password is one (`https://TOKEN@host`), and so is what Basic authentication makes of both. */
function userInfoSecrets({username, password}: URL): readonly string[] {
  const [name, secret] = [decodedUserInfo(username), decodedUserInfo(password)];
  if (name === '' && secret === '') return [];
  return [`${name}:${secret}`, secret, ...(secret === '' || secret === 'x-oauth-basic' ? [name] : [])];
}

function parameterSecrets({searchParams}: URL): readonly string[] {
  return [...searchParams].flatMap(([name, value]) => (isSecretParameter(name) ? [value] : []));
}

/** A password with a stray `%` is sent unchanged. */
export function decodedUserInfo(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What a request's body would give away by the names of its members or fields: of JSON, or of a form. */
export function bodySecrets(body: string | null): readonly string[] {
  if (body === null) return [];
  try {
    return memberSecrets(JSON.parse(body));
  } catch {
    // Not JSON, so perhaps a form; of any other text this finds nothing.
    return [...new URLSearchParams(body)].flatMap(([name, value]) => (isSecretParameter(name) ? [value] : []));
  }
}

function memberSecrets(value: unknown): readonly string[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const isSecret = isSecretParameter(name) && (typeof member === 'string' || typeof member === 'number');
    return isSecret ? [String(member)] : memberSecrets(member);
  });
}

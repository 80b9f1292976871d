import {CannotTell} from '../../model/errors.ts';
import {decodeUserInfo, redactText, redactUrl, requestSecrets} from '../../model/text/redact.ts';
import type {Outgoing} from './conversation.ts';

export interface Prepared {
  readonly outgoing: Outgoing;
  /** Secrets to remove from everything that comes back. */
  readonly secrets: readonly string[];
}

/** Header names in lower case; user-info as Basic credentials, as all clients do; no compression by default. */
export function prepare(
  request: {method: string; url: string; headers: Readonly<Record<string, string>>; headersWithinMs: number},
  declaredSecrets: readonly string[],
): Prepared {
  const secrets = [...declaredSecrets, ...requestSecrets(request.url, request.headers)];
  const shown = redactText(redactUrl(request.url), secrets);
  if (!URL.canParse(request.url)) throw new CannotTell(`${shown}: this is not a URL`, 'write it as https://host/path');
  const url = new URL(request.url);
  const headers = {
    accept: '*/*',
    'accept-encoding': 'identity',
    'user-agent': 'migrate-check',
    ...credentials(url),
    ...Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value])),
  };
  return {
    outgoing: {method: request.method, url, headers, shown, headersWithinMs: request.headersWithinMs},
    secrets: [...secrets, ...Object.values(credentials(url))],
  };
}

function credentials(url: URL): Record<string, string> {
  if (url.username === '' && url.password === '') return {};
  const userInfo = `${decodeUserInfo(url.username)}:${decodeUserInfo(url.password)}`;
  return {authorization: `Basic ${Buffer.from(userInfo).toString('base64')}`};
}

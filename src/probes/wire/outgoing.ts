import {CannotTell} from '../../model/errors.ts';
import {redactText, redactUrl} from '../../model/text/redact.ts';
import type {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import {decodedUserInfo, requestSecrets} from '../../model/text/secrets/request-secrets.ts';
import type {Outgoing} from './conversation.ts';

/**
 * Header names in lower case; user-info as Basic credentials, as all clients do; no compression by default. What an answer
 * must not be quoted with is added to the secrets.
 */
export function prepare(
  request: {method: string; url: string; headers: Readonly<Record<string, string>>; headersWithinMs: number},
  secrets: KnownSecrets,
): Outgoing {
  secrets.add(requestSecrets(request.url, request.headers));
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
  secrets.add(requestSecrets(request.url, headers));
  return {method: request.method, url, headers, shown, headersWithinMs: request.headersWithinMs};
}

function credentials(url: URL): Record<string, string> {
  if (url.username === '' && url.password === '') return {};
  const userInfo = `${decodedUserInfo(url.username)}:${decodedUserInfo(url.password)}`;
  return {authorization: `Basic ${Buffer.from(userInfo).toString('base64')}`};
}

import {CannotTell} from '../../model/errors.ts';
import type {AskedProtocol} from '../../model/facts/wire/connection.ts';
import {type AskedCoding, BROWSER_CODINGS} from '../../model/facts/wire/http.ts';
import {redactText, redactUrl} from '../../model/text/redact.ts';
import type {KnownSecrets} from '../../model/text/secrets/known-secrets.ts';
import {bodySecrets, decodedUserInfo, headerSecrets, requestSecrets} from '../../model/text/secrets/request-secrets.ts';
import type {Outgoing} from './conversation.ts';

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly headersWithinMs: number;
  readonly protocol?: AskedProtocol | undefined;
  readonly coding?: AskedCoding | undefined;
}

/**
 * Header names in lower case; user-info as Basic credentials, as all clients do; no coding by default. What an answer
 * must not be quoted with is added to the secrets.
 */
export function prepare(request: Asked, secrets: KnownSecrets): Outgoing {
  const {method, body = null, headersWithinMs, protocol = 'agreed', coding = 'identity'} = request;
  secrets.add([...requestSecrets(request.url, request.headers), ...bodySecrets(body)]);
  const shown = redactText(redactUrl(request.url), secrets);
  if (!URL.canParse(request.url)) throw new CannotTell(`${shown}: this is not a URL`, 'write it as https://host/path');
  const url = new URL(request.url);
  const headers = {
    accept: '*/*',
    'accept-encoding': coding === 'browser' ? BROWSER_CODINGS : 'identity',
    'user-agent': 'migrate-check',
    ...credentials(url),
    ...Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value])),
  };
  secrets.add(headerSecrets(headers));
  return {method, url, headers, body, shown, headersWithinMs, protocol};
}

function credentials(url: URL): Record<string, string> {
  if (url.username === '' && url.password === '') return {};
  const userInfo = `${decodedUserInfo(url.username)}:${decodedUserInfo(url.password)}`;
  return {authorization: `Basic ${Buffer.from(userInfo).toString('base64')}`};
}

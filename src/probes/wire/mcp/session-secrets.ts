import {isSecretParameter} from '../../../model/text/secret-names.ts';
import type {KnownSecrets} from '../../../model/text/secrets/known-secrets.ts';
import type {AnswerReader} from './answer-reader.ts';

/** A shorter one is in everything, and guessed by anybody. */
const SHORTEST = 8;
/** What is a session and no name: a UUID, or many hexadecimal digits. */
const OPAQUE = /^(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{24,})$/i;

/** Who knows the id of a session can speak in it. */
export function learnSession(
  {headers, endpoint}: Pick<AnswerReader, 'headers' | 'endpoint'>,
  streamUrl: string,
  secrets: KnownSecrets,
): void {
  const session = headers['mcp-session-id'];
  // What the URL of the stream has as well is a place, such as the id of a tenant in its base path.
  const asked = new Set(new URL(streamUrl).pathname.split('/'));
  const inEndpoint = endpoint === null ? [] : sessionsIn(endpoint.data).filter((text) => !asked.has(text));
  secrets.add([...(session === undefined ? [] : [session]), ...inEndpoint].filter(({length}) => length >= SHORTEST));
}

function sessionsIn(data: string): readonly string[] {
  const url = URL.parse(data, 'http://any.invalid/');
  if (url === null) return [];
  const values = [...url.searchParams].filter(([name, value]) => isSecretParameter(name) || OPAQUE.test(value));
  const segments = url.pathname.split('/').filter((segment) => OPAQUE.test(segment));
  return [...values.map(([, value]) => value), ...segments];
}

/** Null: it is no URL. */
export function resolvedEndpoint(data: string, streamUrl: string): string | null {
  return URL.parse(data, streamUrl)?.href ?? null;
}

import type {IncomingMessage} from 'node:http';
import {UsageError} from '../model/errors.ts';
import {REDACTED, redactQuery, redactUrl} from '../model/text/redact.ts';
import {isSecretHeader, showsHeader} from '../model/text/secret-names.ts';

/** Other headers known to be harmless: MCP's own, request ids of hops, resumption of streams. */
const PLAIN =
  /^(?:last-event-id|mcp-(?:method|name)|x-amzn-trace-id|x-amz-cf-id|cf-ray|x-request-id|x-real-ip|x-envoy-[a-z-]+|traceparent|priority|dnt|keep-alive|sec-websocket-extensions|upgrade-insecure-requests|transfer-encoding)$/;

/** RFC 9110, section 5.6.2. */
const FIELD_NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;

/**
 * Additional headers whose values an operator allows to be shown.
 * @throws UsageError for an invalid header name, and for one that carries credentials by its name.
 */
export function headersKnownPlain(names: readonly string[]): ReadonlySet<string> {
  const lower = names.map((name) => name.toLowerCase());
  const where = '--show-header';
  for (const name of lower) {
    if (!FIELD_NAME.test(name)) throw new UsageError(`"${name}" is not a header name such as x-tenant`, {where});
    if (isSecretHeader(name)) throw new UsageError(`the value of "${name}" is never shown; leave it out`, {where});
  }
  return new Set(lower);
}

/**
 * The headers as they arrived. They get pasted into tickets and logs, so values of headers that are not known to be
 * harmless are removed: anything may hold credentials.
 */
export function shownHeaders(
  {headersDistinct}: IncomingMessage,
  knownPlain: ReadonlySet<string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headersDistinct).map(([name, values = []]) => {
      const isPlain = showsHeader(name) || (PLAIN.test(name) && !isSecretHeader(name)) || knownPlain.has(name);
      return [name, isPlain ? redactUrl(values.join(', ')) : REDACTED];
    }),
  );
}

/** The target of the request, without the values of parameters that carry credentials. */
export function shownUrl({url = ''}: IncomingMessage): string {
  const at = url.indexOf('?');
  return at === -1 ? redactUrl(url) : `${redactUrl(url.slice(0, at))}?${redactUrl(redactQuery(url.slice(at + 1)))}`;
}

/** Client and protocol, as seen here and as the hops in front report them. */
export function seenConnection(request: IncomingMessage) {
  const first = (name: string): string | null => {
    const value = request.headersDistinct[name]?.[0];
    return value === undefined ? null : redactUrl(value);
  };
  return {
    httpVersion: request.httpVersion,
    remoteAddress: request.socket.remoteAddress ?? null,
    localAddress: request.socket.localAddress ?? null,
    forwardedFor: first('x-forwarded-for'),
    forwardedProto: first('x-forwarded-proto'),
    forwardedPort: first('x-forwarded-port'),
    via: first('via'),
  };
}

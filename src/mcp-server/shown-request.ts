import type {IncomingMessage} from 'node:http';
import {isSecretHeader, REDACTED, redactUrl} from '../model/redact.ts';

/** The headers as they arrived. They are pasted into tickets and logs: what lets somebody in is taken out. */
export function shownHeaders({headersDistinct}: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headersDistinct).map(([name, values = []]) => {
      // A load balancer that does the login adds identity and access tokens in `x-amzn-oidc-*`; a session id is a key, too.
      const secret = isSecretHeader(name) || name.startsWith('x-amzn-oidc-') || name === 'mcp-session-id';
      return [name, secret ? REDACTED : redactUrl(values.join(', '))];
    }),
  );
}

/** Who asked and by which protocol, as it looks from here and as the hops in front say. */
export function seenConnection(request: IncomingMessage) {
  const first = (name: string): string | null => request.headersDistinct[name]?.[0] ?? null;
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

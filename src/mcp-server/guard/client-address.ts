import type {IncomingMessage} from 'node:http';
import {isIP} from 'node:net';

/**
 * The client's address. Each trusted hop appends the address it saw to `X-Forwarded-For`; anything to the left of those
 * is the client's own claim. With 0 hops it is the address of the connection.
 */
export function clientAddress(request: IncomingMessage, forwardedHops: number): string {
  const peer = request.socket.remoteAddress ?? '';
  if (forwardedHops === 0) return peer;
  const seen = (request.headersDistinct['x-forwarded-for'] ?? []).join(',').split(',');
  const address = withoutPort(seen.at(-forwardedHops)?.trim() ?? '');
  return isIP(address) === 0 ? peer : address;
}

/** A load balancer that preserves the client port appends it to the address, different for each connection. */
function withoutPort(address: string): string {
  const [, v4, v6] = /^(?:([\d.]+):\d+|\[([^\]]+)\](?::\d+)?)$/.exec(address) ?? [];
  return v4 ?? v6 ?? address;
}

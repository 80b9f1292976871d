import type {IncomingMessage} from 'node:http';
import {isIP} from 'node:net';

/**
 * Who asks. Each hop in front that is ours adds the address it saw at the right end of `X-Forwarded-For`; what stands to
 * the left of those is the client's own claim. With 0 hops it is the address of the connection.
 */
export function clientAddress(request: IncomingMessage, forwardedHops: number): string {
  const peer = request.socket.remoteAddress ?? '';
  if (forwardedHops === 0) return peer;
  const seen = (request.headersDistinct['x-forwarded-for'] ?? []).join(',').split(',');
  const address = withoutPort(seen.at(-forwardedHops)?.trim() ?? '');
  return isIP(address) === 0 ? peer : address;
}

/** A load balancer told to keep the client's port writes it behind the address, differently for each connection. */
function withoutPort(address: string): string {
  const [, v4, v6] = /^(?:([\d.]+):\d+|\[([^\]]+)\](?::\d+)?)$/.exec(address) ?? [];
  return v4 ?? v6 ?? address;
}

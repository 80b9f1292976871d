import {z} from 'zod';
import type {Mcp} from './load-mcp.ts';

type SessionTransport = InstanceType<Mcp['WebStandardStreamableHTTPServerTransport']>;

const REQUEST_ID = z.union([z.string(), z.number()]);

/** With an id it would be a request, of a method that there is not. */
const CANCELLED = z.looseObject({
  id: z.undefined().optional(),
  method: z.literal('notifications/cancelled'),
  params: z.looseObject({requestId: REQUEST_ID, reason: z.string().optional()}),
});

/** The call that a message from a client cancels, as the SDK takes it; undefined: none. */
export function cancelledBy(message: unknown): string | number | undefined {
  return CANCELLED.safeParse(message).data?.params.requestId;
}

/**
 * Ends the stream on which the result of a cancelled call would have come. The SDK stops the call and, as MCP wants it,
 * sends no result; but it would leave the stream open, waiting for that result, for as long as the client does.
 */
export async function endCancelled(
  transport: SessionTransport,
  id: string | number,
  sharesStream: boolean,
): Promise<void> {
  // Others of its batch get their results there; it ends with the last of them.
  if (!sharesStream) transport.closeSSEStream(id);
  // Then nobody listens there any more: this is for a client that comes back for the result, so that it does not wait.
  const error = {code: -32_800, message: 'This call was cancelled'};
  // Of a call that is over, or that there never was, the transport knows nothing.
  await transport.send({jsonrpc: '2.0', id, error}).catch(() => {});
}

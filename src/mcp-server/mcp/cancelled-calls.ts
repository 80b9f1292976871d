import {z} from 'zod';
import type {Mcp} from './load-mcp.ts';

type SessionTransport = InstanceType<Mcp['WebStandardStreamableHTTPServerTransport']>;

const REQUEST_ID = z.union([z.string(), z.number()]);

/** With an id it would be a request, for a method that does not exist. */
const CANCELLED = z.looseObject({
  id: z.undefined().optional(),
  method: z.literal('notifications/cancelled'),
  params: z.looseObject({requestId: REQUEST_ID, reason: z.string().optional()}),
});

/** The call that a client's message cancels, as the SDK sees it; undefined: none. */
export function cancelledBy(message: unknown): string | number | undefined {
  return CANCELLED.safeParse(message).data?.params.requestId;
}

/**
 * Ends the stream of a cancelled call. The SDK stops the call and, as MCP requires, sends no result; but it would leave
 * the stream open for that result as long as the client does.
 */
export async function endCancelled(
  transport: SessionTransport,
  id: string | number,
  sharesStream: boolean,
): Promise<void> {
  // Other calls of the batch get their results on it; it ends with the last of them.
  if (!sharesStream) transport.closeSSEStream(id);
  // The stream is gone: this is for a client that reconnects for the result, so that it does not wait.
  const error = {code: -32_800, message: 'This call was cancelled'};
  // The transport does not know calls that are finished or never existed.
  await transport.send({jsonrpc: '2.0', id, error}).catch(() => {});
}

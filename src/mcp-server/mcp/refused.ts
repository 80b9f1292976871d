import type {Refusal} from '../guard/refusal.ts';

/** A refusal as a JSON-RPC error. */
export function refused({status, message, headers = {}}: Pick<Refusal, 'status' | 'message' | 'headers'>): Response {
  return rpcError(status, -32_000, message, headers);
}

/** An answer to a message that does not reach a transport. */
export function rpcError(
  status: number,
  code: number,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return Response.json({jsonrpc: '2.0', error: {code, message}, id: null}, {status, headers});
}

import {type Exchange, sendJson} from '../exchange.ts';

/** Why a request is refused, as the answer says it. */
export interface Refusal {
  readonly status: 400 | 401 | 403 | 413 | 429 | 503;
  readonly code: string;
  readonly message: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Answers with the refusal, also as a JSON-RPC error, which is what MCP clients read. */
export function sendRefusal({response}: Pick<Exchange, 'response'>, {status, code, message, headers}: Refusal): void {
  for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
  sendJson(response, status, {jsonrpc: '2.0', error: {code: -32_000, message, data: {reason: code}}, id: null});
}

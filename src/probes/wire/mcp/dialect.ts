import type {McpParams, McpRevision} from '../../../model/facts/wire/mcp.ts';

import {membersOf} from './message.ts';

/** What a client says of itself. */
const CLIENT = {name: 'migrate-check', version: '1'};
const META = 'io.modelcontextprotocol';
export const BOTH = 'application/json, text/event-stream';

/** What is the same in every message of a session. */
export interface Dialect {
  readonly revision: McpRevision;
  /** As the server named it; null: it named none, or not yet. */
  readonly session: string | null;
  /** The revision that was agreed on; null: not yet. */
  readonly agreed: string | null;
}

export interface Message {
  readonly method: string;
  /** Null: a notification, which gets no reply. */
  readonly id: number | null;
  readonly params?: McpParams;
}

export function initializeParams(revision: McpRevision): McpParams {
  return {protocolVersion: revision, capabilities: {}, clientInfo: CLIENT};
}

/** The body and the headers of a message, as the revision has them. */
export function written(
  {method, id, params}: Message,
  {revision, session, agreed}: Dialect,
): {readonly body: string; readonly headers: Readonly<Record<string, string>>} {
  const isStateless = revision === '2026-07-28';
  const whole = isStateless ? {...params, _meta: {...metaOf(revision), ...membersOf(params?._meta)}} : params;
  const body = JSON.stringify({
    jsonrpc: '2.0',
    ...(id === null ? {} : {id}),
    method,
    ...(whole === undefined ? {} : {params: whole}),
  });
  const headers = {'content-type': 'application/json', accept: BOTH};
  if (isStateless) {
    const name = params?.name;
    return {
      body,
      headers: {
        ...headers,
        'mcp-protocol-version': revision,
        'mcp-method': method,
        ...(method === 'tools/call' && typeof name === 'string' ? {'mcp-name': headerValue(name)} : {}),
      },
    };
  }
  return {
    body,
    headers: {
      ...headers,
      ...(session === null ? {} : {'mcp-session-id': session}),
      // Since 2025-06-18; an older server does not know the header.
      ...(agreed === null || agreed < '2025-06-18' ? {} : {'mcp-protocol-version': agreed}),
    },
  };
}

function metaOf(revision: McpRevision): McpParams {
  return {
    [`${META}/protocolVersion`]: revision,
    [`${META}/clientInfo`]: CLIENT,
    [`${META}/clientCapabilities`]: {},
  };
}

/** Revision 2026-07-28: what is not plain ASCII is sent as base64. */
function headerValue(text: string): string {
  return /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(text)
    ? text
    : `=?base64?${Buffer.from(text).toString('base64')}?=`;
}

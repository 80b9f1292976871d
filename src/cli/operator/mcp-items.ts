import type {AdHocItem} from '../../checklist/ad-hoc.ts';
import {CHECKS} from '../../checks/index.ts';
import type {Json} from '../../model/outcome.ts';

/** Which server is meant, and how it is spoken to. */
export interface McpSubject {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly era?: string | undefined;
  readonly basePath?: string | undefined;
}

/** What a client needs first comes first. */
const FIRST = 'handshake';
const CLAIMS = [
  [FIRST, 'mcp/handshake'],
  ['endpoint', 'mcp/endpoint-keeps-base-path'],
  ['session', 'mcp/messages-find-their-session'],
  ['reconnect', 'mcp/session-survives-reconnect'],
  ['host', 'mcp/host-allowed'],
  ['tools', 'mcp/tools-answer'],
  ['foreign-origin', 'mcp/foreign-origin-refused'],
] as const;

/** `mcp URL`: every claim about a server of MCP that needs nothing but its URL. */
export function mcpItems({url, headers, era, basePath}: McpSubject): AdHocItem[] {
  return CLAIMS.flatMap(([id, check]) => {
    const known = CHECKS.find((one) => one.id === check);
    if (known === undefined) return [];
    const given: Record<string, Json | undefined> = {
      url,
      headers: Object.keys(headers).length === 0 ? undefined : headers,
      era,
      basePath,
    };
    const params = Object.fromEntries(
      Object.entries(given).flatMap(([name, value]) =>
        value === undefined || !Object.hasOwn(known.params.shape, name) ? [] : [[name, value]],
      ),
    );
    return [{id, check, with: params, needs: id === FIRST ? [] : [FIRST]}];
  });
}

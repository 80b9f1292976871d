import {MCP_REVISIONS} from './facts/wire/mcp.ts';
import {addressParam, durationParam, headersParam, urlParam, z} from './params.ts';

/** The parameters that all checks of MCP have. */
export function mcpParams() {
  return {
    url: urlParam('The endpoint of MCP; of HTTP+SSE the path of its stream'),
    headers: headersParam('Headers of every request').default({}),
    address: addressParam(
      'The IP address to connect to, as one of several behind a name; left out: as DNS says',
    ).optional(),
    era: z
      .enum(MCP_REVISIONS)
      .optional()
      .describe(
        'The revision of MCP to speak: 2024-11-05 is HTTP+SSE, 2025-03-26 to 2025-11-25 are Streamable HTTP, 2026-07-28 is without sessions; left out: whatever the server speaks, the newest first',
      ),
    within: durationParam('How long each answer and each reply may take').prefault('10s'),
  };
}

/** The first message of Streamable HTTP, as a person can send it; HTTP+SSE answers it with 404 or 405, and a GET with its stream. */
export const INITIALIZE_BY_HAND =
  'curl -sS -N -i --max-time 15 -H "Content-Type: application/json" -H "Accept: application/json, text/event-stream" -d \'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"curl","version":"1"}}}\' <url>';

/** A request in a session, with the two commands that it takes. */
export const LIST_TOOLS_BY_HAND = `SESSION=$(${INITIALIZE_BY_HAND} | sed -n 's/^mcp-session-id: *//Ip' | tr -d '\\r'); curl -sS -N -i --max-time 15 -H "Content-Type: application/json" -H "Accept: application/json, text/event-stream" -H "Mcp-Session-Id: $SESSION" -d '{"jsonrpc":"2.0","id":2,"method":"tools/list"}' <url>`;

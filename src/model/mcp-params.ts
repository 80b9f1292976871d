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

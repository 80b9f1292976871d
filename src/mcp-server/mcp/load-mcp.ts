import type {SSEServerTransport as LegacySseTransport} from '@modelcontextprotocol/sdk/server/sse.js';
import type {McpServer, Transport} from '@modelcontextprotocol/server';

/** Loads the MCP SDKs, which takes a few hundred milliseconds: done before a listening server has its first client. */
export async function loadMcp() {
  const [{SSEServerTransport}, {JSONRPCMessageSchema}, sdk, {toNodeHandler}, {createMcpServer}] = await Promise.all([
    import('@modelcontextprotocol/sdk/server/sse.js'),
    import('@modelcontextprotocol/sdk/types.js'),
    import('@modelcontextprotocol/server'),
    import('@modelcontextprotocol/node'),
    import('./mcp-server.ts'),
  ]);
  const {createMcpHandler, isLegacyRequest, WebStandardStreamableHTTPServerTransport} = sdk;
  return {
    SSEServerTransport,
    JSONRPCMessageSchema,
    toNodeHandler,
    createMcpHandler,
    isLegacyRequest,
    WebStandardStreamableHTTPServerTransport,
    createMcpServer,
    connectLegacy,
  };
}

export type {LegacySseTransport};
export type Mcp = Awaited<ReturnType<typeof loadMcp>>;

/** The transport of the SDK's maintenance line with the server of the new line: same shape, other declarations. */
function connectLegacy(server: McpServer, transport: LegacySseTransport): Promise<void> {
  return server.connect(transport as unknown as Transport);
}

/** What a refusal of a server of MCP means: the statuses are HTTP's, the reasons are the transport's. */
interface McpRefusal {
  readonly status: number;
  /** Words of the body; null: the status alone says it. */
  readonly body: RegExp | null;
  readonly says: string;
  readonly fix: string;
}

const NEW_SESSION = 'Begin with a POST of `initialize`, and send the Mcp-Session-Id that it answers with.';

const ACCEPT_SAYS =
  'the server does not make what the Accept header asks for: of MCP it has to name both application/json and text/event-stream';
const ACCEPT_FIX =
  'Send `Accept: application/json, text/event-stream` (for a stream by GET text/event-stream), and see whether a hop changes the header.';

/** The first that fits; those with words of the body come before those without. */
const REFUSALS: readonly McpRefusal[] = [
  {
    status: 421,
    body: /invalid host/i,
    says: 'the server refuses the Host header of this request: its protection against DNS rebinding does not know the name',
    fix: "Add this host to what the server allows (Python: `TransportSecuritySettings(allowed_hosts=[…])`, TypeScript: `allowedHosts`), or let the proxy send the server's own name as Host.",
  },
  {
    status: 421,
    body: null,
    says: 'the server does not serve this host name: it refuses the Host header, or the connection was made for another name',
    fix: 'See which host names the server accepts (FastMCP: `allowed_hosts`), and which Host header the proxy sends it.',
  },
  {
    status: 403,
    body: /invalid host|does not answer to that host|host (?:header )?(?:is )?not allowed/i,
    says: 'the server refuses the Host header of this request: its protection against DNS rebinding does not know the name',
    fix: "Add this host to what the server allows (TypeScript: `allowedHosts`, Python: `allowed_hosts`), or let the proxy send the server's own name as Host.",
  },
  {
    status: 403,
    body: /invalid origin|that origin may not|origin (?:header )?(?:is )?not allowed/i,
    says: 'the server refuses the Origin header of this request',
    fix: 'Add the origin of the page to what the server allows (`allowed_origins`, `allowedOrigins`).',
  },
  {
    status: 400,
    body: /-32020|HeaderMismatch/,
    says: 'a header of MCP (Mcp-Method, Mcp-Name, MCP-Protocol-Version) is missing or differs from the body',
    fix: 'Send these headers, and let every gateway on the way pass them: one that strips them turns each call into this.',
  },
  {
    status: 400,
    body: /-32022|unsupported protocol version/i,
    says: 'the server does not speak the MCP-Protocol-Version of this request',
    fix: 'Ask with a version that the server speaks; its answer names them.',
  },
  {
    status: 400,
    body: /session_id is required|missing sessionid|sessionid must be provided|no transport found|session id missing in message/i,
    says: 'messages of HTTP+SSE go here, and the request names no session of an open stream',
    fix: 'Open the stream first: its first event, `endpoint`, names the path with the session.',
  },
  {
    status: 400,
    body: /invalid content-type/i,
    says: 'the server does not take the Content-Type of this request: MCP wants application/json',
    fix: 'Send `Content-Type: application/json`, and see whether a hop changes the header.',
  },
  {
    status: 400,
    body: /invalid session id/i,
    says: 'the request names no session that this server of MCP knows',
    fix: `${NEW_SESSION} Of HTTP+SSE open the stream first: its first event, \`endpoint\`, names the path with the session.`,
  },
  {
    status: 400,
    body: /accept (?:header )?must|must accept|in accept header/i,
    says: ACCEPT_SAYS,
    fix: ACCEPT_FIX,
  },
  {
    status: 400,
    body: /(?:missing|requires an?) (?:mcp-)?session[-_ ]id|session[-_ ]id (?:header )?(?:is )?required|no valid session id|session-id header must/i,
    says: 'this is a Streamable HTTP server of MCP, and the request has no session id',
    fix: NEW_SESSION,
  },
  {
    status: 400,
    body: /server not initialized|before initialization/i,
    says: 'the session of MCP was not initialized',
    fix: NEW_SESSION,
  },
  {
    status: 404,
    body: /session not found|could not find session|-32001|invalid or expired session|unknown session/i,
    says: 'the server does not know the session id of this request: it expired, or another instance or worker has it',
    fix: `${NEW_SESSION} Where it was just made: run one instance, or keep sessions where all instances find them; MCP clients keep no cookies.`,
  },
  {
    status: 401,
    body: /session id is required|session not found/i,
    says: 'this is a Streamable HTTP server of MCP, and the request has no session that it knows',
    fix: NEW_SESSION,
  },
  {
    status: 422,
    body: /expect(?:ed)? (?:an )?initialize/i,
    says: 'the session of MCP was not initialized',
    fix: NEW_SESSION,
  },
  {
    status: 409,
    // A conflict of an application is another one.
    body: /\bstream|\bsession/i,
    says: 'the session has a stream already, and the server allows one',
    fix: 'Close the other stream first, or begin a session of its own for this look.',
  },
  {
    status: 406,
    body: null,
    says: ACCEPT_SAYS,
    fix: ACCEPT_FIX,
  },
  {
    status: 415,
    body: null,
    says: 'the server does not take the Content-Type of this request: MCP wants application/json',
    fix: 'Send `Content-Type: application/json`, and see whether a hop changes the header.',
  },
];

/** Null: the answer is none of these. */
export function mcpRefusal(status: number, body: string): {readonly says: string; readonly fix: string} | null {
  return REFUSALS.find((one) => one.status === status && (one.body === null || one.body.test(body))) ?? null;
}

/** GET is refused: which a server of MCP without a stream by GET does. */
export function methodRefused(
  method: string,
  allow: string | undefined,
): {readonly says: string; readonly fix: string} {
  const allowed = allow === undefined || allow === '' ? '' : ` (it allows ${allow})`;
  const says = `there is no ${method} on this path${allowed}`;
  if (method === 'GET') {
    return {
      says: `${says}: a Streamable HTTP server of MCP without a stream by GET answers so, and may`,
      fix: 'See whether the stream is on another path, or begins with a POST of `initialize`; and which service answers.',
    };
  }
  const isStream = method === 'POST' && /\bGET\b/i.test(allow ?? '') && !/\bPOST\b/i.test(allow ?? '');
  return {
    says,
    fix: isStream
      ? 'Of MCP over HTTP+SSE this is the path of the stream: messages go to the one that its first event, `endpoint`, names. Else see which service answers.'
      : 'See the method of the request, and which service answers.',
  };
}

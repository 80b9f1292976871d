import type {McpStep} from '../../model/facts/wire/mcp.ts';

/** Statuses with which servers of MCP refuse a session that they do not have. */
const STATUSES = new Set([400, 401, 404, 410, 422]);
/** As the SDKs and frameworks say it: "Could not find session", "Session not found", "No transport found for sessionId". */
const WORDS = /session|no transport found/i;
const PAGE = /<html|<!doctype/i;

/** Servers of MCP that refuse a session with 401; everybody else means a login. */
const OF_SERVERS = /session id is required|session not found|(?:unknown|invalid|no valid) session id/i;
const LOGIN = /\b(?:log|sign)[- ]?in\b/i;
/** That there is no session id; "invalid or missing" says of neither which it is. */
const SEES_NONE =
  /session[-_ ]?id (?:header )?is required|(?<!or )missing (?:mcp-)?session[-_ ]?id|requires an? (?:mcp-)?session[-_ ]?id/i;

type Asked = Pick<McpStep, 'answer' | 'sentHeaders' | 'url' | 'rpc'>;

/** A hop takes the session id out of answers, out of the headers of requests, or out of their query. */
export type SessionLost = 'answers' | 'requests' | 'query';

/**
 * Whether the answer to a message says that whoever answered does not know its session. A 404 without such words is of a path that
 * does not exist, and one that a hop wrote says nothing about sessions.
 */
export function isSessionMiss(step: Asked): boolean {
  const {answer} = step;
  if (answer === null || !STATUSES.has(answer.status) || whereSessionIsLost(step) !== null) return false;
  if (answer.status === 401 && !OF_SERVERS.test(answer.text)) return false;
  if (LOGIN.test(answer.text)) return false;
  return WORDS.test(answer.text) && !PAGE.test(answer.text);
}

/** Where the session id gets lost on the way; null: it does not, as far as the answer says. */
export function whereSessionIsLost({answer, sentHeaders, url, rpc}: Asked): SessionLost | null {
  if (answer === null || answer.status !== 400 || rpc === 'initialize' || !WORDS.test(answer.text)) return null;
  const isSent = sentHeaders.includes('mcp-session-id');
  const isInQuery = new URL(url).search !== '';
  // Sent with each message of a session of Streamable HTTP.
  if (!isSent && sentHeaders.includes('mcp-protocol-version')) return 'answers';
  if (!SEES_NONE.test(answer.text)) return null;
  return isSent ? 'requests' : isInQuery ? 'query' : null;
}

export function isAccepted({answer}: Pick<McpStep, 'answer'>): boolean {
  return answer !== null && answer.status >= 200 && answer.status < 300;
}

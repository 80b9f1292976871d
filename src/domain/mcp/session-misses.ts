import type {McpStep} from '../../model/facts/wire/mcp.ts';

/** Statuses with which servers of MCP refuse a session that they do not have. */
const STATUSES = new Set([400, 401, 404, 410, 422]);
/** As the SDKs and frameworks say it: "Could not find session", "Session not found", "No transport found for sessionId". */
const WORDS = /session|no transport found/i;
const PAGE = /<html|<!doctype/i;

/**
 * Whether the answer to a message says that whoever answered does not know its session. A 404 without such words is of a path that
 * does not exist, and one that a hop wrote says nothing about sessions.
 */
export function isSessionMiss({answer}: Pick<McpStep, 'answer'>): boolean {
  if (answer === null || !STATUSES.has(answer.status)) return false;
  return WORDS.test(answer.text) && !PAGE.test(answer.text);
}

export function isAccepted({answer}: Pick<McpStep, 'answer'>): boolean {
  return answer !== null && answer.status >= 200 && answer.status < 300;
}

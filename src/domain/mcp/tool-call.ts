import type {CannotTell, NoAnswer} from '../../model/errors.ts';
import {ownSlowness} from '../../model/facts/observer.ts';
import type {McpStep} from '../../model/facts/wire/mcp.ts';
import type {Fault} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {cameWithin} from '../streams/observer.ts';
import {replyFindings} from './step-findings.ts';

/** What a call has to come to. */
export interface WantedCall {
  readonly tool: string;
  readonly withinMs: number;
  /** The longest time without progress; null: progress is not asked for. */
  readonly progressWithinMs: number | null;
}

export interface CallFindings {
  readonly fault: Fault | null;
  readonly doubt: CannotTell | NoAnswer | null;
  readonly actual: string;
}

/** The time that fastapi-mcp gives a call of a tool (0.4.0, `httpx.AsyncClient(timeout=10.0)`). */
const FASTAPI_MCP_MS = 10_000;
const ABOUT_MS = 700;

/** Whether a call was answered by a result, in time, and with progress often enough. */
export function callFindings(step: McpStep, wanted: WantedCall): CallFindings {
  const {fault, doubt} = replyFindings(step);
  if (fault !== null) return {fault: withPatience(fault, step, wanted), doubt: null, actual: ''};
  if (doubt !== null) return {fault: null, doubt, actual: ''};
  const {reply, url, observer} = step;
  const atMs = reply?.at.atMs ?? 0;
  const tookText = formatDuration(atMs);
  if (reply?.result?.isError === true) return {fault: errorResult(step, wanted, atMs), doubt: null, actual: ''};
  const inTime = cameWithin(atMs, wanted.withinMs, observer);
  const late = {
    what: `the result of ${wanted.tool} came after ${tookText}, not within ${formatDuration(wanted.withinMs)}`,
    fix: 'Let the tool be faster, or report progress; clients of the official SDKs give a request 60 s (TypeScript, error -32001) unless they are configured otherwise.',
  };
  if (inTime === 'missed') return {fault: late, doubt: null, actual: ''};
  const quiet = quietFault(step, wanted);
  if (quiet !== null) return {fault: quiet, doubt: null, actual: ''};
  if (inTime === 'unknown') {
    const hidden = `whether the result of ${wanted.tool} came within ${formatDuration(wanted.withinMs)}`;
    return {fault: null, doubt: ownSlowness(url, observer, atMs, hidden), actual: ''};
  }
  return {fault: null, doubt: null, actual: `${wanted.tool} answers after ${tookText}${progressText(step)}`};
}

/** Between two reports nobody may be left waiting for longer than clients do. */
function quietFault({progress, reply}: McpStep, {tool, progressWithinMs}: WantedCall): Fault | null {
  if (progressWithinMs === null || reply === null) return null;
  const moments = [...progress, reply.at];
  let before = {atMs: 0, earliestMs: 0};
  for (const [index, moment] of moments.entries()) {
    // The earliest at which the later may have come, after the latest at which the earlier may have.
    const silentMs = moment.earliestMs - before.atMs;
    before = moment;
    if (silentMs <= progressWithinMs) continue;
    const what =
      progress.length === 0 ? 'reports no progress' : index === 0 ? 'reports its first progress late' : 'pauses';
    return {
      what: `${tool} ${what}: nothing came for ${formatDuration(silentMs)}, not within ${formatDuration(progressWithinMs)}`,
      fix: 'Let the tool send notifications/progress with the progressToken of the call, and see whether the transport passes them: mount_http of fastapi-mcp answers as a whole, and a hop may collect the stream in a buffer.',
    };
  }
  return null;
}

function progressText({progress}: McpStep): string {
  if (progress.length === 0) return '';
  return progress.length === 1 ? ', with 1 report of progress' : `, with ${progress.length} reports of progress`;
}

function errorResult({reply}: McpStep, {tool}: WantedCall, atMs: number): Fault {
  const said = plainText(reply?.result?.text ?? '', 120);
  const what = `${tool} answers with an error as its result after ${formatDuration(atMs)}${said === '' ? '' : `: ${said}`}`;
  if (Math.abs(atMs - FASTAPI_MCP_MS) < ABOUT_MS) {
    return {
      what,
      fix: 'fastapi-mcp gives each call 10 s: give it an `http_client` of its own with a longer timeout; else see the log of the service.',
      candidates: [
        {
          cause: 'the 10 s that fastapi-mcp gives a call',
          because: `the error came ${formatDuration(atMs)} after the call`,
          fix: 'FastApiMCP(app, http_client=httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://apiserver", timeout=60))',
          decidedBy: 'the same route of the service asked by HTTP: whether it takes longer than 10 s',
        },
      ],
    };
  }
  return {what, fix: 'See what the tool says, and whether the arguments are the right ones.'};
}

/** A reply that was waited for in vain says how long clients wait. */
function withPatience(fault: Fault, {answer, reply}: McpStep, {tool}: WantedCall): Fault {
  if (reply !== null || answer === null || answer.status >= 300) return fault;
  return {
    ...fault,
    what: `${fault.what} (${tool})`,
    fix: `${fault.fix} Clients give up after 60 s (TypeScript SDK, error -32001), and some hops cut an answer that is silent for as long.`,
  };
}

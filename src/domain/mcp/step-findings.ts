import {CannotTell, NoAnswer} from '../../model/errors.ts';
import {ownSlowness} from '../../model/facts/observer.ts';
import type {McpAnswer, McpMessage, McpStep} from '../../model/facts/wire/mcp.ts';
import type {Fault} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {statusFault} from '../http/answer-advice.ts';
import {pageOf} from '../http/page-text.ts';
import {refusalFault} from '../http/refusal-advice.ts';
import {refusalDoubt} from '../http/refusal-doubt.ts';
import {type SessionLost, whereSessionIsLost} from './session-misses.ts';

/** What one request of a conversation came to. */
export interface StepFindings {
  /** What is wrong; null: nothing that is known. */
  readonly fault: Fault | null;
  /** Why it is not known whether anything is. */
  readonly doubt: CannotTell | NoAnswer | null;
}

const NO_SUCH_METHOD = -32_601;

const FINE: StepFindings = {fault: null, doubt: null};

/** Of a message that wants a reply: that it came, and is a result. */
export function replyFindings(step: McpStep): StepFindings {
  const unanswered = unansweredFindings(step);
  if (unanswered !== null) return unanswered;
  const {answer, reply, waited} = step;
  if (reply?.kind === 'result' || answer === null) return FINE;
  if (answer.status === 429) return limited(step, answer, 200);
  // Not what the specification wants, and an answer: no client needs more of a ping.
  if (isUnknownPing(step)) return FINE;
  if (reply !== null) return {fault: errorFault(reply, answer, step), doubt: null};
  if (!isSuccess(answer.status)) return {fault: wrongStatus(step, answer, 200), doubt: null};
  if (waited !== null) return noReplyOnStream(step, waited);
  return noReplyInAnswer(step, answer);
}

/** Of a notification: that the server takes it. */
export function acceptedFindings(step: McpStep): StepFindings {
  const unanswered = unansweredFindings(step);
  if (unanswered !== null) return unanswered;
  const {answer} = step;
  if (answer === null || isSuccess(answer.status)) return FINE;
  if (answer.status === 429) return limited(step, answer, 202);
  return {fault: wrongStatus(step, answer, 202), doubt: null};
}

/** The server does not know `ping`, and says so as JSON-RPC. */
export function isUnknownPing({rpc, reply, answer}: McpStep): boolean {
  return rpc === 'ping' && reply?.error?.code === NO_SUCH_METHOD && answer !== null && isSuccess(answer.status);
}

/** A limit of requests, which those of this run count for: it says nothing about a single client. */
function limited(step: McpStep, answer: McpAnswer, wanted: number): StepFindings {
  const {what, fix} = wrongStatus(step, answer, wanted);
  const said = `${step.rpc ?? step.method} ${what}; the requests of this run count, too`;
  return {fault: null, doubt: new CannotTell(`${step.url}: ${said}`, fix, {transient: true})};
}

/** Of a request that got no answer of HTTP; null: it got one. */
export function unansweredFindings({url, silence, refusal, observer}: McpStep): StepFindings | null {
  if (silence?.kind === 'no-answer') {
    return {fault: null, doubt: new NoAnswer(url, silence.phase, silence.message)};
  }
  if (silence !== null) {
    const {message, fix, transient} = silence;
    return {fault: null, doubt: new CannotTell(message, fix, {transient})};
  }
  if (refusal === null) return null;
  const doubt = refusalDoubt(url, refusal, observer);
  return {fault: doubt === null ? refusalFault(refusal) : null, doubt};
}

/** A status that is not the one wanted: who says so, and why. */
export function wrongStatus(step: McpStep, answer: McpAnswer, wanted: number): Fault {
  const lost = whereSessionIsLost(step);
  if (lost !== null) return lostFault(lost, answer);
  const {url, method, connection} = step;
  const {status, headers, text: body, headersAt} = answer;
  const afterMs = headersAt.atMs - (connection?.phases.sentAtMs ?? 0);
  return statusFault({url, method, status, headers, body, afterMs}, wanted);
}

function lostFault(lost: SessionLost, {status, text}: McpAnswer): Fault {
  const said = `answers ${status}, as it sees no session id: ${plainText(text.trim(), 120)}`;
  switch (lost) {
    case 'answers':
      return {
        what: `${said}; the answer to initialize named none that could be sent`,
        fix: 'See whether a hop takes the header Mcp-Session-Id out of answers: ask straight at the server (`--connect-to`), and let every hop pass it on.',
      };
    case 'requests':
      return {
        what: `${said}; it was sent in Mcp-Session-Id`,
        fix: 'Let every hop pass on the header Mcp-Session-Id of requests: gateways and CDNs have lists of those that they forward.',
      };
    case 'query':
      return {
        what: `${said}; it was sent in the query of the path for messages`,
        fix: 'Let every hop pass on the query of requests: gateways and CDNs have lists of what they forward, and a rewrite may drop it.',
      };
  }
}

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** The reply is an error: of the transport where the status says so, too. */
function errorFault({error}: McpMessage, answer: McpAnswer, step: McpStep): Fault {
  if (!isSuccess(answer.status)) return wrongStatus(step, answer, 200);
  const code = error?.code ?? null;
  return {
    what: `${step.rpc ?? 'the request'} is answered with the error ${code ?? 'without a code'}: ${plainText(error?.message ?? '', 120)}`,
    fix: errorAdvice(code, step.rpc),
  };
}

function errorAdvice(code: number | null, rpc: string | null): string {
  switch (code) {
    case -32_601:
      return 'See which server of MCP answers: it does not know this method.';
    case -32_602:
      if (rpc === 'tools/call')
        return 'See the name of the tool as tools/list has it, and its arguments in its inputSchema.';
      return 'See what the server expects: after a reconnection it may be one that was never initialized.';
    default:
      return "See the server's log at that time: the request came as far as its MCP.";
  }
}

function noReplyOnStream({rpc, url, answer}: McpStep, {forMs, observer}: NonNullable<McpStep['waited']>): StepFindings {
  if (observer.suspendedMs > 0) {
    return {fault: null, doubt: ownSlowness(url, observer, forMs, `whether ${rpc ?? 'the request'} was answered`)};
  }
  const page = answer === null ? null : pageOf(answer.headers['content-type'], answer.text);
  if (answer !== null && page !== null) {
    const what = `${rpc ?? 'the message'} is answered ${answer.status} with ${page.text}: something else than the server of the stream takes it`;
    return {fault: {what, fix: page.fix}, doubt: null};
  }
  if (answer?.messages.some(({kind}) => kind === 'result' || kind === 'error')) {
    return {
      fault: {
        what: `the reply to ${rpc ?? 'the message'} came in the answer to the POST (${answer.status}), and not on the stream, where clients of HTTP+SSE wait for it`,
        fix: 'Let the server send replies on the stream of their session, and answer each POST with 202; or speak Streamable HTTP (revision 2025-03-26 and newer) on one path.',
      },
      doubt: null,
    };
  }
  return {
    fault: {
      what: `${rpc ?? 'the message'} was accepted (${answer?.status ?? 202}), and its reply did not come on the stream within ${formatDuration(forMs)}`,
      fix: 'See whether another instance or worker took the message than the one that holds the stream, and whether a hop collects the stream in a buffer: ask straight at one instance (`--connect-to`).',
      candidates: [
        {
          cause: 'another instance or worker, which has the session and not the stream',
          because: `the message was accepted, and nothing came on the stream for ${formatDuration(forMs)}`,
          fix: 'Run one instance with one worker, or send all requests of a session to the same one.',
          decidedBy: 'migrate-check check mcp/messages-find-their-session',
        },
        {
          cause: 'a hop that collects the stream in a buffer',
          because: 'the endpoint event came, and nothing after it',
          fix: 'Switch buffering off for the path; nginx: `proxy_buffering off`.',
          decidedBy: 'migrate-check sse, straight at the server and through the hop',
        },
      ],
    },
    doubt: null,
  };
}

function noReplyInAnswer(step: McpStep, answer: McpAnswer): StepFindings {
  const {rpc, observer, url} = step;
  const {status, format, end, endAt, headers, text, messages} = answer;
  if (observer.suspendedMs > 0) {
    return {fault: null, doubt: ownSlowness(url, observer, endAt.atMs, `how ${rpc ?? 'the request'} was answered`)};
  }
  const page = pageOf(headers['content-type'], text);
  if (page !== null) {
    return {fault: {what: `answers ${status} with ${page.text}, not with JSON-RPC`, fix: page.fix}, doubt: null};
  }
  const what = `${rpc ?? 'the request'} is answered ${status}`;
  if (end !== 'complete') {
    const after = formatDuration(endAt.atMs);
    const how =
      end === 'silent' || end === 'held' ? `without a reply within ${after}` : `and cut off after ${after} (${end})`;
    return {
      fault: {
        what: `${what} ${how}`,
        fix: 'See which hop ends or holds back the answer, and whether the server works on it for so long.',
      },
      doubt: null,
    };
  }
  if (format === 'event-stream') {
    return {
      fault: {
        what: `${what} with an event stream that ends without the reply`,
        fix: "See the server's log; a hop that ends streams looks the same: ask straight at the server (`--connect-to`).",
      },
      doubt: null,
    };
  }
  const [message] = messages;
  const said = text.trim() === '' ? 'an empty body' : JSON.stringify(plainText(text.trim(), 80));
  return {
    fault: {
      what: `${what} with ${said}, not with ${message === undefined || message.kind === 'no-message' ? 'JSON-RPC' : 'the reply to it'}`,
      fix: 'See which service answers, and which listener rule sends the path there.',
    },
    doubt: null,
  };
}

import type {McpConversation, McpPurpose, McpStep} from '../../model/facts/wire/mcp.ts';
import type {Fault} from '../../model/outcome.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {pageOf} from '../http/page-text.ts';
import {withoutFollowed} from './followed.ts';
import {loginFault} from './login-required.ts';
import {replyFindings, type StepFindings, unansweredFindings, wrongStatus} from './step-findings.ts';

const BEGINNING: ReadonlySet<McpPurpose> = new Set(['discover', 'initialize', 'stream'] as const);

/** Why a conversation did not begin: the step that decides it, and what that comes to. */
export function notBegun({steps}: McpConversation): {readonly step: McpStep; readonly findings: StepFindings} | null {
  const asked = withoutFollowed(steps).filter(({purpose}) => BEGINNING.has(purpose));
  const [last] = asked.slice(-1);
  const isStream = last?.purpose === 'stream' && last.answer?.format === 'event-stream';
  // Discovery is new: what says more is how the first message of all other revisions was answered.
  const known = asked.filter(({purpose}) => purpose !== 'discover');
  const step = isStream ? last : (known.find(endsTheSearch) ?? asked.find(endsTheSearch) ?? telling(asked));
  if (step === undefined || step === null) return null;
  const login = loginFault(step, steps);
  if (login !== null) return {step, findings: {fault: login, doubt: null}};
  return {step, findings: step.purpose === 'stream' ? streamFindings(step) : beginningFindings(step)};
}

/** An outage, a redirect, a login: nothing older was tried after it. */
function endsTheSearch({answer, purpose}: McpStep): boolean {
  if (answer === null) return true;
  const {status} = answer;
  if (status >= 300 && status < 400) return true;
  if (status >= 500 || [401, 403, 407, 421, 429].includes(status)) return true;
  return purpose === 'initialize' && [406, 415].includes(status);
}

/** Where each revision was refused: the last one that is no mere refusal of the method. */
function telling(asked: readonly McpStep[]): McpStep | null {
  return asked.findLast(({answer}) => answer?.status !== 405) ?? asked.at(-1) ?? null;
}

function beginningFindings(step: McpStep): StepFindings {
  const findings = replyFindings(step);
  if (findings.fault !== null || findings.doubt !== null) return findings;
  return {
    fault: {
      what: `${step.rpc ?? 'the request'} is answered with a result that names no revision of MCP`,
      fix: 'See which service answers with JSON-RPC there: it is not a server of MCP.',
    },
    doubt: null,
  };
}

function streamFindings(step: McpStep): StepFindings {
  const unanswered = unansweredFindings(step);
  if (unanswered !== null) return unanswered;
  const fault = step.answer === null ? null : streamFault(step, step.answer);
  return {fault, doubt: null};
}

function streamFault(step: McpStep, answer: NonNullable<McpStep['answer']>): Fault {
  const {status, format, endpoint, firstEvent, headers, text} = answer;
  if (status !== 200) return wrongStatus(step, answer, 200);
  const page = pageOf(headers['content-type'], text);
  if (page !== null) return {what: `answers with ${page.text}, not with MCP`, fix: page.fix};
  if (format !== 'event-stream') {
    const type = plainText(headers['content-type'] ?? 'none', 60);
    const said = text.trim() === '' ? '' : `; it says: ${plainText(text.trim(), 80)}`;
    return {
      what: `answers GET with content type ${type}, and a POST of initialize not with MCP, either${said}`,
      fix: 'See which service answers, and which listener rule sends the path there.',
    };
  }
  if (endpoint === null) {
    const first = firstEvent === null ? 'no event' : `an event ${JSON.stringify(plainText(firstEvent, 40))}`;
    return {
      what: `opens an event stream by GET, and ${first} came instead of the event endpoint`,
      fix: 'Of HTTP+SSE the first event names the path for messages: see whether a hop collects the stream in a buffer. A stream of Streamable HTTP begins with a POST of initialize, which this server refuses.',
    };
  }
  return {
    what: `names ${plainText(endpoint.data, 200)} as its endpoint, which is at another origin than the stream`,
    fix: 'Let the server name a path without scheme and host (`/…/messages/`): clients refuse another origin. Behind a hop that terminates TLS let it trust X-Forwarded-Proto.',
  };
}

import {CannotTell} from '../../model/errors.ts';
import type {McpConversation, McpStep} from '../../model/facts/wire/mcp.ts';
import type {Fault} from '../../model/outcome.ts';
import {isRedirect} from '../http/redirect-kind.ts';
import {spokenText} from './conversation-evidence.ts';
import {withoutFollowed} from './followed.ts';
import {isSessionMiss} from './session-misses.ts';
import {acceptedFindings, replyFindings, type StepFindings, unansweredFindings, wrongStatus} from './step-findings.ts';

/** What became of a session whose stream we cut. */
export interface ReconnectFindings extends StepFindings {
  /** The request that decides; null: none does. */
  readonly step: McpStep | null;
  readonly actual: string;
  readonly because: string | null;
}

const FINE = {step: null, fault: null, doubt: null, because: null};

/** Of a conversation that began: what its client found when it came back. */
export function reconnectFindings(conversation: McpConversation): ReconnectFindings {
  const {transport, steps} = conversation;
  const streams = withoutFollowed(steps).filter(({purpose}) => purpose === 'stream');
  if (transport === 'http-sse') return newSession(steps, streams[1] ?? null);
  if (transport === 'streamable') return sameSession(conversation, streams);
  return {...FINE, actual: `${spokenText(conversation)} has no session and no stream of one that could be cut`};
}

/** Revision 2024-11-05: a session is its stream, so that a new one begins with each. */
function newSession(steps: readonly McpStep[], stream: McpStep | null): ReconnectFindings {
  const actual = 'a client whose stream was cut gets a new session';
  const because =
    'the session is the stream, so that it has to be initialized again: a client that goes on without that gets nothing';
  if (stream === null) return {...FINE, actual};
  const back = 'to the client that comes back: ';
  const findings = openedAgain(stream);
  if (findings.fault !== null || findings.doubt !== null)
    return {...FINE, ...saying(back, findings), step: stream, actual};
  const after = steps.slice(steps.indexOf(stream) + 1);
  // A redirect on the same origin was followed by the same message.
  const posts = after.filter(({method, answer}) => method === 'POST' && !isRedirect(answer?.status ?? 0));
  for (const step of posts) {
    const found = step.purpose === 'initialized' ? acceptedFindings(step) : replyFindings(step);
    if (found.fault !== null || found.doubt !== null) return {...FINE, ...saying(back, found), step, actual};
  }
  return {...FINE, actual: `${actual}, and is served there once it has initialized it`, because};
}

function openedAgain(stream: McpStep): StepFindings {
  const unanswered = unansweredFindings(stream);
  if (unanswered !== null) return unanswered;
  const {answer} = stream;
  if (answer === null) return {fault: null, doubt: null};
  if (answer.status !== 200) return {fault: wrongStatus(stream, answer, 200), doubt: null};
  if (answer.endpoint !== null) return {fault: null, doubt: null};
  const what = 'the stream opens again, and names no path for messages any more';
  return {
    fault: {
      what,
      fix: 'See what the server does with a client that was there before: its first event has to be endpoint each time.',
    },
    doubt: null,
  };
}

/** Later revisions: a session outlives its connections, until the server ends it. */
function sameSession(conversation: McpConversation, streams: readonly McpStep[]): ReconnectFindings {
  const [before, again] = streams;
  const ping = conversation.steps.findLast(({purpose}) => purpose === 'ping') ?? null;
  const actual = 'the session goes on after its stream was cut';
  if (ping === null) return {...FINE, actual};
  if (isSessionMiss(ping)) return {...FINE, step: ping, actual, fault: goneFault(ping)};
  const pinged = replyFindings(ping);
  if (pinged.fault !== null || pinged.doubt !== null) return {...FINE, ...pinged, step: ping, actual};
  if (again === undefined) return {...FINE, actual};
  const status = again.answer?.status ?? null;
  if (isSessionMiss(again)) return {...FINE, step: again, actual, fault: goneFault(again)};
  if (status === 405) {
    return {
      ...FINE,
      actual: 'the session goes on over one connection after the other',
      because: 'the server has no stream by GET (405) that could be cut',
    };
  }
  if (before !== undefined && before.answer?.status !== 200) {
    const none = noStream(before, again);
    if (none !== null) return {...FINE, ...none, actual: 'the session goes on over one connection after the other'};
  }
  if (status === 409) return {...FINE, step: again, actual, fault: CONFLICT};
  const findings = streamAgain(again);
  if (findings.fault !== null || findings.doubt !== null) return {...FINE, ...findings, step: again, actual};
  const resumed = again.sentHeaders.includes('last-event-id');
  const because = resumed
    ? 'its stream was resumed with Last-Event-ID'
    : 'its stream had no event with an id, so that it was opened anew and not resumed';
  return {...FINE, actual, because};
}

/** There was no stream that could be cut, and the session goes on; null: the second look differs from the first. */
function noStream(before: McpStep, again: McpStep): Pick<ReconnectFindings, 'because' | 'step' | 'doubt'> | null {
  const first = before.answer?.status ?? null;
  const second = again.answer?.status ?? null;
  if (first !== second) return null;
  if (first !== null && (first === 501 || (first >= 400 && first < 500 && first !== 409 && first !== 429))) {
    const because = `the server refuses its stream by GET each time (${first}; the specification has 405), so that there is none that could be cut`;
    return {because, step: null, doubt: null};
  }
  const how = first === null ? 'is not answered' : `is answered ${first}`;
  const what = `GET ${how} each time, so that there was no stream that could be cut; messages are answered all the same`;
  const fix =
    'See why: a server without a stream by GET answers 405 at once (fastapi-mcp with `mount_http` does not answer at all).';
  return {because: null, step: again, doubt: new CannotTell(`${again.url}: ${what}`, fix)};
}

function streamAgain(stream: McpStep): StepFindings {
  const unanswered = unansweredFindings(stream);
  if (unanswered !== null) return unanswered;
  const {answer} = stream;
  return {fault: answer === null || answer.status === 200 ? null : wrongStatus(stream, answer, 200), doubt: null};
}

const CONFLICT: Fault = {
  what: 'the client that comes back a second after its stream was cut gets 409: the server counts the old stream as open',
  fix: 'Let every hop pass on that a client has gone, and let the server send a heartbeat, so that it notices; or let a new stream of a session replace the old one.',
};

function goneFault({answer}: McpStep): Fault {
  return {
    what: `the session is gone after its stream was cut (${answer?.status ?? 404}): its client has to begin anew, and loses what was under way`,
    fix: 'Keep a session when a connection of it ends, until it was idle for minutes; and give each session one home: see mcp/messages-find-their-session.',
  };
}

function saying(lead: string, {fault, doubt}: StepFindings): StepFindings {
  return {fault: fault === null ? null : {...fault, what: `${lead}${fault.what}`}, doubt};
}

import {CannotTell, type NoAnswer} from '../../model/errors.ts';
import {ownSlowness} from '../../model/facts/observer.ts';
import type {McpConversation, McpStep} from '../../model/facts/wire/mcp.ts';
import type {Fault} from '../../model/outcome.ts';
import {isRedirect} from '../http/redirect-kind.ts';
import {neverCame} from '../streams/observer.ts';
import {isAccepted, isSessionMiss} from './session-misses.ts';
import {acceptedFindings, replyFindings} from './step-findings.ts';

/** What became of one message of a session. */
export type Delivery = {readonly step: McpStep} & (
  | {readonly came: 'arrived'}
  /** Whoever took it says that it does not know the session. */
  | {readonly came: 'lost'}
  /** Accepted, and no reply came on the stream while it was waited for. `wentOn`: a later one did, so that the stream was alive. */
  | {readonly came: 'unanswered'; readonly wentOn: boolean}
  | {readonly came: 'refused'; readonly fault: Fault}
  | {readonly came: 'unknown'; readonly doubt: CannotTell | NoAnswer}
);

/** Each message that was meant for a session that there was, in the order in which they were sent. */
export function deliveriesOf({steps}: McpConversation, withinMs: number): readonly Delivery[] {
  const stream = steps.findIndex(({answer}) => answer?.endpoint != null);
  const meant = steps.filter(({purpose, answer}, at) => {
    if (purpose === 'initialize') return stream !== -1 && at > stream && !isRedirect(answer?.status ?? 0);
    return purpose === 'initialized' || purpose === 'ping' || purpose === 'list-tools';
  });
  return meant.map((step) => ({step, ...deliveryOf(step, steps, withinMs)}));
}

type Came = Delivery extends infer One ? (One extends Delivery ? Omit<One, 'step'> : never) : never;

function deliveryOf(step: McpStep, steps: readonly McpStep[], withinMs: number): Came {
  const cut = cutBefore(step, steps);
  if (cut !== null && step.reply === null) return {came: 'unknown', doubt: cut};
  if (isSessionMiss(step)) return {came: 'lost'};
  const isNotification = step.purpose === 'initialized';
  if (!isNotification && step.reply === null && isAccepted(step) && step.waited !== null) {
    return unanswered(step, {...step.waited, withinMs}, steps);
  }
  const {fault, doubt} = isNotification ? acceptedFindings(step) : replyFindings(step);
  if (fault !== null) return {came: 'refused', fault};
  return doubt === null ? {came: 'arrived'} : {came: 'unknown', doubt};
}

function unanswered(
  step: McpStep,
  {forMs, observer, withinMs}: NonNullable<McpStep['waited']> & {readonly withinMs: number},
  steps: readonly McpStep[],
): Came {
  // What we were late was waited for besides.
  if (neverCame(forMs, withinMs, observer) === 'unknown') {
    return {came: 'unknown', doubt: ownSlowness(step.url, observer, forMs, 'whether its reply came on the stream')};
  }
  const later = steps.slice(steps.indexOf(step) + 1);
  return {came: 'unanswered', wentOn: later.some(({waited, reply}) => waited !== null && reply !== null)};
}

/** A session of HTTP+SSE ends with its stream: what becomes of its messages then says nothing about homes. */
function cutBefore({askedAtMs, answer}: McpStep, steps: readonly McpStep[]): CannotTell | null {
  const stream = steps.find((step) => step.answer?.endpoint != null);
  const end = stream?.answer?.end ?? 'held';
  if (stream?.answer == null || end === 'held' || end === 'silent') return null;
  const endedAtMs = stream.askedAtMs + stream.answer.endAt.earliestMs;
  if (askedAtMs + (answer?.headersAt.atMs ?? Number.POSITIVE_INFINITY) < endedAtMs) return null;
  return new CannotTell(
    `${stream.url}: the stream ended (${end}) while messages were sent, and its session with it`,
    'see sse/stream-holds for what ends it, then run again',
    {transient: true},
  );
}

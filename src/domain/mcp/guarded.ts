import {CannotTell, type NoAnswer} from '../../model/errors.ts';
import type {McpAnswer, McpConversation, McpStep} from '../../model/facts/wire/mcp.ts';
import type {Fault} from '../../model/outcome.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {writtenBy} from '../http/hops.ts';
import {notBegun} from './begun.ts';
import {isSessionMiss} from './session-misses.ts';
import {replyFindings, unansweredFindings} from './step-findings.ts';

/** What the answer to a message shows that was sent with another header. */
export interface GuardFindings {
  readonly fault: Fault | null;
  readonly doubt: CannotTell | NoAnswer | null;
  readonly actual: string;
}

const ABOUT_ORIGIN = /\borigin\b/i;
const ABOUT_HOST = /\bhosts?\b/i;

export function guardedSteps({steps}: McpConversation): readonly McpStep[] {
  return steps.filter(({purpose}) => purpose === 'guarded');
}

/** Of a message with the Origin of a page from elsewhere, in a session in which the same without it is answered. */
export function foreignOriginFindings(step: McpStep, origin: string): GuardFindings {
  const unanswered = unansweredFindings(step);
  if (unanswered !== null) return {...unanswered, actual: ''};
  const {answer} = step;
  const status = answer?.status ?? 0;
  if (status === 403 || (status >= 400 && status < 500 && ABOUT_ORIGIN.test(answer?.text ?? ''))) {
    const rule = status === 403 ? '' : ' (403 since revision 2025-11-25)';
    return {fault: null, doubt: null, actual: `a message with Origin ${origin} is refused with ${status}${rule}`};
  }
  const {reply} = step;
  if (reply?.kind === 'error' && ABOUT_ORIGIN.test(reply.error?.message ?? '')) {
    const actual = `a message with Origin ${origin} is refused with an error in an answer ${status} (403 since revision 2025-11-25)`;
    return {fault: null, doubt: null, actual};
  }
  const answered = replyFindings(step);
  if (answered.fault === null && answered.doubt === null) {
    return {
      fault: {
        what: `a message with Origin ${origin} is taken (${status}), not refused with 403`,
        fix: 'Let the server check the Origin header: pages of other origins can use a server that a browser reaches (DNS rebinding). TypeScript SDK: `allowedOrigins` with `enableDnsRebindingProtection`, or its host and origin guards; Python SDK: `TransportSecuritySettings(allowed_origins=[…])`; FastAPI: a dependency that compares the header.',
      },
      doubt: null,
      actual: '',
    };
  }
  return {
    fault: null,
    doubt: new CannotTell(
      `${step.url}: a message with Origin ${origin} is answered ${status}, which is neither taken nor refused for its Origin`,
      `See why: ${answered.fault?.what ?? answered.doubt?.message ?? 'there is no answer'}.`,
    ),
    actual: '',
  };
}

/** Of a message with one of the host names that clients and hops use. */
export function hostFindings(step: McpStep, host: string): GuardFindings {
  if (isSessionMiss(step)) {
    const what = `a message with Host ${host} reached somebody who does not know its session (${step.answer?.status}), so it is not known what its own server makes of that name`;
    const fix = 'See mcp/messages-find-their-session, and to which target group the rule for this host leads.';
    return {fault: null, doubt: new CannotTell(`${step.url}: ${what}`, fix), actual: ''};
  }
  const {fault, doubt} = replyFindings(step);
  if (fault === null) return {fault, doubt, actual: `a message with Host ${host} is answered`};
  return {fault: {...fault, what: `a message with Host ${host}: ${fault.what}`}, doubt: null, actual: ''};
}

/** Why a conversation could not begin, where that is the Host header; null: it is not. */
export function hostRefusal(conversation: McpConversation): {readonly step: McpStep; readonly fault: Fault} | null {
  if (conversation.transport !== null) return null;
  const begun = notBegun(conversation);
  const answer = begun?.step.answer ?? null;
  if (begun === null || answer === null || begun.findings.fault === null || !refusesHost(answer)) return null;
  return {step: begun.step, fault: begun.findings.fault};
}

function refusesHost({status, headers, text}: McpAnswer): boolean {
  return status === 421 || (status === 403 && ABOUT_HOST.test(plainText(text)) && writtenBy(headers, text) === null);
}

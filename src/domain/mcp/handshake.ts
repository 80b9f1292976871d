import {CannotTell, type NoAnswer} from '../../model/errors.ts';
import type {McpConversation, McpRevision, McpStep} from '../../model/facts/wire/mcp.ts';
import {MCP_REVISIONS} from '../../model/facts/wire/mcp.ts';
import type {Fault} from '../../model/outcome.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {notBegun} from './begun.ts';
import {withoutFollowed} from './followed.ts';
import {acceptedFindings, replyFindings, type StepFindings, unansweredFindings} from './step-findings.ts';

/** What is wrong with the beginning of a conversation, and where. */
export interface ConversationFindings {
  /** The request that decides; null where none does. */
  readonly step: McpStep | null;
  readonly fault: Fault | null;
  readonly doubt: CannotTell | NoAnswer | null;
}

/** Older than the first that is written down; the official clients take it. */
const ALSO_KNOWN = ['2024-10-07'];

/** That the server and its client came to speak: each message of the handshake was answered as its revision says. */
export function handshakeFindings(
  conversation: McpConversation,
  wanted: McpRevision | undefined,
): ConversationFindings {
  if (conversation.transport === null) {
    const begun = notBegun(conversation);
    if (begun !== null) return {step: begun.step, ...begun.findings};
    const doubt = new CannotTell(`${conversation.url}: nothing was asked`, 'Run again.', {transient: true});
    return {step: null, fault: null, doubt};
  }
  const disagreed = revisionFault(conversation, wanted);
  if (disagreed !== null) return {step: greeting(conversation), fault: disagreed, doubt: null};
  const begunAt = withoutFollowed(conversation.steps).findIndex(({reply}) => reply?.kind === 'result');
  const judged = withoutFollowed(conversation.steps).map((step, at) => ({step, ...findingsOf(step, at > begunAt)}));
  const decided = judged.find(({fault}) => fault !== null) ?? judged.find(({doubt}) => doubt !== null);
  return decided ?? {step: null, fault: null, doubt: null};
}

function greeting({steps, transport}: McpConversation): McpStep | null {
  return steps.find(({purpose}) => purpose === (transport === 'stateless' ? 'discover' : 'initialize')) ?? null;
}

/** `hasBegun`: it is another session that begins in the revision that was agreed on. */
function findingsOf(step: McpStep, hasBegun: boolean): StepFindings {
  switch (step.purpose) {
    case 'initialize':
      return hasBegun ? replyFindings(step) : {fault: null, doubt: null};
    case 'stream':
      return (hasBegun ? unansweredFindings(step) : null) ?? {fault: null, doubt: null};
    case 'initialized':
      return acceptedFindings(step);
    case 'ping':
    case 'list-tools':
      return replyFindings(step);
    default:
      return {fault: null, doubt: null};
  }
}

function revisionFault({revision, transport}: McpConversation, wanted: McpRevision | undefined): Fault | null {
  if (revision === null) return null;
  if (wanted !== undefined && transport === 'streamable' && revision !== wanted) {
    return {
      what: `agrees on revision ${plainText(revision, 40)}, not on ${wanted}`,
      fix: 'Ask for the revision that the server speaks, or update its SDK.',
    };
  }
  if ([...MCP_REVISIONS, ...ALSO_KNOWN].includes(revision)) return null;
  return {
    what: `agrees on revision ${JSON.stringify(plainText(revision, 40))}, which no client knows`,
    fix: 'Let the server answer with the revision that the client asks for, or with another released one.',
  };
}

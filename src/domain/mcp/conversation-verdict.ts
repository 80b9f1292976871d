import {CannotTell, type NoAnswer} from '../../model/errors.ts';
import type {McpConversation, McpRevision, McpStep} from '../../model/facts/wire/mcp.ts';
import {type Fault, fail, pass, type Verdict} from '../../model/outcome.ts';
import {mcpByHand} from './by-hand.ts';
import {conversationEvidence, stepName} from './conversation-evidence.ts';
import {handshakeFindings} from './handshake.ts';

/** What a conversation shows beyond its handshake. A fault counts before a doubt. */
export interface TalkFindings {
  /** The request that decides; null: the conversation as a whole does. */
  readonly step: McpStep | null;
  readonly fault: Fault | null;
  readonly doubt: CannotTell | NoAnswer | null;
  /** What is, where nothing is wrong. */
  readonly actual: string;
}

export interface ConversationClaim {
  readonly era: McpRevision | undefined;
  readonly expected: string;
}

/** The verdict on a conversation: that it began, and what is judged of it then. */
export function conversationVerdict(
  conversation: McpConversation,
  {era, expected}: ConversationClaim,
  judge: (conversation: McpConversation) => TalkFindings,
): Verdict {
  const begun = handshakeFindings(conversation, era);
  const findings = begun.fault === null && begun.doubt === null ? judge(conversation) : {...begun, actual: ''};
  const evidence = conversationEvidence(conversation);
  const {step, fault, doubt, actual} = findings;
  if (fault !== null) {
    const byHand = mcpByHand(conversation, step);
    return fail({place: stepPlace(conversation, step), expected, faults: [fault], evidence, byHand});
  }
  if (doubt !== null) throw doubt;
  return pass({place: conversation.url, expected, actual, evidence});
}

/**
 * For a claim that can only be looked at by who is let in: an answer that lets nobody begin says nothing about it.
 * @throws CannotTell where the conversation did not begin, or went wrong before what is judged.
 */
export function mustHaveBegun(conversation: McpConversation, era: McpRevision | undefined, hidden: string): void {
  const {step, fault, doubt} = handshakeFindings(conversation, era);
  if (doubt !== null) throw doubt;
  if (fault === null) return;
  throw new CannotTell(
    `${stepPlace(conversation, step)}: ${fault.what}; so it is not known ${hidden}`,
    `${fault.fix} The check mcp/handshake says more.`,
  );
}

/** Where a conversation went wrong, for the beginning of a sentence. */
export function stepPlace({url}: McpConversation, step: McpStep | null): string {
  return step === null ? url : `${stepName(step)} at ${step.url}`;
}

import type {McpConversation, McpStep} from '../../model/facts/wire/mcp.ts';
import {stepName} from './conversation-evidence.ts';

/** Where a conversation went wrong, for the beginning of a sentence. */
export function stepPlace({url}: McpConversation, step: McpStep | null): string {
  return step === null ? url : `${stepName(step)} at ${step.url}`;
}

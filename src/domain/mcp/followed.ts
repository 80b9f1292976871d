import type {McpStep} from '../../model/facts/wire/mcp.ts';
import {isRedirect} from '../http/redirect-kind.ts';

/** The requests that decide: without those whose redirect was followed by the same message, as clients follow it. */
export function withoutFollowed(steps: readonly McpStep[]): readonly McpStep[] {
  return steps.filter(({answer, purpose, method}, at) => {
    const next = steps[at + 1];
    return !(isRedirect(answer?.status ?? 0) && next?.purpose === purpose && next.method === method);
  });
}

import {notBegun} from '../domain/mcp/begun.ts';
import {spokenText} from '../domain/mcp/conversation-evidence.ts';
import {
  type EndpointFindings,
  endpointFindings,
  namedEndpoint,
  unroutedFault,
} from '../domain/mcp/endpoint-findings.ts';
import {basePathIn} from '../domain/mcp/endpoint-place.ts';
import {CannotTell} from '../model/errors.ts';
import type {McpAnswer, McpConversation, McpProbe, McpStep, McpTarget} from '../model/facts/wire/mcp.ts';

/** Where messages go, as the server says and as they are answered there. */
export interface EndpointLook extends EndpointFindings {
  readonly conversation: McpConversation;
  readonly basePath: string;
  /** The request that decides; null: the conversation as a whole. */
  readonly step: McpStep | null;
  /** The path that the endpoint event names; null: there is none, or it is no URL. */
  readonly endpointPath: string | null;
}

/**
 * One conversation, and where the application has no path for the stream a second one, with the base path twice: what is found
 * there tells who applies it. `basePath` left out: what the URL says.
 */
export async function lookAtEndpoint(
  {basePath = undefined, ...target}: McpTarget & {readonly basePath?: string | undefined},
  mcp: McpProbe,
): Promise<EndpointLook> {
  const base = basePath ?? basePathIn(target.url);
  const conversation = await mcp.converse({task: 'handshake', ...target});
  const look = {conversation, basePath: base, step: null, endpointPath: null, place: null};
  const named = namedEndpoint(conversation);
  if (named !== null) {
    const endpointPath = URL.parse(named.endpoint.url ?? '')?.pathname ?? null;
    return {...look, ...endpointFindings({streamUrl: target.url, basePath: base, ...named}), endpointPath};
  }
  if (conversation.transport !== null) {
    const actual = `${spokenText(conversation)}, whose messages go to this URL itself: there is no endpoint event`;
    return {...look, actual, because: null, fault: null, doubt: null};
  }
  const none = {actual: 'no endpoint event', because: null, doubt: null};
  const unrouted = unroutedStream(conversation);
  if (unrouted !== null) {
    const {step, answer} = unrouted;
    const twice =
      base === ''
        ? null
        : await mcp.converse({task: 'handshake', ...target, era: HTTP_SSE, url: twiceBelow(base, target.url)});
    return {...look, ...none, fault: unroutedFault(step, answer, {basePath: base, twice})};
  }
  const begun = notBegun(conversation);
  if (begun !== null) return {...look, ...none, step: begun.step, ...begun.findings};
  return {...look, ...none, fault: null, doubt: new CannotTell(`${conversation.url}: nothing was asked`, 'Run again.')};
}

const HTTP_SSE = '2024-11-05';

/** Nothing at the path speaks MCP, and GET is answered 404. */
function unroutedStream({steps}: McpConversation): {readonly step: McpStep; readonly answer: McpAnswer} | null {
  const step = steps.findLast(({purpose}) => purpose === 'stream');
  return step?.answer?.status === 404 ? {step, answer: step.answer} : null;
}

function twiceBelow(basePath: string, url: string): string {
  const twice = new URL(url);
  twice.pathname = `${basePath}${twice.pathname}`;
  return twice.href;
}

import type {StreamClaim} from '../domain/streams/stream-claim.ts';
import type {CannotTell} from '../model/errors.ts';
import type {AwsFacts} from '../model/facts/aws-facts.ts';
import type {StreamRequest} from '../model/facts/wire/stream.ts';
import {type Expectation, PAST_IDLE, type StreamParams} from '../model/stream-params.ts';
import {holdOf} from './past-idle.ts';

/** A request for a stream as all checks make it, and what is known beside it. */
export interface AskedStream extends StreamClaim {
  readonly request: Omit<StreamRequest, 'protocol' | 'coding'>;
  /** Why the load balancer could not be asked how long to hold: what was seen to fail stands, a pass would prove nothing. */
  readonly untold: CannotTell | null;
}

/** Equal parameters make equal requests, which share a look. */
export async function streamRequestOf(
  params: StreamParams,
  aws: Pick<AwsFacts, 'loadBalancerAttributes'>,
): Promise<AskedStream> {
  const {url, headers, address, heartbeatWithin} = params;
  const expect = expectationOf(params);
  const {holdForMs, idleTimeoutMs, untold} = await holdOf(params, aws);
  // A first byte that may take longer may take its headers with it.
  const headersWithinMs = Math.max(params.headersWithin, params.firstByteWithin);
  return {
    request: {
      url,
      headers,
      ...(address === undefined ? {} : {address}),
      headersWithinMs: params.holdFor === PAST_IDLE ? Math.max(headersWithinMs, holdForMs) : headersWithinMs,
      holdForMs,
      ...(expect === 'event' ? {firstEventWithinMs: params.firstEventWithin} : {}),
      ...(heartbeatWithin === undefined ? {} : {heartbeatWithinMs: heartbeatWithin}),
    },
    expect,
    holdForMs,
    headersWithinMs,
    firstByteWithinMs: params.firstByteWithin,
    firstEventWithinMs: params.firstEventWithin,
    heartbeatWithinMs: heartbeatWithin ?? null,
    idleTimeoutMs,
    untold,
  };
}

/** A client of MCP that has a session, or knows the version, is owed no event: a stream of GET may be quiet for ever. */
function expectationOf({expect, headers}: StreamParams): Expectation {
  if (expect !== undefined) return expect;
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  return names.includes('mcp-session-id') || names.includes('mcp-protocol-version') ? 'byte' : 'event';
}

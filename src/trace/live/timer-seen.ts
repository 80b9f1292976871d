import {isNear} from '../../domain/streams/limits.ts';
import {CannotTell, NoAnswer} from '../../model/errors.ts';
import type {StreamObservation} from '../../model/facts/wire/stream.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {isMediaType} from '../../model/text/media-type.ts';
import type {SeenHop} from '../../model/trace.ts';
import {idleTimeoutMsOf} from '../../readers/idle-timeout.ts';
import type {LoadBalancerHere} from '../load-balancer-hop.ts';
import type {RequestToFollow} from '../traced-request.ts';
import {type AddressLook, type LiveWire, urlOf, WITHIN_MS} from './look.ts';

/** A stream is watched no longer than this for the sake of a timer. */
const WATCHED_MS = 10_000;

/**
 * What a stream that was watched for a while shows of the idle timeout: one is seen where the stream was closed in
 * silence, or was silent for longer. Mostly neither is so, and nothing is said.
 */
export async function idleTimeoutSeen(
  wire: LiveWire,
  request: RequestToFollow,
  here: LoadBalancerHere,
  looks: readonly AddressLook[],
): Promise<readonly SeenHop[]> {
  const stream = looks.find(({exchange}) =>
    isMediaType(exchange?.answer?.headers['content-type'], 'text/event-stream'),
  );
  if (stream === undefined) return [];
  try {
    const idleTimeoutMs = await idleTimeoutMsOf(here.name, here.aws);
    const seen = await wire.sse.stream({
      url: urlOf(request),
      headers: request.headers,
      ...(stream.isPinned ? {address: stream.address} : {}),
      headersWithinMs: WITHIN_MS,
      holdForMs: Math.min(WATCHED_MS, Math.ceil(idleTimeoutMs * 1.1) + 1000),
    });
    return idleTimeoutIn(seen, idleTimeoutMs);
  } catch (thrown) {
    if (thrown instanceof CannotTell || thrown instanceof NoAnswer) return [];
    throw thrown;
  }
}

/** What this look shows of an idle timeout; empty: nothing. */
export function idleTimeoutIn({answer, observer}: StreamObservation, idleTimeoutMs: number): readonly SeenHop[] {
  // What our own absence did to the times is not the load balancer's.
  if (answer === null || observer.awayMs > 250 || observer.suspendedMs > 0) return [];
  const configured = `an idle timeout of ${formatDuration(idleTimeoutMs)}`;
  const {end, endAtMs, lastByteAtMs, headersAtMs, silenceAtLeastMs} = answer;
  const said = {kind: 'load-balancer', configured} as const;
  const quietMs = endAtMs - (lastByteAtMs ?? headersAtMs);
  const isOurs = end === 'held' || end === 'silent' || end === 'too-large';
  if (!isOurs && end !== 'complete' && isNear(quietMs, idleTimeoutMs)) {
    const seen = `a stream was closed after ${formatDuration(quietMs)} of silence`;
    return [{...said, status: 'as-configured', seen, fix: null}];
  }
  if (isNear(silenceAtLeastMs, idleTimeoutMs) || silenceAtLeastMs < idleTimeoutMs) return [];
  return [
    {
      ...said,
      status: 'differs',
      seen: `a stream was silent for ${formatDuration(silenceAtLeastMs)} and was not closed`,
      fix: 'See whether the attribute was changed just now, and whether a hop in front sends something itself or keeps the stream open.',
    },
  ];
}

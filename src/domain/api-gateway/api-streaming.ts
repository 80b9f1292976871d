import type {Api, ApiIntegration} from '../../model/facts/aws-facts.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {type gatewayTimers, heartbeatVerdict} from '../streams/stream-timers.ts';

/** The default is BUFFERED, and an HTTP API has nothing else. */
export function transferMode({protocol}: Api, {responseTransferMode}: ApiIntegration): string {
  return protocol === 'REST' ? (responseTransferMode ?? 'BUFFERED') : 'BUFFERED';
}

export function streamObstacles({protocol}: Api, {type}: ApiIntegration): string[] {
  if (protocol !== 'REST') return [`an ${protocol} API cannot stream: only REST APIs do`];
  return ['HTTP_PROXY', 'AWS_PROXY'].includes(type) ? [] : [`an integration of type ${type} cannot stream`];
}

export function gatewayTimerFaults(
  timers: ReturnType<typeof gatewayTimers>,
  streamsOf: number | undefined,
  heartbeat: number | undefined,
): string[] {
  return timers.flatMap((timer) => {
    const limit = `${timer.name} is ${formatDuration((timer.seconds ?? 0) * 1000)}`;
    if (!timer.resetsOnData) {
      const isShort = streamsOf !== undefined && (timer.seconds ?? 0) * 1000 < streamsOf;
      return isShort ? [`${limit}, less than a stream of ${formatDuration(streamsOf)}`] : [];
    }
    if (heartbeat === undefined || heartbeatVerdict(heartbeat, timer) === 'fits') return [];
    return [`${limit}, less than two heartbeats of ${formatDuration(heartbeat)}`];
  });
}

import type {Api, ApiIntegration} from '../../model/facts/aws-facts.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {gatewayTimers} from '../streams/stream-timers.ts';
import {streamObstacles, transferMode} from './api-streaming.ts';

/**
 * How API Gateway passes responses on, and where that ends.
 * Sources: the API Gateway developer guide (response transfer mode, quotas of REST, HTTP and WebSocket APIs).
 */

/** Short enough for the lines of a trace, which are cut. */
export function limitsOf(api: Api, integration: ApiIntegration): readonly string[] {
  const timers = gatewayTimers({api, integration}).map(({seconds}) => seconds ?? 0);
  const [whole = 0, life = 0, silence = 0] = timers;
  const text = (seconds: number) => formatDuration(seconds * 1000);
  if (transferMode(api, integration) === 'BUFFERED') {
    return [`BUFFERED: responses come whole, within ${text(whole)} and 10 MB`];
  }
  const [obstacle] = streamObstacles(api, integration);
  if (obstacle !== undefined) return [`STREAM: but ${obstacle.what}`];
  return [
    `STREAM: responses come as they are sent, for ${text(Math.min(whole, life))} at most`,
    `STREAM: ends after ${text(silence)} of silence; 2 MB/s after 10 MB`,
  ];
}

/** Of the connections that a WebSocket API holds. */
export const WEBSOCKET_LIMITS = 'WebSocket: 2 h at most, ends after 10 min of silence; messages to 128 KB';

import type {Api, ApiIntegration, ApiRoute} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';
import {formatDuration} from '../../model/text/duration.ts';
import {command} from '../../model/text/shell.ts';
import {type gatewayTimers, heartbeatVerdict, INTEGRATION_TIMEOUT} from '../streams/stream-timers.ts';
import {deployingHint} from './api-stages.ts';

/** The default is BUFFERED, and an HTTP API has nothing else. */
export function transferMode({protocol}: Api, {responseTransferMode}: ApiIntegration): string {
  return protocol === 'REST' ? (responseTransferMode ?? 'BUFFERED') : 'BUFFERED';
}

export function streamObstacles({protocol}: Api, {type}: ApiIntegration): Fault[] {
  if (protocol !== 'REST') {
    const fix = 'Lead streams around this API, to the load balancer itself, or serve them from a REST API.';
    return [{what: `an ${protocol} API cannot stream: only REST APIs do`, fix}];
  }
  if (['HTTP_PROXY', 'AWS_PROXY'].includes(type)) return [];
  const fix = 'Make it an HTTP_PROXY or AWS_PROXY integration, and deploy.';
  return [{what: `an integration of type ${type} cannot stream`, fix}];
}

/** How a route comes to pass responses on as it should. */
export function modeFault(
  mode: string,
  wanted: string,
  {id, protocol}: Api,
  {method, path}: Pick<ApiRoute, 'method' | 'path'>,
  stage: string | undefined,
): Fault {
  const resource = command`aws apigateway get-resources --rest-api-id ${id} --query "items[?path=='${path}'].id" --output text`;
  const set = `aws apigateway update-integration --rest-api-id ${id} --resource-id "$(${resource})" --http-method ${method} --patch-operations op=replace,path=/responseTransferMode,value=${wanted}`;
  const fix =
    protocol === 'REST'
      ? `Set the integration to ${wanted} (\`${set}\`), and deploy.${deployingHint(stage)}`
      : 'Lead streams around this API, to the load balancer itself, or serve them from a REST API.';
  return {what: `responses are ${mode}, not ${wanted}`, fix};
}

/** How an integration timeout comes into its bounds. Sources: the API Gateway quotas of REST and HTTP APIs. */
export function timeoutFix(
  {protocol, endpointTypes}: Api,
  timeoutMs: number,
  {atLeast, atMost}: {readonly atLeast: number | undefined; readonly atMost: number | undefined},
): string {
  const isShort = atLeast !== undefined && timeoutMs < atLeast;
  const wanted = isShort ? atLeast : (atMost ?? timeoutMs);
  const set = `Set the timeout of the integration to ${wanted} ms (timeout_milliseconds in Terraform), and deploy.`;
  const most = protocol === 'REST' ? 29_000 : 30_000;
  if (wanted <= most) return set;
  if (protocol === 'REST' && !endpointTypes.includes('EDGE')) {
    return `${set} More than 29 s has to be granted first (Service Quotas: maximum integration timeout), and may lower the account's throttle quota.`;
  }
  return `${protocol === 'REST' ? 'An edge-optimized' : 'An HTTP'} API waits ${formatDuration(most)} at most: lead these requests around it, to the load balancer itself.`;
}

export function gatewayTimerFaults(
  timers: ReturnType<typeof gatewayTimers>,
  streamsOf: number | undefined,
  heartbeat: number | undefined,
): Fault[] {
  return timers.flatMap((timer) => {
    const limit = `${timer.name} is ${formatDuration((timer.seconds ?? 0) * 1000)}`;
    if (!timer.resetsOnData) {
      const isShort = streamsOf !== undefined && (timer.seconds ?? 0) * 1000 < streamsOf;
      const isFixed = timer.name !== INTEGRATION_TIMEOUT;
      const fix = isFixed
        ? 'Promise shorter streams and let clients reconnect, or lead streams around the gateway.'
        : `Raise the timeout of the integration to ${streamsOf} ms, and deploy; or promise shorter streams.`;
      return isShort ? [{what: `${limit}, less than a stream of ${formatDuration(streamsOf)}`, fix}] : [];
    }
    if (heartbeat === undefined || heartbeatVerdict(heartbeat, timer) === 'fits') return [];
    const fix = `Let the server send a comment at least every ${formatDuration(((timer.seconds ?? 0) * 1000) / 2)}.`;
    return [{what: `${limit}, less than two heartbeats of ${formatDuration(heartbeat)}`, fix}];
  });
}

import type {Api, ApiIntegration, NetworkInterface} from '../../model/facts/aws-facts.ts';
import type {Evidence} from '../../model/outcome.ts';
import {command} from '../../model/text/shell.ts';
import {type AttributeKey, type Attributes, attributeOf, secondsOf} from '../targets/elb-attributes.ts';
import type {StopTime} from '../targets/stop-times.ts';

/**
 * Every timer that a stream meets between its client and its task, and how often a heartbeat has to come to outlive them.
 * Sources: the ALB user guide (load balancer and target group attributes), the API Gateway developer guide (quotas,
 * response transfer mode), the EC2 user guide (connection tracking), the ECS API reference (stopTimeout).
 */

export interface StreamTimer {
  readonly name: string;
  /** Null when it is not known. */
  readonly seconds: number | null;
  /** `default`: nobody set it, and AWS documents what holds then. */
  readonly state: 'known' | 'default' | 'unknown';
  /** Starts anew with every byte of payload, so that a heartbeat keeps it from running out. */
  readonly resetsOnData: boolean;
  /** What happens to a stream when it runs out. */
  readonly effect: string;
  /** Where it was read, or is to be looked up. */
  readonly source: string;
}

/** What is on the way. A hop that does not exist is left out; null is one whose facts could not be read. */
export interface StreamPath {
  readonly gateway?: {readonly api: Api; readonly integration: ApiIntegration} | null;
  readonly loadBalancer?: {readonly arn: string; readonly attributes: Attributes} | null;
  readonly targetGroup?: {readonly arn: string; readonly attributes: Attributes} | null;
  /** Those of the tasks. */
  readonly interfaces?: readonly NetworkInterface[] | null;
  readonly container?: {readonly taskDefinitionArn: string; readonly stopTime: StopTime} | null;
}

/** In the order a stream meets them, from the client to the task. */
export function streamTimers(path: StreamPath): readonly StreamTimer[] {
  return [
    timer('client read timeout', null, true, 'the client gives up and reconnects', 'the client and its proxies'),
    ...gatewayTimers(path.gateway),
    ...loadBalancerTimers(path.loadBalancer),
    ...targetGroupTimers(path.targetGroup),
    ...trackingTimers(path.interfaces),
    ...containerTimers(path.container),
    timer(
      'server keep-alive',
      null,
      false,
      'requests on a reused connection answer 502 where it is shorter than the idle timeout',
      'the settings of the web server',
    ),
  ];
}

const IDLE_TIMEOUT = 'load balancer idle timeout';

/** A connection that a Nitro v6 instance tracks, or a network load balancer carries, is forgotten after this much silence. */
const FLOW_TIMEOUT_SECONDS = 350;

const REST_TIMEOUT_SECONDS = 29;
const HTTP_API_TIMEOUT_SECONDS = 30;
const STREAM_LIFE_SECONDS = 15 * 60;

export const INTEGRATION_TIMEOUT = 'API Gateway integration timeout';

/** Those of {@link streamTimers} that API Gateway has. */
export function gatewayTimers(gateway: StreamPath['gateway']): StreamTimer[] {
  if (gateway === undefined) return [];
  const name = INTEGRATION_TIMEOUT;
  const answers504 = 'API Gateway answers 504';
  if (gateway === null) return [timer(name, null, false, answers504, 'apigateway:GetIntegration')];

  const {api, integration} = gateway;
  const source = `API ${api.id} (${api.name})`;
  const set = integration.timeoutMs === null ? null : integration.timeoutMs / 1000;
  const most = api.protocol === 'REST' ? REST_TIMEOUT_SECONDS : HTTP_API_TIMEOUT_SECONDS;
  const isStreaming = api.protocol === 'REST' && integration.responseTransferMode === 'STREAM';
  const effect = isStreaming ? 'the stream ends' : `${answers504}: a response is held back until it is complete`;
  const whole = {
    ...timer(name, set ?? most, false, effect, source),
    state: set === null ? 'default' : 'known',
  } as const;
  if (!isStreaming) return [whole];
  const idleSeconds = api.endpointTypes.includes('EDGE') ? 30 : 5 * 60;
  return [
    whole,
    timer('API Gateway longest stream', STREAM_LIFE_SECONDS, false, 'the stream ends', source),
    timer('API Gateway stream idle timeout', idleSeconds, true, 'the stream ends', source),
  ];
}

function loadBalancerTimers(loadBalancer: StreamPath['loadBalancer']): StreamTimer[] {
  if (loadBalancer === undefined) return [];
  return [
    attributeTimer(IDLE_TIMEOUT, loadBalancer, 'idle_timeout.timeout_seconds', true, 'the stream is closed'),
    attributeTimer(
      'load balancer client keep-alive',
      loadBalancer,
      'client_keep_alive.seconds',
      false,
      'the connection ends; whether that cuts a response is not documented',
    ),
  ];
}

function targetGroupTimers(targetGroup: StreamPath['targetGroup']): StreamTimer[] {
  if (targetGroup === undefined) return [];
  const effect = 'streams that are still open on a stopping task are cut';
  return [attributeTimer('deregistration delay', targetGroup, 'deregistration_delay.timeout_seconds', false, effect)];
}

/** The default depends on the instance type, which the interface of a task does not show. */
function trackingTimers(interfaces: StreamPath['interfaces']): StreamTimer[] {
  if (interfaces === undefined) return [];
  const name = 'connection tracking of the tasks';
  const effect = `bytes are silently dropped (by default after 5 days, on Nitro v6 after ${FLOW_TIMEOUT_SECONDS} s)`;
  const set = (interfaces ?? []).flatMap(({id, tcpEstablishedTimeoutSeconds: seconds}) =>
    seconds === null ? [] : [{id, seconds}],
  );
  const shortest = set.toSorted((a, b) => a.seconds - b.seconds)[0];
  // Another interface without a setting of its own may be shorter still.
  if (shortest === undefined || set.length < (interfaces ?? []).length) {
    return [timer(name, null, true, effect, 'the type of the instance that a task runs on')];
  }
  return [timer(name, shortest.seconds, true, effect, shortest.id)];
}

function containerTimers(container: StreamPath['container']): StreamTimer[] {
  if (container === undefined) return [];
  const name = 'task stop timeout';
  const effect = 'a stopping task is killed, with what it still serves';
  if (container === null) return [timer(name, null, false, effect, 'ecs:DescribeTaskDefinition')];
  const {seconds, isDefault} = container.stopTime;
  const read = timer(name, seconds, false, effect, `${container.taskDefinitionArn} ${container.stopTime.container}`);
  return [seconds !== null && isDefault ? {...read, state: 'default'} : read];
}

function attributeTimer(
  name: string,
  hop: {readonly arn: string; readonly attributes: Attributes} | null,
  key: AttributeKey,
  resetsOnData: boolean,
  effect: string,
): StreamTimer {
  if (hop === null) return timer(name, null, resetsOnData, effect, key);
  const attribute = attributeOf(hop.attributes, key);
  const read = timer(name, secondsOf(attribute), resetsOnData, effect, `${hop.arn} ${key}`);
  return attribute.isDefault ? {...read, state: 'default'} : read;
}

function timer(
  name: string,
  seconds: number | null,
  resetsOnData: boolean,
  effect: string,
  source: string,
): StreamTimer {
  return {name, seconds, state: seconds === null ? 'unknown' : 'known', resetsOnData, effect, source};
}

export type HeartbeatVerdict = 'fits' | 'races' | 'too slow' | 'unknown' | 'no help';

/**
 * What a heartbeat does for one timer. Up to half of it, one heartbeat may come late or be lost; above that, a late one
 * races the timer, and from the timer's own length on it comes too late. `no help`: no heartbeat keeps this timer from
 * running out.
 */
export function heartbeatVerdict(
  heartbeatMs: number,
  {seconds, resetsOnData}: Pick<StreamTimer, 'seconds' | 'resetsOnData'>,
): HeartbeatVerdict {
  if (!resetsOnData) return 'no help';
  if (seconds === null) return 'unknown';
  const timerMs = seconds * 1000;
  if (heartbeatMs >= timerMs) return 'too slow';
  return heartbeatMs * 2 <= timerMs ? 'fits' : 'races';
}

const LONGEST_IDLE_TIMEOUT_SECONDS = 4000;

/** How a heartbeat that the idle timeout of a load balancer does not outlast comes to fit. */
export function idleTimeoutFix(loadBalancerArn: string, idleSeconds: number, heartbeatMs: number): string {
  const needed = Math.ceil((heartbeatMs * 2) / 1000);
  const half = idleSeconds < 2 ? idleSeconds / 2 : Math.floor(idleSeconds / 2);
  const oftener = `Let the server send a comment at least every ${half} s`;
  if (needed > LONGEST_IDLE_TIMEOUT_SECONDS) {
    return `${oftener}: no idle timeout (${LONGEST_IDLE_TIMEOUT_SECONDS} s at most) outlasts that silence twice.`;
  }
  const raise = command`aws elbv2 modify-load-balancer-attributes --load-balancer-arn ${loadBalancerArn} --attributes Key=idle_timeout.timeout_seconds,Value=${needed}`;
  return `${oftener}, or raise the idle timeout: \`${raise}\` (\`idle_timeout\` of the \`aws_lb\`).`;
}

/** Not judged: whether such an instance or load balancer is on the way is not known. */
export function flowTimeoutEvidence(heartbeatMs: number): Evidence {
  return {
    what: `heartbeat against a flow timeout of ${FLOW_TIMEOUT_SECONDS} s (Nitro v6 instances, network load balancers)`,
    value: heartbeatVerdict(heartbeatMs, {seconds: FLOW_TIMEOUT_SECONDS, resetsOnData: true}),
    source: 'EC2 connection tracking',
  };
}

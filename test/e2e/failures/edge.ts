import {
  CreateRuleCommand,
  type ElasticLoadBalancingV2Client,
  ModifyLoadBalancerAttributesCommand,
  ModifyTargetGroupAttributesCommand,
  type RuleCondition,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import {type Edge, HOST, type TargetGroups} from '../support/aws-edge.ts';

/** What streams need of a load balancer, set and not left to defaults, which the emulator does not show. */
const LOAD_BALANCER_ATTRIBUTES: Readonly<Record<string, string>> = {
  'idle_timeout.timeout_seconds': '60',
  'client_keep_alive.seconds': '3600',
  'routing.http2.enabled': 'true',
  'routing.http.drop_invalid_header_fields.enabled': 'false',
  'routing.http.desync_mitigation_mode': 'defensive',
};

const TARGET_GROUP_ATTRIBUTES: Readonly<Record<string, string>> = {
  'deregistration_delay.timeout_seconds': '300',
  'stickiness.enabled': 'false',
  'load_balancing.algorithm.type': 'least_outstanding_requests',
};

export const METADATA_PRIORITY = 92;

/** Also lets clients of the new host find out where to log in, which they ask for below `/.well-known/`. */
export async function tuneLoadBalancer(
  elb: ElasticLoadBalancingV2Client,
  edge: Edge,
  {sse}: TargetGroups,
): Promise<void> {
  await setLoadBalancerAttributes(elb, edge, LOAD_BALANCER_ATTRIBUTES);
  await elb.send(
    new CreateRuleCommand({
      ListenerArn: edge.listenerArn,
      Priority: METADATA_PRIORITY,
      Conditions: [hostIs(HOST), pathIs('/.well-known/oauth-protected-resource*')],
      Actions: [{Type: 'forward', TargetGroupArn: sse}],
    }),
  );
}

export function hostIs(...Values: string[]): RuleCondition {
  return {Field: 'host-header', HostHeaderConfig: {Values}};
}

export function pathIs(...Values: string[]): RuleCondition {
  return {Field: 'path-pattern', PathPatternConfig: {Values}};
}

export async function tuneTargetGroup(elb: ElasticLoadBalancingV2Client, arn: string): Promise<void> {
  await setTargetGroupAttributes(elb, arn, TARGET_GROUP_ATTRIBUTES);
}

export async function setLoadBalancerAttributes(
  elb: ElasticLoadBalancingV2Client,
  {loadBalancerArn}: Edge,
  attributes: Readonly<Record<string, string>>,
): Promise<void> {
  await elb.send(
    new ModifyLoadBalancerAttributesCommand({LoadBalancerArn: loadBalancerArn, Attributes: listOf(attributes)}),
  );
}

export async function setTargetGroupAttributes(
  elb: ElasticLoadBalancingV2Client,
  arn: string,
  attributes: Readonly<Record<string, string>>,
): Promise<void> {
  await elb.send(new ModifyTargetGroupAttributesCommand({TargetGroupArn: arn, Attributes: listOf(attributes)}));
}

function listOf(attributes: Readonly<Record<string, string>>) {
  return Object.entries(attributes).map(([Key, Value]) => ({Key, Value}));
}

import {type ACMClient, RequestCertificateCommand} from '@aws-sdk/client-acm';
import {
  AddListenerCertificatesCommand,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DeleteLoadBalancerCommand,
  type ElasticLoadBalancingV2Client,
  ModifyLoadBalancerAttributesCommand,
  RemoveListenerCertificatesCommand,
  type RuleCondition,
  SetRulePrioritiesCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type {Network} from './aws-network.ts';
import {given} from './given.ts';

export const HOST = 'mcp.run.georgi.io';
export const WEBSOCKET_HOST = 'ws.georgi.io';
export const IDLE_TIMEOUT_SECONDS = 3;

/** ARNs of the listener's certificates: its default, and the one that the migration adds. */
export interface Certificates {
  readonly wildcard: string;
  readonly mcp: string;
}

export interface TargetGroups {
  readonly api: string;
  readonly ws: string;
  readonly sse: string;
}

/** The load balancer and what hangs on it. ARNs, but for the name and zone that an alias record needs. */
export interface Edge {
  readonly loadBalancerArn: string;
  readonly dnsName: string;
  readonly hostedZoneId: string;
  readonly listenerArn: string;
  /** The rule that answers what is left of the new host. */
  readonly restRuleArn: string;
}

export async function requestCertificate(acm: ACMClient, domainName: string): Promise<string> {
  const made = await acm.send(new RequestCertificateCommand({DomainName: domainName, ValidationMethod: 'DNS'}));
  return given(made.CertificateArn);
}

/** The groups of the plan's Terraform: two that were there before, and the new one for event streams. */
export async function createTargetGroups(elb: ElasticLoadBalancingV2Client, vpcId: string): Promise<TargetGroups> {
  const create = async (name: string): Promise<string> => {
    const made = await elb.send(
      new CreateTargetGroupCommand({
        Name: `jessica-service-${name}`,
        Protocol: 'HTTP',
        Port: 8000,
        VpcId: vpcId,
        TargetType: 'ip',
        HealthCheckEnabled: true,
        HealthCheckProtocol: 'HTTP',
        HealthCheckPath: '/health',
        HealthCheckPort: 'traffic-port',
        HealthCheckIntervalSeconds: 30,
        HealthCheckTimeoutSeconds: 5,
        HealthyThresholdCount: 3,
        UnhealthyThresholdCount: 3,
        Matcher: {HttpCode: '200'},
      }),
    );
    return given(made.TargetGroups?.[0]?.TargetGroupArn);
  };
  return {api: await create('api'), ws: await create('ws'), sse: await create('sse')};
}

/** The central load balancer with its HTTPS listener and the rules of both paths, old and new. */
export async function createEdge(
  elb: ElasticLoadBalancingV2Client,
  network: Network,
  groups: TargetGroups,
  certificates: Certificates,
  scheme: 'internet-facing' | 'internal',
): Promise<Edge> {
  const made = await elb.send(
    new CreateLoadBalancerCommand({
      Name: 'central-alb',
      Subnets: [...network.subnetIds],
      SecurityGroups: [network.securityGroupId],
      Scheme: scheme,
      Type: 'application',
      IpAddressType: 'ipv4',
    }),
  );
  const loadBalancer = given(made.LoadBalancers?.[0]);
  const loadBalancerArn = given(loadBalancer.LoadBalancerArn);
  await elb.send(
    new ModifyLoadBalancerAttributesCommand({
      LoadBalancerArn: loadBalancerArn,
      Attributes: [{Key: 'idle_timeout.timeout_seconds', Value: String(IDLE_TIMEOUT_SECONDS)}],
    }),
  );
  const listenerArn = await createListener(elb, loadBalancerArn, certificates);
  const restRuleArn = await createRules(elb, listenerArn, groups);
  return {
    loadBalancerArn,
    dnsName: given(loadBalancer.DNSName),
    hostedZoneId: given(loadBalancer.CanonicalHostedZoneId),
    listenerArn,
    restRuleArn,
  };
}

async function createListener(
  elb: ElasticLoadBalancingV2Client,
  loadBalancerArn: string,
  certificates: Certificates,
): Promise<string> {
  const made = await elb.send(
    new CreateListenerCommand({
      LoadBalancerArn: loadBalancerArn,
      Protocol: 'HTTPS',
      Port: 443,
      SslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      Certificates: [{CertificateArn: certificates.wildcard}],
      DefaultActions: [NOT_FOUND],
    }),
  );
  const ListenerArn = given(made.Listeners?.[0]?.ListenerArn);
  await elb.send(new AddListenerCertificatesCommand({ListenerArn, Certificates: [{CertificateArn: certificates.mcp}]}));
  return ListenerArn;
}

const NOT_FOUND = {
  Type: 'fixed-response',
  FixedResponseConfig: {StatusCode: '404', ContentType: 'text/plain', MessageBody: 'not found'},
} as const;

/** All rules; returns the ARN of the last. */
async function createRules(
  elb: ElasticLoadBalancingV2Client,
  listenerArn: string,
  groups: TargetGroups,
): Promise<string> {
  const host = (value: string): RuleCondition => ({Field: 'host-header', HostHeaderConfig: {Values: [value]}});
  const path = (value: string): RuleCondition => ({Field: 'path-pattern', PathPatternConfig: {Values: [value]}});
  const create = async (
    Priority: number,
    Conditions: RuleCondition[],
    action: {Type: 'forward'; TargetGroupArn: string} | typeof NOT_FOUND,
  ): Promise<string> => {
    const made = await elb.send(
      new CreateRuleCommand({ListenerArn: listenerArn, Priority, Conditions, Actions: [action]}),
    );
    return given(made.Rules?.[0]?.RuleArn);
  };
  const forward = (TargetGroupArn: string) => ({Type: 'forward', TargetGroupArn}) as const;
  await create(100, [host(WEBSOCKET_HOST), path('/jessica-service/ws*')], forward(groups.ws));
  // In a host condition `*` matches dots too: only because of the rule at 95 this one does not take the new host.
  await create(110, [host('*.georgi.io'), path('/jessica-service/*')], forward(groups.api));
  await create(90, [host(HOST), path('/jessica-service/mcp/sse*')], forward(groups.sse));
  // A listener has one default action for all hosts, so the rest of this host needs a rule of its own, further down.
  return create(95, [host(HOST)], NOT_FOUND);
}

/** The rule for the whole host before the rule for its streams: streams get the fixed 404. */
export async function putRestBeforeStreams(elb: ElasticLoadBalancingV2Client, {restRuleArn}: Edge): Promise<void> {
  await elb.send(new SetRulePrioritiesCommand({RulePriorities: [{RuleArn: restRuleArn, Priority: 80}]}));
}

/** Takes the new host's certificate off the listener; what is left is the wildcard, which covers one label only. */
export async function removeCertificate(
  elb: ElasticLoadBalancingV2Client,
  {listenerArn}: Edge,
  {mcp}: Certificates,
): Promise<void> {
  await elb.send(
    new RemoveListenerCertificatesCommand({ListenerArn: listenerArn, Certificates: [{CertificateArn: mcp}]}),
  );
}

export async function deleteLoadBalancer(elb: ElasticLoadBalancingV2Client, {loadBalancerArn}: Edge): Promise<void> {
  await elb.send(new DeleteLoadBalancerCommand({LoadBalancerArn: loadBalancerArn}));
}

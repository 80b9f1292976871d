import type {
  Listener,
  ListenerCertificate,
  ListenerRule,
  LoadBalancer,
  TargetGroup,
  TargetHealth,
} from '../../../model/facts/aws-facts.ts';
import type {Connection} from '../call.ts';
import type {Clients} from '../connections.ts';
import {everyPage} from '../pages.ts';
import {shapeOf} from '../shape.ts';
import {
  toAttributes,
  toListener,
  toListenerCertificates,
  toLoadBalancer,
  toTargetGroup,
  toTargetHealth,
} from './mapping.ts';
import {toListenerRules} from './rules-mapping.ts';

type Elb = Connection<Clients['elasticloadbalancing']>;

const sdk = () => import('@aws-sdk/client-elastic-load-balancing-v2');

/** AWS's largest page. */
const PageSize = 400;

/** All that can take a request: gateway load balancers have no DNS name and no such listeners. */
export async function describeLoadBalancers(elb: Elb, signal: AbortSignal): Promise<LoadBalancer[]> {
  const {DescribeLoadBalancersCommand} = await sdk();
  const action = 'elasticloadbalancing:DescribeLoadBalancers';
  const all = await everyPage(action, 'LoadBalancers', async (Marker?: string) => {
    const page = await elb.call(action, signal, new DescribeLoadBalancersCommand({Marker, PageSize}));
    return {items: page.LoadBalancers, next: page.NextMarker};
  });
  return all.filter((from) => from.Type !== 'gateway').map((from) => toLoadBalancer(action, from));
}

export async function describeLoadBalancerAttributes(elb: Elb, LoadBalancerArn: string, signal: AbortSignal) {
  const {DescribeLoadBalancerAttributesCommand} = await sdk();
  const action = 'elasticloadbalancing:DescribeLoadBalancerAttributes';
  const answer = await elb.call(action, signal, new DescribeLoadBalancerAttributesCommand({LoadBalancerArn}));
  return toAttributes(action, shapeOf(action).required(answer.Attributes, 'Attributes'));
}

export async function describeListeners(elb: Elb, LoadBalancerArn: string, signal: AbortSignal): Promise<Listener[]> {
  const {DescribeListenersCommand} = await sdk();
  const action = 'elasticloadbalancing:DescribeListeners';
  const all = await everyPage(action, 'Listeners', async (Marker?: string) => {
    const page = await elb.call(action, signal, new DescribeListenersCommand({LoadBalancerArn, Marker, PageSize}));
    return {items: page.Listeners, next: page.NextMarker};
  });
  return all.map((from) => toListener(action, from));
}

export async function describeListenerAttributes(elb: Elb, ListenerArn: string, signal: AbortSignal) {
  const {DescribeListenerAttributesCommand} = await sdk();
  const action = 'elasticloadbalancing:DescribeListenerAttributes';
  const answer = await elb.call(action, signal, new DescribeListenerAttributesCommand({ListenerArn}));
  return toAttributes(action, shapeOf(action).required(answer.Attributes, 'Attributes'));
}

export async function describeListenerCertificates(
  elb: Elb,
  ListenerArn: string,
  signal: AbortSignal,
): Promise<ListenerCertificate[]> {
  const {DescribeListenerCertificatesCommand} = await sdk();
  const action = 'elasticloadbalancing:DescribeListenerCertificates';
  const all = await everyPage(action, 'Certificates', async (Marker?: string) => {
    const page = await elb.call(
      action,
      signal,
      new DescribeListenerCertificatesCommand({ListenerArn, Marker, PageSize}),
    );
    return {items: page.Certificates, next: page.NextMarker};
  });
  return toListenerCertificates(action, all);
}

export async function describeRules(elb: Elb, ListenerArn: string, signal: AbortSignal): Promise<ListenerRule[]> {
  const {DescribeRulesCommand} = await sdk();
  const action = 'elasticloadbalancing:DescribeRules';
  const all = await everyPage(action, 'Rules', async (Marker?: string) => {
    const page = await elb.call(action, signal, new DescribeRulesCommand({ListenerArn, Marker, PageSize}));
    return {items: page.Rules, next: page.NextMarker};
  });
  // Every listener has a default rule: a list without it is incomplete, and "no such rule" would be a guess.
  if (!all.some((rule) => rule.Priority === 'default')) {
    shapeOf(action).refuse('holds no default rule, which every listener has');
  }
  return toListenerRules(action, all);
}

/** All of them, as no more than 20 can be requested by ARN. */
export async function describeTargetGroups(elb: Elb, signal: AbortSignal): Promise<TargetGroup[]> {
  const {DescribeTargetGroupsCommand} = await sdk();
  const action = 'elasticloadbalancing:DescribeTargetGroups';
  const all = await everyPage(action, 'TargetGroups', async (Marker?: string) => {
    const page = await elb.call(action, signal, new DescribeTargetGroupsCommand({Marker, PageSize}));
    return {items: page.TargetGroups, next: page.NextMarker};
  });
  return all.map((from) => toTargetGroup(action, from));
}

export async function describeTargetGroupAttributes(elb: Elb, TargetGroupArn: string, signal: AbortSignal) {
  const {DescribeTargetGroupAttributesCommand} = await sdk();
  const action = 'elasticloadbalancing:DescribeTargetGroupAttributes';
  const answer = await elb.call(action, signal, new DescribeTargetGroupAttributesCommand({TargetGroupArn}));
  return toAttributes(action, shapeOf(action).required(answer.Attributes, 'Attributes'));
}

/** One of the few lists that are not paged. */
export async function describeTargetHealth(
  elb: Elb,
  TargetGroupArn: string,
  signal: AbortSignal,
): Promise<TargetHealth[]> {
  const {DescribeTargetHealthCommand} = await sdk();
  const action = 'elasticloadbalancing:DescribeTargetHealth';
  const answer = await elb.call(action, signal, new DescribeTargetHealthCommand({TargetGroupArn}));
  const all = shapeOf(action).required(answer.TargetHealthDescriptions, 'TargetHealthDescriptions');
  return all.map((from) => toTargetHealth(action, from));
}

import {
  DescribeListenerAttributesCommand,
  DescribeListenerCertificatesCommand,
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
  type Listener,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type {Elbv2Facts} from '../../../src/model/facts/aws-facts.ts';
import {sdkLoadBalancer} from '../aws-answers.ts';
import {CERTIFICATE_ARN} from './acm.ts';
import {actionsSent, type PlayedService} from './played-service.ts';

const LOAD_BALANCER = sdkLoadBalancer('central-alb');
export const TARGET_GROUP_ARN = 'arn:aws:elasticloadbalancing:eu-central-1:444444444444:targetgroup/blue/1';

export function listenerArn(port: number): string {
  return `arn:aws:elasticloadbalancing:eu-central-1:444444444444:listener/app/central-alb/1/${port}`;
}

export function sdkListener(Port: number, members: Partial<Listener> = {}): Listener {
  return {
    ListenerArn: listenerArn(Port),
    LoadBalancerArn: LOAD_BALANCER.LoadBalancerArn,
    Port,
    Protocol: 'HTTPS',
    DefaultActions: [{Type: 'fixed-response', FixedResponseConfig: {StatusCode: '404'}}],
    ...members,
  };
}

const Attributes = [{Key: 'a', Value: 'b'}];

export const PLAYED_ELBV2: PlayedService<keyof Elbv2Facts> = {
  answer({elb}) {
    elb.on(DescribeLoadBalancersCommand).resolves({LoadBalancers: [LOAD_BALANCER]});
    elb.on(DescribeLoadBalancerAttributesCommand).resolves({Attributes});
    elb.on(DescribeListenersCommand).resolves({Listeners: [sdkListener(443)]});
    elb.on(DescribeListenerAttributesCommand).resolves({Attributes});
    elb.on(DescribeListenerCertificatesCommand).resolves({Certificates: [{CertificateArn: CERTIFICATE_ARN}]});
    elb.on(DescribeRulesCommand).resolves({Rules: [{RuleArn: 'arn:default', Priority: 'default', Actions: []}]});
    elb.on(DescribeTargetGroupsCommand).resolves({TargetGroups: []});
    elb.on(DescribeTargetGroupAttributesCommand).resolves({Attributes});
    elb.on(DescribeTargetHealthCommand).resolves({TargetHealthDescriptions: []});
  },
  asks: {
    loadBalancers: (facts) => facts.loadBalancers('zone'),
    loadBalancer: (facts) => facts.loadBalancer('alb'),
    loadBalancerAttributes: (facts) => facts.loadBalancerAttributes('alb'),
    listeners: (facts) => facts.listeners('alb'),
    listener: (facts) => facts.listener('alb'),
    listenerAttributes: (facts) => facts.listenerAttributes('alb'),
    listenerCertificates: (facts) => facts.listenerCertificates('alb'),
    listenerRules: (facts) => facts.listenerRules('alb'),
    rulesOfAllListeners: (facts) => facts.rulesOfAllListeners('alb'),
    targetGroups: (facts) => facts.targetGroups('alb'),
    targetGroupAttributes: (facts) => facts.targetGroupAttributes('zone', TARGET_GROUP_ARN),
    targetHealth: (facts) => facts.targetHealth('alb', TARGET_GROUP_ARN),
  },
  keys: [
    'loadBalancers',
    `loadBalancerAttributes:${LOAD_BALANCER.LoadBalancerArn}`,
    `listeners:${LOAD_BALANCER.LoadBalancerArn}`,
    `listenerAttributes:${listenerArn(443)}`,
    `listenerCertificates:${listenerArn(443)}`,
    `listenerRules:${listenerArn(443)}`,
    'targetGroups',
    `targetGroupAttributes:${TARGET_GROUP_ARN}`,
    `targetHealth:${TARGET_GROUP_ARN}`,
  ].map((key) => `aws:platform:eu-central-1:${key}`),
  sent: ({elb}) => actionsSent('elasticloadbalancing', elb),
  refuse: {
    'elasticloadbalancing:DescribeLoadBalancers': ({elb}, refusal) =>
      elb.on(DescribeLoadBalancersCommand).rejects(refusal),
    'elasticloadbalancing:DescribeLoadBalancerAttributes': ({elb}, refusal) =>
      elb.on(DescribeLoadBalancerAttributesCommand).rejects(refusal),
    'elasticloadbalancing:DescribeListeners': ({elb}, refusal) => elb.on(DescribeListenersCommand).rejects(refusal),
    'elasticloadbalancing:DescribeListenerAttributes': ({elb}, refusal) =>
      elb.on(DescribeListenerAttributesCommand).rejects(refusal),
    'elasticloadbalancing:DescribeListenerCertificates': ({elb}, refusal) =>
      elb.on(DescribeListenerCertificatesCommand).rejects(refusal),
    'elasticloadbalancing:DescribeRules': ({elb}, refusal) => elb.on(DescribeRulesCommand).rejects(refusal),
    'elasticloadbalancing:DescribeTargetGroups': ({elb}, refusal) =>
      elb.on(DescribeTargetGroupsCommand).rejects(refusal),
    'elasticloadbalancing:DescribeTargetGroupAttributes': ({elb}, refusal) =>
      elb.on(DescribeTargetGroupAttributesCommand).rejects(refusal),
    'elasticloadbalancing:DescribeTargetHealth': ({elb}, refusal) =>
      elb.on(DescribeTargetHealthCommand).rejects(refusal),
  },
};

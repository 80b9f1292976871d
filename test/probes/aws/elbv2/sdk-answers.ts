import type {Listener} from '@aws-sdk/client-elastic-load-balancing-v2';
import {sdkLoadBalancer} from '../../../support/aws-answers.ts';

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

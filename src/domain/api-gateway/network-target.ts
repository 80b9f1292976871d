import {CannotTell} from '../../model/errors.ts';
import type {Listener, LoadBalancer, TargetGroup, TargetHealth} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';
import {decisiveAction} from '../listener-rules/listener-rules.ts';

/**
 * What a network load balancer passes a connection on to, where that is an application load balancer: the way of a REST
 * API before VPC links of version 2. Source: the Network Load Balancer user guide, application load balancers as targets.
 */

/** A port of a network load balancer, or one of its listeners. */
export type NetworkEntry = {readonly port: number} | {readonly listenerArn: string};

/** The target groups that the listener forwards to; a fault where it forwards nothing. */
export function networkTargetGroups(
  {name, type}: LoadBalancer,
  entry: NetworkEntry,
  listeners: readonly Listener[],
  groups: readonly TargetGroup[],
): {readonly groups: readonly TargetGroup[]} | {readonly fault: Fault} {
  if (type !== 'network') {
    throw new CannotTell(`load balancer ${name} is of type ${type}, which is not followed`, 'follow it by hand');
  }
  const listener = listeners.find((one) => ('port' in entry ? one.port === entry.port : one.arn === entry.listenerArn));
  if (listener === undefined) {
    const ports = listeners.map(({port}) => port).join(', ') || 'none';
    const wanted = 'port' in entry ? `port ${entry.port}` : entry.listenerArn;
    return {
      fault: {
        what: `network load balancer ${name} has no listener on ${wanted}; it has: ${ports}`,
        fix: 'Give the uri of the integration a port that it listens on, and deploy; or create that listener.',
      },
    };
  }
  if (listener.protocol !== 'TCP') {
    throw new CannotTell(
      `network load balancer ${name}: its listener ${listener.port} is for ${listener.protocol}, which is not followed`,
      'send the request and see what answers (http/responds)',
    );
  }
  const action = decisiveAction({actions: listener.defaultActions});
  const arns = action?.type === 'forward' ? action.targets.map(({targetGroupArn}) => targetGroupArn) : [];
  const found = arns.map((arn) => groups.find((group) => group.arn === arn));
  const known = found.filter((group) => group !== undefined);
  if (known.length === 0 || known.length < found.length) {
    throw new CannotTell(
      `network load balancer ${name}: what its listener ${listener.port} forwards to is not among the target groups`,
      'look at the listener',
    );
  }
  const addresses = known.find(({targetType}) => targetType !== 'alb');
  if (addresses !== undefined) {
    throw new CannotTell(
      `network load balancer ${name}: target group ${addresses.name} has targets of type ${addresses.targetType}; whether these are nodes of a load balancer is not known`,
      'register the load balancer itself in a target group of type alb, or send the request and see what answers',
    );
  }
  return {groups: known};
}

/** An application load balancer behind a network one. */
export interface NetworkTarget {
  readonly loadBalancerArn: string;
  readonly port: number | null;
  /** `healthy`, … as the network load balancer sees it. */
  readonly state: string;
}

/** Gets no new connection; one that is unhealthy does where no other is healthy. */
const OUT_OF_USE: readonly string[] = ['draining', 'unhealthy.draining', 'unused'];

/** The targets that connections are handed on to; a fault where there are some, and they get none. */
export function inUse(
  {name}: LoadBalancer,
  targets: readonly NetworkTarget[],
): {readonly targets: readonly NetworkTarget[]; readonly fault: Fault | null} {
  const used = targets.filter(({state}) => !OUT_OF_USE.includes(state));
  const [first] = targets;
  if (used.length > 0 || first === undefined) return {targets: used, fault: null};
  return {
    targets: used,
    fault: {
      what: `network load balancer ${name} hands nothing on: its target ${first.loadBalancerArn} is ${first.state}`,
      fix:
        first.state === 'unused'
          ? `Let both load balancers have a zone in common, and a listener of ${name} forward to the target group.`
          : 'Register the load balancer in the target group again (`aws elbv2 register-targets`).',
    },
  };
}

export function networkTargets(group: TargetGroup, targets: readonly TargetHealth[]): readonly NetworkTarget[] {
  return targets.map(({targetId, port, state}) => ({loadBalancerArn: targetId, port: port ?? group.port, state}));
}

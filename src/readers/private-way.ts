import type {Arrival, NamedStage} from '../domain/api-gateway/api-arrival.ts';
import {privateTarget} from '../domain/api-gateway/api-private-target.ts';
import type {Api, ApiIntegration, AwsFacts, VpcLink} from '../model/facts/aws-facts.ts';
import type {Evidence, Fault} from '../model/outcome.ts';
import {throughNetworkLoadBalancer} from './network-load-balancer.ts';

type Asked = Pick<AwsFacts, 'listenersOf' | 'loadBalancers' | 'targetGroups' | 'targetHealth' | 'vpcLinks'>;

/** Where a private integration leads: over its link, and through a network load balancer where that is on the way. */
export interface PrivateWay {
  /** The link of the integration; null when there is none of that id. */
  readonly link: VpcLink | null;
  /** Where the load balancer sees its requests come from: the link, with the network of what stands between. */
  readonly source: VpcLink | null;
  readonly targets: readonly PrivateEndpoint[];
  readonly faults: readonly Fault[];
  readonly evidence: readonly Evidence[];
}

/** An application load balancer, and what is known of the listener that is called. */
export interface PrivateEndpoint {
  readonly loadBalancerArn: string;
  readonly listenerArn: string | null;
  /** Null where the uri of the integration decides, as far as that is documented. */
  readonly port: number | null;
}

/** @throws {CannotTell} when AWS does not say what is called, or it is not followed. */
export async function privateWay(
  aws: Asked,
  at: {
    readonly api: Parameters<AwsFacts['vpcLinks']>[0];
    readonly loadBalancer: Parameters<AwsFacts['loadBalancers']>[0];
  },
  {api, stage, integration, arrival}: {api: Api; stage: NamedStage; integration: ApiIntegration; arrival: Arrival},
): Promise<PrivateWay> {
  const {link, end, faults} = privateTarget(api, stage, integration, await aws.vpcLinks(at.api), arrival.port);
  const source = `apigateway:GET API ${api.id}`;
  const evidence = link === null ? [] : [{what: 'VPC link', value: `${link.name} (${link.id}) ${link.status}`, source}];
  if (link === null || end === null) return {link, source: link, targets: [], faults, evidence};
  if (end.kind === 'application') {
    const {loadBalancerArn, listenerArn} = end;
    return {link, source: link, targets: [{loadBalancerArn, listenerArn, port: null}], faults, evidence};
  }
  const {network, targets, fault} = await throughNetworkLoadBalancer(
    aws,
    at.loadBalancer,
    end.loadBalancerArn,
    end.entry,
  );
  const value = targets.map(({loadBalancerArn, port, state}) => `${loadBalancerArn}:${port}, ${state}`);
  const {subnetIds, securityGroupIds} = network;
  return {
    link,
    source: {...link, subnetIds, securityGroupIds},
    targets: targets.map(({loadBalancerArn, port}) => ({loadBalancerArn, port, listenerArn: null})),
    faults: [...faults, ...(fault === null ? [] : [fault])],
    evidence: [...evidence, {what: `targets of network load balancer ${network.name}`, value, source: network.arn}],
  };
}

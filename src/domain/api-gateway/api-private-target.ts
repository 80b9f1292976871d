import type {Api, ApiIntegration, ApiStage, Listener, LoadBalancer, VpcLink} from '../../model/facts/aws-facts.ts';
import {withStageVariables} from './api-arrival.ts';

/**
 * Whether an integration goes over a VPC link to a load balancer's listener.
 * Source: the API Gateway developer guide (private integrations, VPC links).
 */

export interface PrivateTarget {
  /** The link it goes over; null when there is none of that id. */
  readonly link: VpcLink | null;
  /** In the order a request meets them; empty when the way leads to this load balancer. */
  readonly faults: readonly string[];
  /** It names the load balancer, not one of its listeners. */
  readonly leavesListenerOpen: boolean;
}

export function privateTarget(
  api: Api,
  stage: ApiStage,
  integration: ApiIntegration,
  links: readonly VpcLink[],
  loadBalancer: LoadBalancer,
  listener: Listener,
): PrivateTarget {
  const nowhere = {link: null, leavesListenerOpen: false};
  if (integration.connectionType !== 'VPC_LINK' || integration.connectionId === null) {
    return {...nowhere, faults: [`its integration (${integration.type} ${integration.uri ?? ''}) uses no VPC link`]};
  }
  const linkId = withStageVariables(integration.connectionId, stage);
  if (linkId === null) {
    return {...nowhere, faults: [`stage ${stage.name} has no variable for the VPC link ${integration.connectionId}`]};
  }
  const link = links.find(({id}) => id === linkId) ?? null;
  if (link === null) return {...nowhere, faults: [`there is no VPC link ${linkId}`]};

  const faults: string[] = [];
  if (link.version === 1) {
    faults.push(`VPC link ${link.name} is of version 1, which reaches network load balancers only`);
  }
  const target = api.protocol === 'REST' ? integration.integrationTarget : integration.uri;
  const leavesListenerOpen = target === loadBalancer.arn;
  if (!leavesListenerOpen && target !== listener.arn) {
    faults.push(`it calls ${target ?? 'no load balancer'}, not listener ${listener.port} of ${loadBalancer.name}`);
  }
  return {link, faults, leavesListenerOpen};
}

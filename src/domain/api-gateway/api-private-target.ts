import type {Api, ApiIntegration, Listener, LoadBalancer, VpcLink} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';
import {type NamedStage, withStageVariables} from './api-arrival.ts';

/**
 * Whether an integration goes over a VPC link to a load balancer's listener.
 * Source: the API Gateway developer guide (private integrations, VPC links).
 */

export interface PrivateTarget {
  /** The link it goes over; null when there is none of that id. */
  readonly link: VpcLink | null;
  /** In the order a request meets them; empty when the way leads to this load balancer. */
  readonly faults: readonly Fault[];
  /** It names the load balancer, not one of its listeners. */
  readonly leavesListenerOpen: boolean;
}

export function privateTarget(
  api: Api,
  stage: NamedStage,
  integration: ApiIntegration,
  links: readonly VpcLink[],
  loadBalancer: LoadBalancer,
  listener: Listener,
): PrivateTarget {
  const nowhere = {link: null, leavesListenerOpen: false};
  if (integration.connectionType !== 'VPC_LINK' || integration.connectionId === null) {
    const what = `its integration (${integration.type} ${integration.uri ?? ''}) uses no VPC link`;
    const fix = 'Make it a private integration: connection type VPC_LINK, with the id of the link. Then deploy.';
    return {...nowhere, faults: [{what, fix}]};
  }
  const linkId = withStageVariables(integration.connectionId, stage);
  if (linkId === null) {
    const what = `stage ${stage.name} has no variable for the VPC link ${integration.connectionId}`;
    return {...nowhere, faults: [{what, fix: `Set the stage variable to the id of the VPC link.`}]};
  }
  const link = links.find(({id}) => id === linkId) ?? null;
  if (link === null) {
    const fix = 'Create the VPC link and name it in the integration, or correct the id there. Then deploy.';
    return {...nowhere, faults: [{what: `there is no VPC link ${linkId}`, fix}]};
  }
  const faults: Fault[] = [];
  if (link.version === 1) {
    faults.push({
      what: `VPC link ${link.name} is of version 1, which reaches network load balancers only`,
      fix: 'Create a VPC link of version 2 in the subnets of the load balancer, and let the integration use it.',
    });
  }
  const target = api.protocol === 'REST' ? integration.integrationTarget : integration.uri;
  const leavesListenerOpen = target === loadBalancer.arn;
  if (!leavesListenerOpen && target !== listener.arn) {
    faults.push({
      what: `it calls ${target ?? 'no load balancer'}, not listener ${listener.port} of ${loadBalancer.name}`,
      fix: `Set the ${api.protocol === 'REST' ? 'integration target' : 'integration uri'} to ${listener.arn}, and deploy.`,
    });
  }
  return {link, faults, leavesListenerOpen};
}

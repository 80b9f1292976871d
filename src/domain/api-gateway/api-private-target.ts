import {CannotTell} from '../../model/errors.ts';
import type {Api, ApiIntegration, VpcLink} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';
import {type NamedStage, withStageVariables} from './api-arrival.ts';
import type {NetworkEntry} from './network-target.ts';
import {vpcLinkFix, vpcLinkTrouble} from './vpc-links.ts';

/**
 * Over which VPC link an integration goes, and where that ends.
 * Source: the API Gateway developer guide (private integrations, VPC links).
 */

/** The load balancer that is called. */
export type LinkEnd =
  | {
      readonly kind: 'application';
      readonly loadBalancerArn: string;
      /** Null where it names the load balancer alone. */
      readonly listenerArn: string | null;
    }
  | {readonly kind: 'network'; readonly loadBalancerArn: string; readonly entry: NetworkEntry};

export interface PrivateTarget {
  /** The link it goes over; null when there is none of that id. */
  readonly link: VpcLink | null;
  /** Null with faults that leave open where it leads. */
  readonly end: LinkEnd | null;
  /** In the order a request meets them. */
  readonly faults: readonly Fault[];
}

/**
 * @param port that of the integration's uri: it is called at a network load balancer that the link or the integration names.
 * @throws {CannotTell} when AWS does not say which load balancer is called.
 */
export function privateTarget(
  api: Api,
  stage: NamedStage,
  integration: ApiIntegration,
  links: readonly VpcLink[],
  port: number | null,
): PrivateTarget {
  const nowhere = {link: null, end: null};
  if (integration.connectionType !== 'VPC_LINK' || integration.connectionId === null) {
    const what = `its integration (${integration.type} ${integration.uri ?? ''}) uses no VPC link`;
    const fix = 'Make it a private integration: connection type VPC_LINK, with the id of the link. Then deploy.';
    return {...nowhere, faults: [{what, fix}]};
  }
  if (!['HTTP', 'HTTP_PROXY'].includes(integration.type)) {
    const what = `its integration is of type ${integration.type}, which calls nothing over a VPC link`;
    return {...nowhere, faults: [{what, fix: 'Make it an HTTP_PROXY integration, and deploy.'}]};
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
  const faults = link.status === 'AVAILABLE' ? [] : [statusFault(link)];
  const written =
    link.version === 1 ? link.targetArns[0] : api.protocol === 'REST' ? integration.integrationTarget : integration.uri;
  const arn = written == null ? null : withStageVariables(written, stage);
  if (arn === null) throw unnamedTarget(link);
  const end = linkEnd(arn, port);
  if (end !== null) return {link, end, faults};
  const what = `it calls ${arn}, which is not a load balancer`;
  const fix = `Set the ${api.protocol === 'REST' ? 'integration target' : 'integration uri'} to the ARN of the listener, and deploy.`;
  return {link, end: null, faults: [...faults, {what, fix}]};
}

function statusFault(link: VpcLink): Fault {
  const trouble = vpcLinkTrouble(link);
  return {
    what: `VPC link ${link.name} is ${link.status}${trouble === null ? '' : `: ${trouble}`}`,
    fix: vpcLinkFix(link),
  };
}

function unnamedTarget({name, id, version}: VpcLink): CannotTell {
  return version === 1
    ? new CannotTell(`VPC link ${name} (${id}), of version 1, names no network load balancer`, 'look at the link')
    : new CannotTell(
        `the integration over VPC link ${name} (${id}) does not say which load balancer it calls`,
        'look at its integration target',
      );
}

/** Null for what is not a load balancer or listener, such as a service of Cloud Map. */
function linkEnd(arn: string, port: number | null): LinkEnd | null {
  const [, prefix, kind, path, type] =
    /^(arn:[^:]+:elasticloadbalancing:.*):(loadbalancer|listener)\/((app|net)\/[^/]+\/[^/]+)(?:\/[^/]+)?$/.exec(arn) ??
    [];
  if (prefix === undefined) return null;
  const loadBalancerArn = `${prefix}:loadbalancer/${path}`;
  const listenerArn = kind === 'listener' ? arn : null;
  if (type === 'app') return {kind: 'application', loadBalancerArn, listenerArn};
  return {kind: 'network', loadBalancerArn, entry: listenerArn === null ? {port: port ?? 80} : {listenerArn}};
}

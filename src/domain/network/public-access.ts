import type {PublicAccessBlock, PublicAccessExclusion} from '../../model/facts/aws-facts.ts';
import {command} from '../../model/text/shell.ts';
import type {Clients} from './clients.ts';
import type {NetworkHop} from './network-hop.ts';

/** What a block of public access is judged for. */
export interface Blocked {
  /** As a person calls it: `load balancer central-alb`. */
  readonly name: string;
  readonly vpcId: string;
  readonly subnetIds: readonly string[];
  readonly isBehindFirewall: boolean;
}

/** Exclusions in these states count; in those that end in `in-progress` nobody knows. */
const IN_FORCE: ReadonlySet<string> = new Set(['create-complete', 'update-complete']);

/**
 * VPC Block Public Access stands before route tables and groups. An exclusion of a VPC or of a subnet opens it again; one of
 * a subnet does not where traffic goes through a firewall endpoint.
 * Source: the Amazon VPC user guide, VPC Block Public Access basics.
 *
 * @param exclusions not needed where the block is off.
 */
export function publicAccessHop(
  {name, vpcId, subnetIds, isBehindFirewall}: Blocked,
  {mode, state}: PublicAccessBlock,
  exclusions: readonly PublicAccessExclusion[],
  clients: Clients,
): NetworkHop {
  const hop = hopAt(name, clients);
  if (state === 'update-in-progress') {
    return {
      ...hop,
      open: 'unknown',
      decidedBy: ['VPC Block Public Access is being changed'],
      closedTo: clients.ranges,
      add: waitForIt(),
    };
  }
  if (mode === 'off') return {...hop, open: true, decidedBy: ['VPC Block Public Access is off']};
  const standing = subnetIds.map((id) => {
    const own = exclusions.filter(
      ({resourceArn}) => resourceArn.endsWith(`/${vpcId}`) || (!isBehindFirewall && resourceArn.endsWith(`/${id}`)),
    );
    const isOpen = own.some((one) => one.mode === 'allow-bidirectional' && IN_FORCE.has(one.state));
    return {id, isOpen, isChanging: own.some((one) => one.state.endsWith('in-progress'))};
  });
  const closed = standing.filter(({isOpen}) => !isOpen);
  if (closed.length === 0)
    return {...hop, open: true, decidedBy: [`VPC Block Public Access is ${mode}, with an exclusion for each subnet`]};
  const ids = closed.map(({id}) => id);
  const decidedBy = [
    `VPC Block Public Access is ${mode}, and no exclusion in force lets requests in to ${ids.join(', ')}`,
  ];
  if (closed.some(({isChanging}) => isChanging)) {
    return {...hop, open: 'unknown', decidedBy, closedTo: clients.ranges, add: waitForIt()};
  }
  const where = isBehindFirewall ? command`--vpc-id ${vpcId}` : command`--subnet-id ${ids[0] ?? ''}`;
  const each = isBehindFirewall || ids.length === 1 ? '' : ' (and so for each of the other subnets)';
  const text = `Exclude ${isBehindFirewall ? vpcId : ids.join(', ')} from the block, where the organization allows it: \`aws ec2 create-vpc-block-public-access-exclusion ${where} --internet-gateway-exclusion-mode allow-bidirectional\`${each}.`;
  const open = closed.length === standing.length ? false : 'partly';
  return {...hop, open, decidedBy, closedTo: clients.ranges, add: {kind: 'other', text}};
}

/** A VPC that another account shares: the block of that account counts. */
export function foreignBlockHop(name: string, ownerId: string, clients: Clients): NetworkHop {
  const text = `Look in account ${ownerId}: \`aws ec2 describe-vpc-block-public-access-options\`.`;
  const decidedBy = [`the VPC belongs to account ${ownerId}, whose block counts and was not read`];
  return {...hopAt(name, clients), open: 'unknown', decidedBy, closedTo: clients.ranges, add: {kind: 'other', text}};
}

function hopAt(name: string, clients: Clients) {
  return {
    at: name,
    peer: clients.name,
    guard: 'VPC Block Public Access',
    direction: 'in',
    traffic: `from ${clients.name}`,
    ids: [],
    add: null,
    closedTo: [],
    unseen: [],
    unreadPrefixLists: [],
  } as const;
}

function waitForIt() {
  const text = 'Look again when the change is complete: `aws ec2 describe-vpc-block-public-access-options`.';
  return {kind: 'other', text} as const;
}

import {command} from '../../model/text/shell.ts';
import type {NetworkHop} from './network-hop.ts';

/** `security group sg-2 of tasks of jessica-service, inbound tcp 8000 (target port)`. */
export function hopText({guard, ids, at, direction, traffic}: NetworkHop): string {
  const named = [guard, ids.join(' + ')].filter((word) => word !== '').join(' ');
  return `${named} of ${at}, ${direction === 'in' ? 'inbound' : 'outbound'} ${traffic}`;
}

export function opennessText({open}: Pick<NetworkHop, 'open'>): string {
  if (open === 'partly') return 'open only partly';
  if (open === 'unknown') return 'not known whether open';
  return open ? 'open' : 'closed';
}

/** What is wrong at a hop that is not open: `acl-1: no rule allows …`, with the guard that it belongs to. */
export function hopFault(hop: NetworkHop): string {
  const {guard, at, decidedBy} = hop;
  if (guard === 'VPC Block Public Access' || guard === 'attributes') return decidedBy.join('; ');
  if (guard === 'route table') return `${at}: ${decidedBy.join('; ')}`;
  return [`${hopText(hop)}: ${opennessText(hop)}`, ...decidedBy].join('; ');
}

/** The command that shows what decided. */
export function byHandOf({guard, ids, direction}: NetworkHop): string {
  if (guard === 'route table') return command`aws ec2 describe-route-tables --route-table-ids ${ids}`;
  if (guard === 'attributes') return command`aws elbv2 describe-load-balancer-attributes --load-balancer-arn ${ids}`;
  if (guard === 'VPC Block Public Access') {
    return 'aws ec2 describe-vpc-block-public-access-options; aws ec2 describe-vpc-block-public-access-exclusions';
  }
  if (guard === 'network ACL') {
    return command`aws ec2 describe-network-acls --network-acl-ids ${ids} --query 'NetworkAcls[].Entries[?Egress==\`${direction === 'out'}\`]'`;
  }
  const permissions = direction === 'out' ? 'IpPermissionsEgress' : 'IpPermissions';
  return command`aws ec2 describe-security-groups --group-ids ${ids} --query "SecurityGroups[].${permissions}"`;
}

import {command} from '../../model/text/shell.ts';
import type {NetworkHop} from './network-hop.ts';

/** `security group sg-2 of tasks of jessica-service, inbound tcp 8000 (target port)`. */
export function hopText({guard, ids, at, direction, traffic}: NetworkHop): string {
  return `${guard} ${ids.join(' + ')} of ${at}, ${direction === 'in' ? 'inbound' : 'outbound'} ${traffic}`;
}

export function opennessText({open}: Pick<NetworkHop, 'open'>): string {
  if (open === 'partly') return 'open only partly';
  return open ? 'open' : 'closed';
}

/** The command that shows what decided. */
export function byHandOf({guard, ids, direction}: NetworkHop): string {
  if (guard === 'network ACL') {
    return command`aws ec2 describe-network-acls --network-acl-ids ${ids} --query 'NetworkAcls[].Entries[?Egress==\`${direction === 'out'}\`]'`;
  }
  const permissions = direction === 'out' ? 'IpPermissionsEgress' : 'IpPermissions';
  return command`aws ec2 describe-security-groups --group-ids ${ids} --query "SecurityGroups[].${permissions}"`;
}

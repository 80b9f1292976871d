import type {NetworkAcl, SecurityGroup} from '../../model/facts/aws-facts.ts';
import type {IpRange} from './cidr.ts';
import type {RuleToAdd} from './network-rule-to-add.ts';

/**
 * What a connection crosses: security groups out and in (stateful: replies pass by themselves), and network ACLs at the
 * border of every subnet (stateless: replies are judged too). Source: the Amazon VPC user guide, security groups and
 * network ACLs; the guide of Application Load Balancers, recommended rules.
 */

/** Clients, a VPC link, a load balancer, tasks: one end of a connection. */
export interface Party {
  /** As a person calls it: `load balancer central-alb`. */
  readonly name: string;
  /** Interfaces by the groups they carry. A client outside AWS carries none. */
  readonly interfaces: readonly {
    readonly groups: readonly SecurityGroup[];
    /** They may carry groups that nobody stated: clients with private addresses. */
    readonly mayCarryOthers?: boolean;
    /** Where these interfaces are, or may be. */
    readonly addresses: readonly IpRange[];
  }[];
  /** The subnets they are in; none for a client outside AWS. */
  readonly subnets: readonly {readonly id: string; readonly ranges: readonly IpRange[]; readonly acl: NetworkAcl}[];
}

export interface Leg {
  readonly from: Party;
  readonly to: Party;
  readonly ports: readonly {
    readonly port: number;
    /** `listener`, `target port`, `health check`. */
    readonly use: string;
  }[];
}

export interface NetworkHop {
  /** Whose border it is, and who is on the other side: names of parties. */
  readonly at: string;
  readonly peer: string;
  readonly guard: 'security group' | 'network ACL' | 'route table' | 'VPC Block Public Access' | 'attributes';
  readonly direction: 'in' | 'out';
  /** `tcp 8000 (target port)`, `replies on tcp 1024-65535`. */
  readonly traffic: string;
  /** `partly`: for some of the addresses, ports or subnets only. */
  readonly open: true | false | 'partly' | 'unknown';
  /** The groups, the ACL or the route table. */
  readonly ids: readonly string[];
  /** What decided: `sg-2 admits tcp 8000 from sg-1`, `acl-1 rule 90 denies tcp 8000 from 10.0.1.0/24`. */
  readonly decidedBy: readonly string[];
  /** What would open it; null when it is open. */
  readonly add: RuleToAdd | null;
  /** The addresses on the other side for which it is not open, or not for every port; empty when it is open. */
  readonly closedTo: readonly IpRange[];
  /** What stands here and was not looked at: the rules of a firewall. */
  readonly unseen: readonly string[];
  /** Prefix lists that were not passed in and may open what seems closed: it is known only once they are read. */
  readonly unreadPrefixLists: readonly string[];
}

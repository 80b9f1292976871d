import {z} from 'zod';
import {holes, type IpRange, parseCidr, toCidrs} from '../../domain/cidr.ts';
import type {AwsFacts, IpPermission} from '../../model/aws-facts.ts';
import {defineCheck} from '../../model/check.ts';
import {CannotTell} from '../../model/errors.ts';
import {fail, pass} from '../../model/outcome.ts';
import {resourceParam} from '../../model/params.ts';

const cidr = z.string().refine((text) => parseCidr(text) !== null, {error: 'is not a CIDR such as 0.0.0.0/0 or ::/0'});

export const portOpenTo = defineCheck({
  id: 'ec2/port-open-to',
  title: 'The security groups of the load balancer admit a port from these addresses',
  docs: {
    why: 'What no group admits is dropped without an answer: a client sees a time-out, not a refusal. IPv4 and IPv6 are admitted separately.',
    fix: 'Add an inbound rule for TCP on this port from the missing addresses to one of the groups on the load balancer.',
    byHand: 'aws ec2 describe-security-groups --group-ids SECURITY_GROUP_ID --query "SecurityGroups[].IpPermissions"',
    links: ['https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html'],
  },
  iam: ['ec2:DescribeSecurityGroups', 'ec2:GetManagedPrefixListEntries', 'elasticloadbalancing:DescribeLoadBalancers'],
  touches: 'aws',
  params: z.strictObject({
    alb: resourceParam('loadBalancer', 'The load balancer whose security groups are added up'),
    port: z.int().min(1).max(65_535).meta({description: 'The TCP port'}),
    from: z
      .union([cidr, z.array(cidr).min(1)], {error: 'is not a CIDR such as 0.0.0.0/0 or ::/0, nor a list of them'})
      .meta({description: 'The addresses that have to be admitted: a CIDR or a list of them, IPv4 or IPv6'}),
  }),
  async run({alb, port, from}, {aws}) {
    const wanted = [from].flat();
    const [loadBalancer, groups] = await Promise.all([aws.loadBalancer(alb), aws.securityGroups(alb)]);
    const place = `load balancer ${loadBalancer.name}`;
    if (groups.length === 0) {
      throw new CannotTell(
        `${place}: it has no security groups`,
        'only load balancers with security groups are judged',
      );
    }

    const admitting = groups.flatMap((group) =>
      group.ingress.filter((permission) => admits(permission, port)).map((permission) => ({group, permission})),
    );
    const evidence = admitting.map(({group, permission}) => ({
      what: `${group.id} (${group.name}) admits ${portsOf(permission)} from`,
      value: [...permission.cidrs, ...permission.prefixListIds, ...permission.groupIds],
      source: `ec2:DescribeSecurityGroups ${group.id}`,
    }));
    const permissions = admitting.map(({permission}) => permission);
    const open = permissions.flatMap(({cidrs}) => cidrs.flatMap((text) => parseCidr(text) ?? []));
    // Prefix lists cost a call each: only where the plain CIDRs leave something open.
    if (uncovered(wanted, open).length > 0) open.push(...(await prefixListRanges(aws, alb, permissions)));

    const missing = uncovered(wanted, open);
    const expected = `TCP port ${port} open to ${wanted.join(', ')}`;
    const byHand = `aws ec2 describe-security-groups --group-ids ${groups.map(({id}) => id).join(' ')} --query "SecurityGroups[].IpPermissions"`;
    if (missing.length === 0) {
      const actual = `${groups.map(({id}) => id).join(' + ')} admit all of it`;
      return pass(`${place}: ${expected}`, {expected, actual, evidence, byHand});
    }
    const cidrs = missing.flatMap(toCidrs);
    const list = `${cidrs.slice(0, 5).join(', ')}${cidrs.length > 5 ? ` and ${cidrs.length - 5} more` : ''}`;
    const actual = `TCP port ${port} closed to ${list}`;
    return fail(
      `${place}: ${actual}, not open to ${wanted.join(', ')}; its groups are ${groups.map(({id}) => id).join(', ')}`,
      {
        expected,
        actual,
        evidence,
        fix: `Add an inbound rule for TCP port ${port} from ${list} to ${groups[0]?.id}.`,
        byHand,
      },
    );
  },
});

/** `-1` is every protocol on every port, and comes without ports. */
function admits({protocol, fromPort, toPort}: IpPermission, port: number): boolean {
  if (protocol === '-1') return true;
  const isTcp = protocol === 'tcp' || protocol === '6';
  return isTcp && (fromPort ?? 0) <= port && port <= (toPort ?? 65_535);
}

/** A group named as the source never proves that a CIDR is admitted: it stands for its members' private addresses. */
async function prefixListRanges(aws: AwsFacts, alb: string, permissions: readonly IpPermission[]): Promise<IpRange[]> {
  const ids = [...new Set(permissions.flatMap(({prefixListIds}) => prefixListIds))];
  const lists = await Promise.all(ids.map((id) => aws.prefixListCidrs(alb, id)));
  return lists.flat().flatMap((text) => parseCidr(text) ?? []);
}

function uncovered(wanted: readonly string[], open: readonly IpRange[]): IpRange[] {
  return wanted.flatMap((text) => holes(parseCidr(text) as IpRange, open));
}

function portsOf({protocol, fromPort, toPort}: IpPermission): string {
  if (protocol === '-1') return 'every protocol and port';
  return `${protocol} ${fromPort === toPort ? fromPort : `${fromPort ?? 0} to ${toPort ?? 65_535}`}`;
}

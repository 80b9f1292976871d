import {admissionsIn, admittingEvidence, onTcpPort} from '../../domain/network/admissions.ts';
import {type IpRange, intersect, listCidrs, parseCidr, readRange} from '../../domain/network/cidr.ts';
import {publicRanges} from '../../domain/network/clients.ts';
import {ruleToAddText} from '../../domain/network/network-rule-to-add.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {portParam, resourceParam, z} from '../../model/params.ts';
import {clauses} from '../../model/text/clauses.ts';
import {closedReading} from '../../readers/prefix-lists.ts';
import {securityGroupsOn} from '../../readers/security-groups.ts';

const cidr = () =>
  z.string().refine((text) => parseCidr(text) !== null, {error: 'is not a CIDR such as 0.0.0.0/0 or ::/0'});

export const portOpenTo = defineCheck({
  id: 'ec2/port-open-to',
  title: 'The security groups of the load balancer admit a port from these addresses',
  why: 'What no group admits is dropped without an answer: a client sees a time-out, not a refusal. IPv4 and IPv6 are admitted separately.',
  fix: 'Add an inbound rule for TCP on this port from the missing addresses to one of the groups on the load balancer.',
  byHand:
    'aws ec2 describe-security-groups --filters Name=group-id,Values=<SECURITY_GROUP_IDS> --query "SecurityGroups[].IpPermissions"',
  links: ['https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html'],
  facts: ['loadBalancer', 'prefixListCidrs', 'securityGroups'],
  params: () => ({
    alb: resourceParam('loadBalancer', 'The load balancer whose security groups are added up'),
    port: portParam('The TCP port'),
    from: z
      .union([cidr(), z.array(cidr()).min(1)], {error: 'is not a CIDR such as 0.0.0.0/0 or ::/0, nor a list of them'})
      .meta({description: 'The addresses that have to be admitted: a CIDR or a list of them, IPv4 or IPv6'}),
  }),
  async run({alb, port, from}, {aws}) {
    const wanted = [from].flat();
    const {place, groups} = await securityGroupsOn(alb, aws);
    const evidence = admittingEvidence(groups, port);
    const ranges = wanted.map(readRange);
    const missing = await closedReading(groups, port, ranges, (id) => aws.prefixListCidrs(alb, id));
    const expected = `open to ${wanted.join(', ')}`;
    const ids = groups.map(({id}) => id);
    if (missing.length === 0) {
      return pass({place, actual: `TCP port ${port} ${expected}`, expected, evidence});
    }
    const members = onTcpPort(admissionsIn(groups), port).flatMap(({kind, peer}) => (kind === 'group' ? peer : []));
    // A single private address may be that of a member; of a whole range some address is nobody's.
    if (members.length > 0 && missing.every(isPrivateAddress)) {
      throw new CannotTell(
        `${place}: TCP port ${port} is open to ${listCidrs(missing)} only where it is the address of a member of ${members.join(' or ')}`,
        `see with \`aws ec2 describe-network-interfaces --filters Name=group-id,Values=${members.join()}\``,
      );
    }
    // What was asked for, not the many pieces that are left of it.
    const peers = wanted.filter((cidr) => intersect([readRange(cidr)], missing).length > 0);
    return fail({
      place,
      actual: `TCP port ${port} closed to ${listCidrs(missing)}`,
      expected,
      evidence,
      because: clauses(
        `its groups are ${ids.join(', ')}`,
        members.length === 0 ? null : `members of ${members.join(', ')} come in, whatever their address`,
      ),
      fix: ruleToAddText({kind: 'security group rule', groupId: ids[0] ?? '', isEgress: false, port, peers}),
    });
  },
});

/** IPv6 addresses are public, and yet a member's. */
function isPrivateAddress(range: IpRange): boolean {
  return range.first === range.last && (range.family === 6 || intersect([range], publicRanges(4)).length === 0);
}

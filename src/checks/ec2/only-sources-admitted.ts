import {admissionsIn, admissionText, onTcpPort, prefixListIds} from '../../domain/network/admissions.ts';
import {type IpRange, parseCidr, readRange, subtract} from '../../domain/network/cidr.ts';
import {publicRanges} from '../../domain/network/clients.ts';
import {
  admittedBeyondSources,
  excessText,
  meantSources,
  offencesOf,
  offendingGroupIds,
} from '../../domain/network/excess.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {portParam, resourceParam, z} from '../../model/params.ts';
import {readPrefixLists} from '../../readers/prefix-lists.ts';
import {securityGroupsOn} from '../../readers/security-groups.ts';

const SOURCE_ID = /^(?:sg|pl)-[0-9a-z]+$/;

export const onlySourcesAdmitted = defineCheck({
  id: 'ec2/only-sources-admitted',
  title: 'The security groups of the load balancer admit nobody but these sources on a port',
  why: 'A load balancer that only a VPC link, a CDN or an office may reach is open to others as soon as one rule of one of its groups says so: rules of all groups are added together. What a gateway authorized before is then reached without it.',
  fix: 'Remove the rules named: `aws ec2 revoke-security-group-ingress --group-id GROUP --security-group-rule-ids RULE`, or the matching `aws_vpc_security_group_ingress_rule` in Terraform. If a source is meant, add it to `sources:` of this item.',
  byHand:
    'aws ec2 describe-security-group-rules --filters Name=group-id,Values=<SECURITY_GROUP_IDS> --query "SecurityGroupRules[?!IsEgress]"',
  links: ['https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html'],
  facts: ['loadBalancer', 'prefixListCidrs', 'securityGroupRules', 'securityGroups'],
  params: () => ({
    alb: resourceParam('loadBalancer', 'The load balancer whose security groups are added up'),
    port: portParam('The TCP port'),
    sources: z
      .array(
        z.string().refine((text) => parseCidr(text) !== null || SOURCE_ID.test(text), {
          error: 'is not a CIDR such as 10.0.0.0/8, nor the id of a prefix list (pl-…) or of a security group (sg-…)',
        }),
      )
      .min(1)
      .meta({description: 'Who may be admitted: CIDRs, ids of prefix lists, ids of security groups'}),
  }),
  async run({alb, port, sources}, {aws}) {
    const {place, groups} = await securityGroupsOn(alb, aws);
    const cidrs = sources.filter((source) => parseCidr(source) !== null).map(readRange);
    const ids = sources.filter((source) => parseCidr(source) === null);
    const suspects = admittedBeyondSources(admissionsIn(groups), port, {ranges: cidrs, ids});
    // A rule may name by CIDR what a listed prefix list holds, and the other way round.
    const inPlay = suspects.length === 0 ? [] : ids.filter((id) => id.startsWith('pl-'));
    const unread = [...inPlay, ...prefixListIds(suspects.map(({admission}) => admission))];
    const lists = await readPrefixLists(unread, (id) => aws.prefixListCidrs(alb, id));
    const listed = ids.flatMap((id) => lists.get(id) ?? []).map(readRange);
    const admissions = admissionsIn(groups, lists);
    const excesses = admittedBeyondSources(admissions, port, {ranges: [...cidrs, ...listed], ids});

    const groupIds = groups.map(({id}) => id);
    const admitted = onTcpPort(admissions, port).map(admissionText);
    const source = `ec2:DescribeSecurityGroups ${groupIds}`;
    const evidence = [{what: `inbound rules for TCP port ${port}`, value: admitted, source}];
    const expected = `TCP port ${port} open to nobody but ${sources.join(', ')}`;
    if (excesses.length === 0) {
      const because = admitted.length === 0 ? 'no rule admits anybody' : null;
      return pass({place, actual: expected, expected, evidence, because});
    }

    const sure = excesses.filter(({ranges}) => ranges !== null || !mayHoldMembers([...cidrs, ...listed]));
    if (sure.length === 0) {
      throw new CannotTell(
        `${place}: TCP port ${port}: ${excesses.map(excessText).join('; ')}; whether all members of that group have addresses in ${sources.join(', ')} is not known`,
        'add the id of the group to `sources:` of the item if its members are meant, or name CIDRs in the rule instead',
      );
    }
    const rules = await Promise.all(offendingGroupIds(sure).map((id) => aws.securityGroupRules(alb, id)));
    const others = admissions.filter((one) => !sure.some(({admission}) => admission === one));
    const faults = offencesOf(sure, rules.flat(), (one) => meantSources(one, port, sources, others));
    const because = `not only ${sources.join(', ')}`;
    return fail({place: `${place}: TCP port ${port}`, faults, because, expected, evidence});
  },
});

/** Members of a group come with their private IPv4 addresses, or with those of IPv6. */
function mayHoldMembers(allowed: readonly IpRange[]): boolean {
  return allowed.some(({family}) => family === 6) || subtract(allowed, publicRanges(4)).length > 0;
}

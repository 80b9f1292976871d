import {admissionsIn, admissionText, isIcmp, prefixListIds} from '../../domain/network/admissions.ts';
import {coversEverything, EVERYWHERE, parseCidr, readRange} from '../../domain/network/cidr.ts';
import {
  admittedBeyondPorts,
  excessText,
  meantPorts,
  offencesOf,
  offendingGroupIds,
} from '../../domain/network/excess.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {resourceParam, z} from '../../model/params.ts';
import {readPrefixLists} from '../../readers/prefix-lists.ts';
import {securityGroupsOn} from '../../readers/security-groups.ts';

const cidr = () =>
  z.string().refine((text) => parseCidr(text) !== null, {error: 'is not a CIDR such as 0.0.0.0/0 or ::/0'});

export const onlyPortsOpen = defineCheck({
  id: 'ec2/only-ports-open',
  title: 'The security groups of the load balancer admit nothing but these ports',
  why: 'Rules of all groups on a load balancer are added together: one wide range or "all traffic" in any of them opens every listener that is there or will be, test listeners too. ICMP has no ports and is not counted; the evidence names it.',
  fix: 'Remove the rules named, or narrow them to the ports that are meant: `aws ec2 revoke-security-group-ingress --group-id GROUP --security-group-rule-ids RULE`, or the matching `aws_vpc_security_group_ingress_rule` in Terraform.',
  byHand:
    'aws ec2 describe-security-group-rules --filters Name=group-id,Values=<SECURITY_GROUP_IDS> --query "SecurityGroupRules[?!IsEgress]"',
  links: ['https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html'],
  facts: ['loadBalancer', 'prefixListCidrs', 'securityGroupRules', 'securityGroups'],
  params: () => ({
    alb: resourceParam('loadBalancer', 'The load balancer whose security groups are added up'),
    ports: z
      .array(z.int().min(1).max(65_535))
      .min(1)
      .meta({description: 'The TCP ports that may be open: those of the listeners'}),
    from: z
      .array(cidr())
      .min(1)
      .default(EVERYWHERE)
      .meta({description: 'The addresses from which nothing else may be reached: CIDRs, IPv4 and IPv6'}),
  }),
  async run({alb, ports, from}, {aws}) {
    const {place, groups} = await securityGroupsOn(alb, aws);
    const guarded = from.map(readRange);
    // Addresses that are not known count as guarded, so only lists that seem to admit too much have to be read.
    const suspects = admittedBeyondPorts(admissionsIn(groups), ports, guarded).map(({admission}) => admission);
    const lists = await readPrefixLists(prefixListIds(suspects), (id) => aws.prefixListCidrs(alb, id));
    const admissions = admissionsIn(groups, lists);
    const excesses = admittedBeyondPorts(admissions, ports, guarded);

    const ids = groups.map(({id}) => id);
    const source = `ec2:DescribeSecurityGroups ${ids}`;
    const icmp = admissions.filter(isIcmp).map(admissionText);
    const evidence = [
      {what: 'inbound rules', value: admissions.map(admissionText), source},
      ...(icmp.length > 0 ? [{what: 'ICMP, not counted', value: icmp, source}] : []),
    ];
    const expected = `nothing but TCP ${ports.join(', ')} open to ${from.join(', ')}`;
    if (excesses.length === 0) return pass({place, actual: expected, expected, evidence});

    const sure = excesses.filter(({ranges}) => ranges !== null || coversEverything(from));
    if (sure.length === 0) {
      const which = excesses.map(excessText).join('; ');
      throw new CannotTell(
        `${place}: ${which}; whether members of that group have addresses in ${from.join(', ')} is not known`,
        'name CIDRs in the rule instead of a group, or ask about 0.0.0.0/0 and ::/0',
      );
    }
    const rules = await Promise.all(offendingGroupIds(sure).map((id) => aws.securityGroupRules(alb, id)));
    const others = admissions.filter((one) => !sure.some(({admission}) => admission === one));
    const faults = offencesOf(sure, rules.flat(), (admission) => meantPorts(admission, ports, others));
    return fail({place, faults, because: `not only TCP ${ports.join(', ')}`, expected, evidence});
  },
});

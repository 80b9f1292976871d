import {serverText} from '../../domain/dns/served-addresses.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {durationParam, hostParam, resourceParam, z} from '../../model/params.ts';
import {lookAtAgreed} from '../../readers/agreed-addresses.ts';
import {nameServerFindings} from '../../readers/name-server-findings.ts';
import {lookAtOwn} from '../../readers/own-addresses.ts';
import {resolverFindings} from '../../readers/resolver-findings.ts';

export const resolversSee = defineCheck({
  id: 'dns/resolvers-see',
  title: 'Name servers and resolvers give the addresses of the load balancer for a host',
  why: 'A record is made in one place and kept in thousands. A resolver that was asked a minute too early remembers for as long as the zone says that there is no such name, and its users get the old way in, or none.',
  fix: 'Wait until what resolvers keep has expired; where a name server of the zone answers otherwise, mend the record or the delegation.',
  byHand:
    'dig +trace <host> A; for resolver in 1.1.1.1 8.8.8.8 9.9.9.9; do dig @$resolver <host> A +noall +answer +authority; done',
  links: [
    'https://www.rfc-editor.org/rfc/rfc2308',
    'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resource-record-sets-creating.html',
  ],
  touches: 'wire',
  facts: ['loadBalancer', 'loadBalancerInterfaces', 'names'],
  params: () =>
    z
      .strictObject({
        host: hostParam('The host name whose name servers and resolvers are asked'),
        alb: resourceParam(
          'loadBalancer',
          'The load balancer whose addresses they have to give; where neither it nor its name is given, resolvers have to give what the name servers give',
        ).optional(),
        loadBalancerHost: hostParam("The load balancer's own DNS name, where AWS is not asked about it").optional(),
        ttlBefore: durationParam(
          'The longest TTL that the record had before it was changed: a resolver that gives what was before for longer than that fails; without it, it is an error until it follows',
        ).optional(),
      })
      .refine(
        ({alb, loadBalancerHost, ttlBefore}) => ttlBefore === undefined || (alb ?? loadBalancerHost) !== undefined,
        {
          path: ['ttlBefore'],
          error: 'needs alb or loadBalancerHost: what was changed to is not known without',
        },
      ),

  async run({host, alb, loadBalancerHost, ttlBefore}, {aws, names}) {
    const isNamed = (alb ?? loadBalancerHost) !== undefined;
    const ownLook = isNamed
      ? {...(await lookAtOwn({alb, host: loadBalancerHost}, {aws, names})), doubts: []}
      : await lookAtAgreed(host.toLowerCase(), names);
    const served = await nameServerFindings(host.toLowerCase(), ownLook, {isNamed, names});
    const {addresses} = served.wanted.own;
    const whose = isNamed ? 'of the load balancer' : 'that its name servers give';
    const expected = `addresses ${whose}${addresses.size === 0 ? '' : ` (${[...addresses].join(', ')})`}`;
    const grounds = {place: host, expected, evidence: served.evidence};
    if (served.faults.length > 0) return fail({...grounds, faults: served.faults});
    const doubted = [...served.unknown, ...ownLook.doubts];
    if (doubted.length > 0) throw serversUnknown(host, doubted, isNamed);

    // Only now: a resolver that is asked before would remember that there is nothing.
    const found = await resolverFindings(
      host.toLowerCase(),
      {ownLook, served, ttlBeforeMs: ttlBefore ?? null},
      {
        isNamed,
        names,
      },
    );
    const evidence = [...grounds.evidence, ...found.evidence];
    if (found.faults.length > 0) return fail({...grounds, faults: found.faults, evidence});
    if (found.unknown.length > 0) throw resolversUnknown(host, found.unknown);
    const servers = new Set(served.looks.map(({server}) => server.name ?? server.address));
    const given = `${isNamed ? 'the load balancer' : 'the same'} (${found.addresses.join(', ')})`;
    const actual = `${servers.size} name server${servers.size === 1 ? '' : 's'} and ${found.resolvers.map(serverText).join(', ')} give ${given}`;
    const open = isNamed ? [] : ['whether that is the load balancer was not looked at, as none is named'];
    return pass({...grounds, actual: [actual, ...served.unseen, ...open].join('; '), evidence});
  },
});

function serversUnknown(host: string, doubts: readonly string[], isNamed: boolean): CannotTell {
  const name = isNamed ? '' : 'name the load balancer that is meant (`alb:`, `loadBalancerHost:`); ';
  return new CannotTell(
    `${host}: ${[...new Set(doubts)].join('; ')}`,
    `${name}see what each name server says itself: \`dig @<server> ${host} +norecurse\`; one that does not answer for the zone has to learn it, or to be taken out of the NS records in the zone and above it`,
    {transient: true},
  );
}

function resolversUnknown(host: string, doubts: readonly string[]): CannotTell {
  return new CannotTell(
    `${host}: ${[...new Set(doubts)].join('; ')}`,
    `wait until what is kept has expired, and see what does not answer: \`dig @<resolver> ${host}\`; a resolver that cannot be asked from here, and need not, is left out of \`resolvers:\` of the checklist`,
    {transient: true},
  );
}

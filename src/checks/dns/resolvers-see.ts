import {insideSince, judgeAuthority, type Wanted} from '../../domain/dns/authority-answers.ts';
import {type Change, judgeResolver, type ResolverFinding} from '../../domain/dns/resolver-answers.ts';
import {servedBy, serverText} from '../../domain/dns/served-addresses.ts';
import {CannotTell, defineCheck, type Fault, fail, pass} from '../../model/check.ts';
import {durationParam, hostParam, resourceParam, z} from '../../model/params.ts';
import {type AuthorityLooks, looksEvidence} from '../../readers/authority-looks.ts';
import {lookAtOwn} from '../../readers/own-addresses.ts';
import {type ResolverLook, resolverLooks, servedNames} from '../../readers/served-names.ts';

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
        alb: resourceParam('loadBalancer', 'The load balancer whose addresses they have to give').optional(),
        loadBalancerHost: hostParam("The load balancer's own DNS name, where AWS is not asked about it").optional(),
        ttlBefore: durationParam(
          'The longest TTL that the record had before it was changed: a resolver that gives what was before for longer than that fails; without it, it is an error until it follows',
        ).optional(),
      })
      .refine(({alb, loadBalancerHost}) => (alb ?? loadBalancerHost) !== undefined, {
        path: ['alb'],
        error: 'is required, or loadBalancerHost',
      }),

  async run({host, alb, loadBalancerHost, ttlBefore}, {aws, names}) {
    const ownLook = await lookAtOwn({alb, host: loadBalancerHost}, {aws, names});
    const {needed} = ownLook;
    const served = await servedNames(host.toLowerCase(), {own: ownLook.own, needed}, names);
    const first = authorityFindings(served, {own: ownLook.own, needed});
    const {own, evidence: ownEvidence} = first.isClear ? ownLook : await ownLook.again();
    const authority = first.isClear ? first : authorityFindings(served, {own, needed});
    const looks = served.flatMap((one) => one.looks);
    const expected = `addresses of the load balancer (${[...own.addresses].join(', ')})`;
    const grounds = {place: host, expected, evidence: [...ownEvidence, ...looksEvidence(looks)]};
    if (authority.faults.length > 0) return fail({...grounds, faults: authority.faults});
    if (authority.unknown.length > 0) throw notTold(host, authority.unknown);

    // Only now: a resolver that is asked before would remember that there is nothing.
    const resolvers = await names.resolvers();
    if (resolvers.length === 0) {
      throw new CannotTell(`${host}: this machine says of no resolver that it asks`, 'name some under `resolvers:`');
    }
    const seen = await resolverLooks(host.toLowerCase(), resolvers, names);
    const change = changeOf(served, {own, needed}, ttlBefore ?? null);
    const early = seen.map((one) => findingOf(one, {own, needed}, change));
    const isClear = early.every(({kind}) => kind === 'inside');
    const settled = isClear || own.isWhole ? {own, evidence: []} : await ownLook.again();
    const findings = seen.map((one) => findingOf(one, {own: settled.own, needed}, change));
    const faults = findings.flatMap((finding) => (finding.kind === 'wrong' ? [finding.fault] : []));
    const evidence = [...grounds.evidence, ...settled.evidence, ...looksEvidence(seen.map(({look}) => look))];
    if (faults.length > 0) return fail({...grounds, faults, evidence});
    const doubts = findings.flatMap((finding) =>
      finding.kind === 'behind' || finding.kind === 'unknown' ? [finding.what] : [],
    );
    if (doubts.length > 0) throw notTold(host, doubts);
    const servers = new Set(looks.map(({server}) => server.name ?? server.address));
    const unseen = served.flatMap((one) => one.unseen);
    const addresses = [
      ...new Set(
        seen.flatMap(
          ({look}) => servedBy(look.answer?.answers ?? [], look.name, look.type === 'A' ? 'A' : 'AAAA').addresses,
        ),
      ),
    ];
    const actual = `${servers.size} name servers and ${resolvers.map(serverText).join(', ')} give the load balancer (${addresses.join(', ')})`;
    return pass({...grounds, actual: [actual, ...new Set(unseen)].join('; '), evidence});
  },
});

interface AuthorityFindings {
  readonly faults: readonly Fault[];
  readonly unknown: readonly string[];
  readonly isClear: boolean;
}

function authorityFindings(served: readonly AuthorityLooks[], wanted: Wanted): AuthorityFindings {
  const findings = served.flatMap(({looks}) => looks.map((look) => judgeAuthority(look, wanted)));
  const faults = findings.flatMap((finding) => (finding.kind === 'wrong' ? [finding.fault] : []));
  const unknown = [
    ...served.flatMap(({doubts}) => doubts),
    ...served.flatMap(({delegation, looks}) =>
      looks.length > 0 ? [] : [`no name server of ${delegation.zone} has an address`],
    ),
    ...findings.flatMap((finding) => (finding.kind === 'unknown' ? [finding.what] : [])),
    ...unended(served, wanted),
  ];
  return {faults, unknown, isClear: faults.length + unknown.length === 0};
}

/** CNAMEs that were not followed to an end: they go round, or are too many. */
function unended(served: readonly AuthorityLooks[], wanted: Wanted): readonly string[] {
  const asked = new Set(served.map(({delegation}) => delegation.name));
  const targets = served.flatMap(({looks}) =>
    looks.flatMap((look) => {
      const finding = judgeAuthority(look, wanted);
      return finding.kind === 'leads-on' && !asked.has(finding.to) ? [finding.to] : [];
    }),
  );
  return targets.length === 0 ? [] : [`its CNAMEs lead on and on, to ${[...new Set(targets)].join(', ')}`];
}

/** All name servers agree by now. */
function changeOf(served: readonly AuthorityLooks[], wanted: Wanted, ttlBeforeMs: number | null): Change {
  const looks = served.flatMap((one) => one.looks);
  const sinceMs = Math.max(...looks.map((look) => insideSince(look, wanted) ?? Date.parse(look.at)));
  const nothing = looks.flatMap(({answer}) => answer?.soa?.negativeTtlSeconds ?? []);
  const ttls = looks.flatMap(
    ({answer, name, type}) => servedBy(answer?.answers ?? [], name, type === 'A' ? 'A' : 'AAAA').ttlSeconds ?? [],
  );
  return {
    sinceMs,
    keptForMs: ttlBeforeMs === null ? null : Math.max(ttlBeforeMs, ...ttls.map((seconds) => 1000 * seconds)),
    nothingKeptForMs: nothing.length === 0 ? null : 1000 * Math.max(...nothing),
  };
}

function findingOf({look, isBogus}: ResolverLook, wanted: Wanted, change: Change): ResolverFinding {
  if (!isBogus) return judgeResolver(look, wanted, change);
  const who = serverText(look.server);
  return {
    kind: 'wrong',
    fault: {
      what: `${who} says SERVFAIL, and answers when it is asked not to validate: DNSSEC of ${look.name} does not hold for it`,
      fix: `Compare the DS record of the zone (in the zone above, or at the registrar) with its keys: \`delv @${look.server.address} ${look.name} ${look.type}\` names the link that breaks. A DS record that stayed when the zone moved has to go.`,
    },
  };
}

function notTold(host: string, doubts: readonly string[]): CannotTell {
  return new CannotTell(
    `${host}: ${[...new Set(doubts)].join('; ')}`,
    `wait until what is kept has expired, and see what does not answer: \`dig @<server> ${host}\`; a resolver that cannot be asked from here, and need not, is left out of \`resolvers:\` of the checklist`,
    {transient: true},
  );
}

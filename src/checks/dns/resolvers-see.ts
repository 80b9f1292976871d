import {insideForMs, judgeAuthority, type Wanted} from '../../domain/dns/authority-answers.ts';
import {type Change, judgeResolver, type ResolverFinding} from '../../domain/dns/resolver-answers.ts';
import {servedBy, serverText} from '../../domain/dns/served-addresses.ts';
import {judgeBindingsServed, keptBindings} from '../../domain/dns/served-bindings.ts';
import {CannotTell, defineCheck, type Fault, fail, pass} from '../../model/check.ts';
import {durationParam, hostParam, resourceParam, z} from '../../model/params.ts';
import {lookAtAgreed} from '../../readers/agreed-addresses.ts';
import {type AuthorityLooks, looksEvidence} from '../../readers/authority-looks.ts';
import {lookAtOwn} from '../../readers/own-addresses.ts';
import {
  bindingLooks,
  type ResolverLook,
  rememberedBindings,
  resolverLooks,
  servedNames,
} from '../../readers/served-names.ts';

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
    const {needed} = ownLook;
    const served = await servedNames(host.toLowerCase(), {own: ownLook.own, needed}, names, isNamed ? ROUNDS : 1);
    const first = authorityFindings(served, {own: ownLook.own, needed});
    const {own, evidence: ownEvidence} = first.isClear ? ownLook : await ownLook.again();
    const authority = first.isClear ? first : authorityFindings(served, {own, needed});
    const looks = served.flatMap((one) => one.looks);
    const whose = isNamed ? 'of the load balancer' : 'that its name servers give';
    const expected = `addresses ${whose}${own.addresses.size === 0 ? '' : ` (${[...own.addresses].join(', ')})`}`;
    const grounds = {place: host, expected, evidence: [...ownEvidence, ...looksEvidence(looks)]};
    if (authority.faults.length > 0) return fail({...grounds, faults: authority.faults});
    // Where nobody says what is meant, there is nothing to hold them against.
    const bindings = isNamed && authority.isClear ? await bindingLooks(served, names) : [];
    const bound = bindings.flatMap((look) => judgeBindingsServed(look, {own, needed}));
    const misled = bound.flatMap((finding) => (finding.kind === 'wrong' ? [finding.fault] : []));
    if (misled.length > 0) {
      return fail({...grounds, faults: misled, evidence: [...grounds.evidence, ...looksEvidence(bindings)]});
    }
    const doubtful = bound.flatMap((finding) => (finding.kind === 'unknown' ? [finding.what] : []));
    const doubted = [...authority.unknown, ...ownLook.doubts, ...doubtful];
    if (doubted.length > 0) throw serversNotTold(host, doubted, isNamed);

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
    const remembered = isNamed ? await rememberedBindings(host.toLowerCase(), resolvers, names) : [];
    const evidence = [
      ...grounds.evidence,
      ...settled.evidence,
      ...looksEvidence(remembered),
      ...looksEvidence(seen.map(({look}) => look)),
    ];
    if (faults.length > 0) return fail({...grounds, faults, evidence});
    const misleading = remembered.flatMap((look) => keptBindings(look, {own: settled.own, needed}));
    const doubts = findings.flatMap((finding) =>
      finding.kind === 'behind' || finding.kind === 'unknown' ? [finding.what] : [],
    );
    if (doubts.length + misleading.length > 0) throw resolversNotTold(host, [...doubts, ...misleading]);
    const servers = new Set(looks.map(({server}) => server.name ?? server.address));
    const unseen = served.flatMap((one) => one.unseen);
    const addresses = [
      ...new Set(
        seen.flatMap(
          ({look}) => servedBy(look.answer?.answers ?? [], look.name, look.type === 'A' ? 'A' : 'AAAA').addresses,
        ),
      ),
    ];
    const given = `${isNamed ? 'the load balancer' : 'the same'} (${addresses.join(', ')})`;
    const actual = `${servers.size} name server${servers.size === 1 ? '' : 's'} and ${resolvers.map(serverText).join(', ')} give ${given}`;
    const open = isNamed ? [] : ['whether that is the load balancer was not looked at, as none is named'];
    return pass({...grounds, actual: [actual, ...new Set(unseen), ...open].join('; '), evidence});
  },
});

/** How often each name server is asked for the host. */
const ROUNDS = 3;

interface AuthorityFindings {
  readonly faults: readonly Fault[];
  readonly unknown: readonly string[];
  readonly isClear: boolean;
}

function authorityFindings(served: readonly AuthorityLooks[], wanted: Wanted): AuthorityFindings {
  const findings = served.flatMap(({looks}) => looks.map((look) => judgeAuthority(look, wanted)));
  const wrong = findings.flatMap((finding) => (finding.kind === 'wrong' ? [finding.fault] : []));
  // Each of several rounds says it.
  const faults = [...new Map(wrong.map((fault) => [fault.what, fault])).values()];
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
  const insideMs = Math.min(...looks.map((look) => insideForMs(look, wanted)));
  // That of another zone, where a CNAME leads, says nothing of how long this one's names are known not to exist.
  const zone = served[0]?.delegation.zone;
  const nothing = looks.flatMap(({answer}) =>
    answer?.soa?.zone === zone ? (answer?.soa?.negativeTtlSeconds ?? []) : [],
  );
  const ttls = looks.flatMap(
    ({answer, name, type}) => servedBy(answer?.answers ?? [], name, type === 'A' ? 'A' : 'AAAA').ttlSeconds ?? [],
  );
  return {
    insideMs,
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

function serversNotTold(host: string, doubts: readonly string[], isNamed: boolean): CannotTell {
  const name = isNamed ? '' : 'name the load balancer that is meant (`alb:`, `loadBalancerHost:`); ';
  return new CannotTell(
    `${host}: ${[...new Set(doubts)].join('; ')}`,
    `${name}see what each name server says itself: \`dig @<server> ${host} +norecurse\`; one that does not answer for the zone has to learn it, or to be taken out of the NS records in the zone and above it`,
    {transient: true},
  );
}

function resolversNotTold(host: string, doubts: readonly string[]): CannotTell {
  return new CannotTell(
    `${host}: ${[...new Set(doubts)].join('; ')}`,
    `wait until what is kept has expired, and see what does not answer: \`dig @<resolver> ${host}\`; a resolver that cannot be asked from here, and need not, is left out of \`resolvers:\` of the checklist`,
    {transient: true},
  );
}

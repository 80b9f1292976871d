import type {HostedZone} from '../../model/facts/aws-facts.ts';
import {foldName, isAtOrBelow} from './dns-names.ts';
import {judgeServers} from './name-servers.ts';
import {deadRecords, zoneAnswer} from './zone-answers.ts';
import {
  type Delegator,
  liveDelegator,
  ownServers,
  registrar,
  signersIn,
  statedDelegator,
  whyHeld,
  zoneDelegator,
} from './zone-delegators.ts';
import type {AnsweredFinding, KnownZone, LeftBehind, ZoneFinding} from './zone-findings.ts';
import {judgeSigning, type Trust} from './zone-signing.ts';

/**
 * Goes down as a resolver does, from what was seen above the topmost public zone: a longer zone is asked only where the
 * one above it has NS records for it, and those name servers of its delegation set (several hosted zones may carry one
 * name). A zone whose delegation the checklist states is where to begin.
 */
export function zoneFor(host: string, known: readonly KnownZone[]): ZoneFinding {
  const candidates = known
    .filter(({zone}) => !zone.isPrivate && isAtOrBelow(host, zone.name))
    .toSorted((a, b) => a.zone.name.length - b.zone.name.length);
  const top = candidates.findLast(({above}) => above?.kind === 'stated') ?? candidates[0];
  if (top === undefined) return {kind: 'none', because: `no public zone of the account holds ${foldName(host)}`};
  const walk: Walk = {host, candidates, passed: [], said: [], trust: topTrust(top)};
  const {name} = top.zone;
  const namesakes = candidates.filter(({zone}) => foldName(zone.name) === foldName(name));
  const {above} = top;
  switch (above?.kind) {
    case 'stated': {
      const said = [`that ${name} is delegated is what the checklist states`];
      return enter(statedDelegator(name, above.nameServers, candidates), namesakes, {...walk, said});
    }
    case 'registrar': {
      const held = whyHeld(above.domain);
      if (held === null) return enter(registrar(above.domain, candidates), namesakes, walk);
      const fix = `Have the hold of ${name} lifted: its registrar says why it is there (an unverified address, an unpaid bill).`;
      return {kind: 'broken', zone: top.zone, what: 'the domain is not in DNS', because: held, fix};
    }
    case 'live': {
      const {saidBy} = above;
      const servers = `${saidBy.join(', ')} ${saidBy.length === 1 ? 'says' : 'say'}`;
      if (above.named.length > 0) {
        const said = [`that ${name} is delegated is what ${servers}`];
        return enter(liveDelegator(name, above, candidates), namesakes, {...walk, said});
      }
      const own = namesakes.map(({delegation}) => (delegation?.nameServers ?? []).join(', ')).join(' or ');
      return {
        kind: 'broken',
        zone: top.zone,
        what: 'it is not in DNS',
        because: `${servers} that ${above.parent ?? 'the zone above'} has no NS record of ${name}`,
        fix: `Set the name servers of ${name} to ${own}: with its registrar, or as NS records in the zone above it.`,
      };
    }
    case 'taken':
      return descend(top, {...walk, said: [`who delegates to ${name} was not looked at`]}, null);
    default: {
      const {because = 'it was not looked for', thrown = null} = above ?? {};
      const twins = namesakes.length > 1 ? ` (and ${namesakes.length} zones are called that: ${idsOf(namesakes)})` : '';
      return {
        kind: 'unknown',
        because: `who delegates to ${name} was not seen${twins}: ${because}`,
        fix: `state what \`dig +trace NS ${name}\` shows as \`nameServers:\` of the zone in the checklist (with \`--name-server\` to \`dns\` and \`cert\`), or read the account that ${name} is registered in`,
        thrown,
        supposed: namesakes.length > 1 ? null : answered(descend(top, walk, null)),
      };
    }
  }
}

interface Walk {
  readonly host: string;
  /** From the shortest name. */
  readonly candidates: readonly KnownZone[];
  readonly passed: readonly LeftBehind[];
  readonly said: readonly string[];
  /** Of the zone that was entered last: whether resolvers validate what it says. */
  readonly trust: Trust;
}

/** Where nobody looked above it, all that is sure is that signatures which are not there are not missed. */
function topTrust({zone, signing}: KnownZone): Trust {
  return judgeSigning(zone, signing, {trust: 'unknown', signers: null, label: ''}).trust;
}

/** From whoever delegates to the one of the zones of that name that has those servers. */
function enter(by: Delegator, children: readonly KnownZone[], walk: Walk): ZoneFinding {
  const judged = children.map((child) => ({
    child,
    servers: judgeServers(by.named, child.delegation?.nameServers ?? [], child.seenAddresses),
  }));
  for (const {child, servers} of judged) {
    if (servers.kind !== 'own') continue;
    return enterZone(child, by, {...walk, said: [...walk.said, ...servers.said.map((said) => `of ${by.at} ${said}`)]});
  }
  const names = by.named.map(({name}) => foldName(name)).join(', ');
  for (const {child, servers} of judged) {
    if (servers.kind !== 'strangers' || !servers.someAreOwn) continue;
    return strangersIn(`${by.label} delegates ${by.at} to ${names}`, child, servers.strangers, by.label);
  }
  const namesakes = children.map(({zone, delegation}) => ({zone, nameServers: delegation?.nameServers ?? []}));
  const own = namesakes.map(({zone, nameServers}) => `${zone.id} has ${nameServers.join(', ')}`).join('; ');
  if (judged.some(({servers}) => servers.kind === 'unknown')) {
    return {
      kind: 'unknown',
      because: `${by.label} delegates ${by.at} to ${names}, and whether these are white-label names of a zone that was read is not known (${own})`,
      fix: `compare their addresses with those of the zone's own servers: \`dig +short ${by.named[0]?.name ?? by.at}\``,
      thrown: null,
      supposed: null,
    };
  }
  const because =
    `${by.label} delegates ${by.at} to ${names}` +
    (own === '' ? ', which is not a zone of this account' : `, but zone ${by.at} ${own}`);
  const nameServers = by.named.map(({name}) => foldName(name));
  return {kind: 'elsewhere', parent: by.zone, at: by.at, nameServers, namesakes, because};
}

/** Once it was asked, a resolver goes by what the zone says of itself (RFC 2181 section 5.4.1). */
function enterZone(child: KnownZone, by: Delegator, walk: Walk): ZoneFinding {
  const {zone, delegation} = child;
  const apex = ownServers(child, walk.candidates);
  const servers = judgeServers(apex, delegation?.nameServers ?? [], child.seenAddresses);
  const names = apex.map(({name}) => name).join(', ');
  const own = `zone ${zone.name} (${zone.id}) names ${names} for itself`;
  if (servers.kind === 'strangers') return strangersIn(own, child, servers.strangers, 'itself');
  if (servers.kind === 'unknown' && apex.length > 0) {
    const because = `${own}, and what ${servers.unknown.join(', ')} answers was not looked at`;
    return {
      kind: 'unknown',
      because,
      fix: `ask them: \`dig @${servers.unknown[0]} ${walk.host}\``,
      thrown: null,
      supposed: null,
    };
  }
  const {fault, said, trust} = judgeSigning(zone, child.signing, by.signing);
  if (fault === null) return descend(child, {...walk, said: [...walk.said, ...said], trust}, by);
  const isValidated = by.signing.trust === 'secure';
  if (isValidated && fault.isSure) {
    const {because, fix} = fault;
    return {kind: 'broken', zone, what: 'resolvers that validate refuse its answers (SERVFAIL)', because, fix};
  }
  const open = isValidated
    ? 'AWS does not say whether its answers are still signed as they were'
    : 'whether resolvers validate that was not seen';
  const because = `${fault.because}; ${open}`;
  const fix = `see what a resolver that validates says: \`dig +dnssec ${walk.host} @1.1.1.1\`; and ${fault.fix.charAt(0).toLowerCase()}${fault.fix.slice(1).replace(/\.$/, '')}`;
  return {kind: 'unknown', because, fix, thrown: null, supposed: null};
}

function strangersIn(
  because: string,
  {zone, delegation}: KnownZone,
  strangers: readonly string[],
  place: string,
): ZoneFinding {
  const right = (delegation?.nameServers ?? []).join(', ');
  const are = strangers.length === 1 ? 'is' : 'are';
  return {
    kind: 'broken',
    zone,
    what: 'some resolvers are sent to name servers of another zone',
    because: `${because}, and ${strangers.join(', ')} ${are} not of the zone ${zone.id}`,
    fix: `Set the NS records of ${zone.name} in ${place === 'itself' ? `zone ${zone.id}` : place} to ${right}: whoever gets a zone on the other servers answers for ${zone.name}.`,
  };
}

function descend(at: KnownZone, walk: Walk, by: Delegator | null): ZoneFinding {
  const {host, candidates, passed, said} = walk;
  const answer = zoneAnswer(at.zone, at.records, host);
  if (answer.kind === 'outside') throw new Error(`${host} is not in ${at.zone.name}`);
  if (answer.kind !== 'delegated') {
    const via = passed.map(({zone}) => zone);
    const unasked = candidates.map(({zone}) => zone).filter((zone) => zone !== at.zone && !via.includes(zone));
    const leftBehind = passed.filter(({records}) => records.length > 0);
    const because = whyAnswered(at.zone, by, unasked);
    return {kind: 'answered', zone: at.zone, answer, via, leftBehind, unasked, said, because};
  }
  const children = candidates.filter(({zone}) => foldName(zone.name) === answer.at);
  const records = deadRecords(at.records, answer.at);
  const next = zoneDelegator(at.zone, answer.at, answer.nameServers, candidates, {
    trust: walk.trust,
    signers: signersIn(at.records, answer.at),
  });
  return enter(next, children, {...walk, passed: [...passed, {zone: at.zone, records}]});
}

function answered(finding: ZoneFinding): AnsweredFinding | null {
  return finding.kind === 'answered' ? finding : null;
}

function whyAnswered(zone: HostedZone, by: Delegator | null, unasked: readonly HostedZone[]): string {
  const why = by === null ? 'is the topmost that was read' : `is delegated by ${by.shortLabel}`;
  const others = unasked.map(({name, id}) => `${name} (${id})`).join(', ');
  return `zone ${zone.name} (${zone.id}) ${why}${others === '' ? '' : `; nobody is sent to ${others}`}`;
}

function idsOf(zones: readonly KnownZone[]): string {
  return zones.map(({zone}) => zone.id).join(', ');
}

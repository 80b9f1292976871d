import {judgeAuthority, type Wanted} from '../domain/dns/authority-answers.ts';
import {judgeBindingsServed} from '../domain/dns/served-bindings.ts';
import type {NameLook, NamesProbe} from '../model/facts/wire/names.ts';
import type {Evidence, Fault} from '../model/outcome.ts';
import {type AuthorityLooks, looksEvidence} from './authority-looks.ts';
import type {OwnLook} from './own-addresses.ts';
import {bindingLooks, servedNames} from './served-names.ts';

/** How often each name server is asked for the host. */
const ROUNDS = 3;

/** What the name servers of a host, and of what its CNAMEs lead to, say of the addresses that it has to have. */
export interface NameServerFindings {
  /** What they were held against in the end. */
  readonly wanted: Wanted;
  /** The zone of the host itself. */
  readonly zone: string | null;
  readonly looks: readonly NameLook[];
  readonly faults: readonly Fault[];
  /** What is not known, a clause each. */
  readonly unknown: readonly string[];
  /** What was not looked at and need not be, a clause each. */
  readonly unseen: readonly string[];
  readonly evidence: readonly Evidence[];
}

/** @param isNamed whether it is a load balancer that the host has to lead to, and not only what its name servers give. */
export async function nameServerFindings(
  host: string,
  ownLook: OwnLook,
  {isNamed, names}: {readonly isNamed: boolean; readonly names: NamesProbe},
): Promise<NameServerFindings> {
  const {needed} = ownLook;
  const served = await servedNames(host, {own: ownLook.own, needed}, names, isNamed ? ROUNDS : 1);
  const first = addressFindings(served, {own: ownLook.own, needed});
  const {own, evidence: ownEvidence} = first.isClear ? ownLook : await ownLook.again();
  const wanted = {own, needed};
  const found = first.isClear ? first : addressFindings(served, wanted);
  // Where nobody says what is meant, there is nothing to hold HTTPS records against.
  const bindings = isNamed && found.isClear ? await bindingLooks(served, names) : [];
  const bound = bindings.flatMap((look) => judgeBindingsServed(look, wanted));
  const misled = bound.flatMap((finding) => (finding.kind === 'wrong' ? [finding.fault] : []));
  const looks = served.flatMap((one) => one.looks);
  return {
    wanted,
    zone: served[0]?.delegation.zone ?? null,
    looks,
    faults: [...found.faults, ...misled],
    unknown: [...found.unknown, ...bound.flatMap((finding) => (finding.kind === 'unknown' ? [finding.what] : []))],
    unseen: [...new Set(served.flatMap((one) => one.unseen))],
    evidence: [...ownEvidence, ...looksEvidence(looks), ...(misled.length > 0 ? looksEvidence(bindings) : [])],
  };
}

interface AddressFindings {
  readonly faults: readonly Fault[];
  readonly unknown: readonly string[];
  readonly isClear: boolean;
}

function addressFindings(served: readonly AuthorityLooks[], wanted: Wanted): AddressFindings {
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
    ...endless(served, wanted),
  ];
  return {faults, unknown, isClear: faults.length + unknown.length === 0};
}

/** CNAMEs that were not followed to an end: they go round, or are too many. */
function endless(served: readonly AuthorityLooks[], wanted: Wanted): readonly string[] {
  const asked = new Set(served.map(({delegation}) => delegation.name));
  const targets = served.flatMap(({looks}) =>
    looks.flatMap((look) => {
      const finding = judgeAuthority(look, wanted);
      return finding.kind === 'leads-on' && !asked.has(finding.to) ? [finding.to] : [];
    }),
  );
  return targets.length === 0 ? [] : [`its CNAMEs lead on and on, to ${[...new Set(targets)].join(', ')}`];
}

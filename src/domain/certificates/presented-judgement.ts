import {CannotTell} from '../../model/errors.ts';
import type {Handshake} from '../../model/facts/wire/tls.ts';
import type {Evidence, Fault} from '../../model/outcome.ts';
import {refusalFault} from './handshake-refusal.ts';
import {type AskedOfPresented, presentedEvidence, presentedFaults} from './presented-certificate.ts';

/** Clients of a host that get a certificate of their own: by what they accept. */
export const CLIENT_KINDS = ['today', 'rsa', 'ecdsa'] as const;
export type ClientKind = (typeof CLIENT_KINDS)[number];

const CLIENTS = {
  today: '',
  rsa: 'to clients that accept keys of RSA only',
  ecdsa: 'to clients that accept keys of ECDSA only',
} as const satisfies Record<ClientKind, string>;

export interface PresentedFindings {
  readonly faults: readonly Fault[];
  readonly evidence: readonly Evidence[];
}

/**
 * What is wrong with what each kind of client is presented with. A certificate that several are presented with is judged once; a
 * kind of key that the server has none of is no fault unless it is wanted.
 *
 * @throws {CannotTell} when it was this machine that did not complete a handshake.
 */
export function judgePresented(
  looks: Readonly<Partial<Record<ClientKind, Handshake>>>,
  wanted: readonly ClientKind[],
  asked: AskedOfPresented & {readonly clientCertificates: boolean},
): PresentedFindings {
  const seen = new Set<string>();
  const faults: Fault[] = [];
  const evidence: Evidence[] = [];
  for (const kind of CLIENT_KINDS) {
    const look = looks[kind];
    if (look === undefined) continue;
    const to = CLIENTS[kind];
    const refused = kind === 'today' || wanted.includes(kind) ? refusalFault(look, asked.clientCertificates) : null;
    if (refused !== null) faults.push(saidOf(refused, to));
    const [leaf] = look.chain;
    if (leaf === undefined || seen.has(leaf.fingerprint)) continue;
    seen.add(leaf.fingerprint);
    evidence.push(presentedEvidence(look, ['certificate presented', to].filter(Boolean).join(' ')));
    faults.push(...presentedFaults(look, asked).map((fault) => saidOf(fault, to)));
  }
  return {faults, evidence};
}

/**
 * Nothing was found to be wrong with what clients of today are presented with.
 *
 * @throws {CannotTell} when not all of it was seen.
 */
export function requireSeen({place, chain, trust}: Handshake): void {
  if (trust?.verifies && trust.anchor?.isRoot === false) {
    throw new CannotTell(
      `${place}: it does not send the intermediate certificate ${trust.anchor.subject}: this machine verifies it only as it has that itself (--ca-file, NODE_EXTRA_CA_CERTS), so whether clients can is not known`,
      'let it send its intermediates; then look again, with nothing but roots among what this machine trusts in addition',
    );
  }
  if (chain.length > 0 && trust !== null) return;
  const what =
    chain.length === 0
      ? 'the certificates that it presents could not be read'
      : 'it requires a certificate of the client before it completes a handshake, so whether its chain verifies is not known';
  throw new CannotTell(
    `${place}: ${what}`,
    'look at the chain with the command by hand, with `-cert` and `-key` of a client',
  );
}

/** What clients that send no name (SNI) are presented with instead; null when it is the same, or not known. */
export function unnamedNote(today: Handshake, unnamed: Handshake | undefined): string | null {
  const [leaf] = unnamed?.chain ?? [];
  if (leaf === undefined || leaf.fingerprint === today.chain[0]?.fingerprint) return null;
  return `clients that send no name (SNI) are presented with the certificate of ${leaf.dnsNames[0] ?? leaf.subject}`;
}

function saidOf(fault: Fault, to: string): Fault {
  return to === '' ? fault : {...fault, what: `${to}: ${fault.what}`};
}

import type {Handshake, PresentedCertificate} from '../../model/facts/wire/tls.ts';
import type {Evidence, Fault} from '../../model/outcome.ts';
import {chainFault, neededOf} from './presented-chain.ts';
import {nameFault} from './presented-names.ts';

const DAY_MS = 86_400_000;

export interface AskedOfPresented {
  readonly host: string;
  readonly now: Date;
  readonly minDaysLeft: number;
}

/** Why a client of the host would refuse what was presented in a handshake that was completed. */
export function presentedFaults({chain, trust}: Handshake, asked: AskedOfPresented): readonly Fault[] {
  const [leaf] = chain;
  if (leaf === undefined) return [];
  const dates = neededOf(chain, trust).flatMap(
    (certificate) => dateFault(certificate, certificate === leaf, asked) ?? [],
  );
  const untrusted = trust === null ? null : chainFault(chain, trust, dates.length > 0);
  return [nameFault(leaf, asked.host), ...dates, untrusted].filter((fault) => fault !== null);
}

function dateFault(certificate: PresentedCertificate, isLeaf: boolean, {now, minDaysLeft}: AskedOfPresented) {
  const {subject, notBefore, notAfter} = certificate;
  const which = isLeaf ? 'the certificate presented' : `the intermediate certificate ${subject}`;
  if (Date.parse(notBefore) > now.getTime()) {
    return {
      what: `${which} is not valid before ${notBefore}`,
      fix: 'Present the one that is valid now until then; and see that the clock of this machine is right.',
    };
  }
  const leftMs = Date.parse(notAfter) - now.getTime();
  if (leftMs < 0) {
    const fix = isLeaf
      ? 'Present a certificate that is valid: see which one was renewed, and whether it was put where this is answered.'
      : 'Send the intermediate that its authority uses today.';
    return {what: `${which} expired on ${notAfter}`, fix};
  }
  if (leftMs >= minDaysLeft * DAY_MS) return null;
  const days = (Math.floor((leftMs / DAY_MS) * 10) / 10).toFixed(1);
  return {
    what: `${which} expires in ${days} days (${notAfter}), not in ${minDaysLeft} or more`,
    fix: 'Renew it, and put the new one where this is answered.',
  };
}

/** What a person knows a certificate by. */
export function presentedEvidence({chain, trust, place, remoteAddress}: Handshake, what: string): Evidence {
  const [leaf] = chain;
  return {
    what,
    value:
      leaf === undefined
        ? null
        : {
            subject: leaf.subject,
            names: [...leaf.dnsNames, ...leaf.ipAddresses],
            issuer: leaf.issuer,
            serial: leaf.serial,
            notBefore: leaf.notBefore,
            notAfter: leaf.notAfter,
            key: keyText(leaf),
            sha256: leaf.fingerprint,
            sentWith: chain.slice(1).map(({subject}) => subject),
            trustedRoot: trust?.anchor?.subject ?? null,
          },
    source: remoteAddress === null ? place : `${place} (${remoteAddress})`,
  };
}

/** `presents the certificate of mcp.example.com, valid until 2027-06-02T23:59:59.000Z, over TLS 1.3`. */
export function presentedText({chain, trust, agreed}: Handshake): string {
  const [leaf] = chain;
  const name = leaf?.dnsNames[0] ?? leaf?.ipAddresses[0] ?? leaf?.subject;
  const root = trust?.anchor === null || trust === null ? '' : `, signed up to ${trust.anchor.subject}`;
  return `it presents the certificate of ${name}, valid until ${leaf?.notAfter}${root}, over TLS ${agreed?.version}`;
}

function keyText({keyType, keyBits}: PresentedCertificate): string {
  return keyBits === null ? keyType : `${keyType} ${keyBits}`;
}

import {CannotTell, messageOf, type NoAnswer} from '../../model/errors.ts';
import {type Handshake, TLS_VERSIONS, type TlsVersion} from '../../model/facts/wire/tls.ts';
import type {Evidence, Fault} from '../../model/outcome.ts';
import type {WantedProtocol} from '../../model/tls-params.ts';
import {refusalFault} from './handshake-refusal.ts';
import {isAtLeast} from './tls-policies.ts';

/** Handshakes that offered one version of TLS each, and one with what browsers offer. */
export type VersionLooks = Readonly<Partial<Record<TlsVersion | 'browser', Handshake>>>;

/** It speaks a version when it has answered in it, whatever came of the handshake. */
export function speaks(looks: VersionLooks, version: TlsVersion): boolean {
  return looks[version]?.answeredIn === version;
}

export function spokenVersions(looks: VersionLooks): readonly TlsVersion[] {
  return TLS_VERSIONS.filter((version) => speaks(looks, version));
}

/** What shows that a version is not spoken; null: it is, or nothing that came back says that it is not. */
function refusalOfVersion(look: Handshake | undefined): string | null {
  if (look === undefined || look.refusal === null) return null;
  const {kind, code} = look.refusal;
  if (look.answeredIn !== null) return `answered in TLS ${look.answeredIn}`;
  if (kind === 'alert') return `alert ${code}`;
  return kind === 'closed' ? 'closed without an alert' : null;
}

/** Versions that nobody should be served in any more, and that are; and what was promised and is not there. */
export function protocolFaults(
  looks: VersionLooks,
  {oldest, wants}: {readonly oldest: TlsVersion; readonly wants: readonly WantedProtocol[]},
): readonly Fault[] {
  const old = spokenVersions(looks).filter((version) => !isAtLeast(version, oldest));
  const faults: Fault[] =
    old.length === 0 ? [] : [{what: `it still answers to TLS ${old.join(' and ')}`, fix: LEAVE_OUT}];
  // Nobody is served: that is what is wrong.
  const refused =
    spokenVersions(looks).length > 0 || looks.browser === undefined ? null : refusalFault(looks.browser, true);
  if (refused !== null) return [refused];
  const missing = wants.flatMap((wanted) => missingFault(looks, wanted) ?? []);
  const broken = missing.length > 0 || looks.browser === undefined ? null : brokenText(looks.browser);
  return [...faults, ...missing, ...(broken === null ? [] : [{what: `${broken}, as browsers begin it`, fix: BROKEN}])];
}

const LEAVE_OUT =
  'See in the access logs that no client needs it, then leave it out: a security policy such as ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09 (`ssl_policy` of the `aws_lb_listener`), `ssl_protocols TLSv1.2 TLSv1.3` in nginx.';

const BROKEN =
  'See in the logs of what listens there why it does not complete the handshake, and whether something on the way cuts it.';

/** A server that says hello, and then ends the handshake for another reason than a certificate that it wants; null: it does not. */
function brokenText({answeredIn, refusal, clientCertificate}: Handshake): string | null {
  const isOurs = refusal === null || refusal.kind === 'ours';
  if (answeredIn === null || isOurs || clientCertificate === 'required') return null;
  return `it answers, but no handshake is completed: ${refusal.message}`;
}

function missingFault(looks: VersionLooks, wanted: WantedProtocol): Fault | null {
  if (wanted === 'h2') {
    const agreed = looks.browser?.agreed;
    if (agreed === undefined || agreed === null || agreed.alpn === 'h2') return null;
    return {
      what: `it does not offer HTTP/2: ${agreed.alpn === null ? 'it agreed to nothing by ALPN' : `it agreed to ${agreed.alpn}`}`,
      fix: 'Turn HTTP/2 on where TLS ends: `enable_http2` of the `aws_lb`, `http2 on` in nginx; or see what else answers here.',
    };
  }
  const look = looks[wanted];
  const broken = look === undefined ? null : brokenText(look);
  if (broken !== null) return {what: `${broken}, in TLS ${wanted}`, fix: BROKEN};
  const how = speaks(looks, wanted) ? null : refusalOfVersion(look);
  if (how === null) return null;
  return {
    what: `it does not speak TLS ${wanted} (${how})`,
    fix: `Turn TLS ${wanted} on where TLS ends: \`ssl_policy\` of the \`aws_lb_listener\`, \`ssl_protocols\` in nginx; or see what else answers here.`,
  };
}

/**
 * What is known is as it should be.
 *
 * @throws {CannotTell} when something that decides was not seen.
 * @throws {NoAnswer} when nothing at all was.
 */
export function requireDecided(
  looks: VersionLooks,
  {oldest, wants}: {readonly oldest: TlsVersion; readonly wants: readonly WantedProtocol[]},
  place: string,
  unseen: CannotTell | NoAnswer | null,
): void {
  if (Object.keys(looks).length === 0 && unseen !== null) throw unseen;
  const versions = TLS_VERSIONS.filter(
    (version) => !isAtLeast(version, oldest) || wants.some((one) => one === version),
  );
  const open = versions.filter((version) => !speaks(looks, version) && refusalOfVersion(looks[version]) === null);
  const isAlpnOpen = wants.includes('h2') && (looks.browser?.agreed ?? null) === null;
  const what = [...open.map((version) => `TLS ${version}`), ...(isAlpnOpen ? ['HTTP/2'] : [])];
  const missing = what.length === 0 && spokenVersions(looks).length > 0 ? null : what.join(', ');
  if (missing === null) return;
  const why = unseen === null ? reasonOf(looks, open[0]) : messageOf(unseen);
  throw new CannotTell(
    `${place}: whether it speaks ${missing || 'TLS'} is not known: ${why}`,
    'run again, and see with the command by hand what comes back',
    {transient: true},
  );
}

function reasonOf(looks: VersionLooks, version: TlsVersion | undefined): string {
  const look = version === undefined ? looks.browser : looks[version];
  return look?.refusal?.message ?? 'no handshake was completed';
}

/** `it speaks TLS 1.2 and 1.3`, what it agreed to, and how each of the others was refused. */
export function spokenText(looks: VersionLooks): string {
  const spoken = spokenVersions(looks);
  const alpn = looks.browser?.agreed?.alpn ?? null;
  const refused = TLS_VERSIONS.filter((version) => !spoken.includes(version)).flatMap((version) => {
    const how = refusalOfVersion(looks[version]);
    return how === null ? [] : `${version}: ${how}`;
  });
  const not = refused.length === 0 ? '' : ` (${refused.join(', ')})`;
  return `it speaks TLS ${spoken.join(' and ')}${not}, and agrees to ${alpn ?? 'nothing by ALPN, which means HTTP/1.1'}`;
}

export function versionEvidence(looks: VersionLooks): readonly Evidence[] {
  return TLS_VERSIONS.flatMap((version) => {
    const look = looks[version];
    if (look === undefined) return [];
    const value = speaks(looks, version)
      ? (look.agreed?.cipher ?? 'answered')
      : (refusalOfVersion(look) ?? look.refusal?.message ?? null);
    const {place, remoteAddress} = look;
    return {
      what: `TLS ${version} alone`,
      value,
      source: remoteAddress === null ? place : `${place} (${remoteAddress})`,
    };
  });
}

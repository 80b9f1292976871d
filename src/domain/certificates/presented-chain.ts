import type {ChainTrust, PresentedCertificate} from '../../model/facts/wire/tls.ts';
import type {Fault} from '../../model/outcome.ts';
import {isPublicAuthority} from './issuer-trust.ts';

/** Whether clients can build a path from a certificate, as it was sent, to a root that they trust. */

type Chain = readonly PresentedCertificate[];

/** From the certificate of the server on to whoever signed it, as far as they were sent. */
export function pathOf(chain: Chain): Chain {
  const path: PresentedCertificate[] = [];
  for (let next = chain[0]; next !== undefined && !path.includes(next); ) {
    const certificate: PresentedCertificate = next;
    path.push(certificate);
    next = certificate.signedBy === null ? undefined : chain[certificate.signedBy];
  }
  return path;
}

/**
 * Those of the path that clients need. A root that is sent as another authority cross-signed it ends for nobody who trusts that
 * root itself.
 */
export function neededOf(chain: Chain, trust: ChainTrust | null): Chain {
  const path = pathOf(chain);
  const {verifies, anchor} = trust ?? {verifies: false, anchor: null};
  const last = verifies && anchor?.isRoot ? chain[anchor.signed] : undefined;
  return last === undefined ? path : path.slice(0, path.indexOf(last) + 1);
}

/** What is wrong with the dates is a fault of its own. */
const ABOUT_DATES = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'];

const SEND_CHAIN =
  'Send the intermediate certificates after the server certificate: `--certificate-chain` when it is imported into ACM, `fullchain.pem` in nginx.';

/**
 * Why the chain does not verify; null when it does, or when only dates keep it from that and `hasDateFault` says so.
 */
export function chainFault(chain: Chain, trust: ChainTrust, hasDateFault: boolean): Fault | null {
  if (trust.verifies) return null;
  const {code, anchor} = trust;
  const path = pathOf(chain);
  const [leaf] = path;
  const top = path.at(-1);
  if (anchor?.store === 'system') {
    return {
      what: `its chain leads to ${anchor.subject}, which only the certificate store of this operating system trusts: Node.js, and with it every other check of the wire, does not (${code})`,
      fix: 'Where all clients trust that authority, name its certificate with --ca-file (or in NODE_EXTRA_CA_CERTS); else present a certificate of a public authority.',
    };
  }
  if (anchor !== null && !anchor.isRoot) {
    return {
      what: `its chain leads to ${anchor.subject}, which this machine has as an intermediate only: its own issuer is neither sent nor trusted (${code})`,
      fix: `Send the whole chain; where all clients trust the root above ${anchor.subject}, name that with --ca-file.`,
    };
  }
  if (anchor !== null || leaf === undefined || top === undefined) {
    const isKnown = code !== null && ABOUT_DATES.includes(code);
    if (isKnown && hasDateFault) return null;
    return {
      what: isKnown
        ? `a certificate between it and ${anchor?.subject ?? 'its root'} is out of its dates (${code})`
        : `its chain does not verify (${code})`,
      fix: 'Look at each certificate of the chain with the command by hand, and replace the one that clients refuse.',
    };
  }
  if (leaf.isSelfSigned) {
    return {
      what: `it is signed by itself (${leaf.subject}), and this machine does not trust it`,
      fix: 'Present a certificate of an authority that clients trust; where all of them trust this one, name it with --ca-file.',
    };
  }
  if (top.isSelfSigned) {
    return {
      what: `its chain leads to the root ${top.subject}, which this machine does not trust`,
      fix: 'Present a certificate of a public authority; where all clients trust this root, name it with --ca-file.',
    };
  }
  return missingIssuer(leaf, top);
}

/** What was sent ends below a certificate that was not sent, and that no store of this machine has. */
function missingIssuer(leaf: PresentedCertificate, top: PresentedCertificate): Fault {
  const {issuer, issuerUrl} = top;
  const what =
    top === leaf
      ? `an intermediate certificate is missing: it comes alone, without that of its issuer ${issuer}`
      : `its chain ends with ${top.subject}, without the certificate of its issuer ${issuer}`;
  if (issuerUrl !== null) return {what: `${what}, which is at ${issuerUrl}`, fix: SEND_CHAIN};
  if (isPublicAuthority(issuer)) return {what, fix: SEND_CHAIN};
  return {
    what: `${
      top === leaf ? `it comes alone, without the certificate of its issuer ${issuer}` : what
    }: an intermediate that is missing, or a root that this machine does not trust`,
    fix: `${SEND_CHAIN} Where ${issuer} is a root of your own that all clients trust, name it with --ca-file.`,
  };
}

/** What is odd about how a chain that verifies was sent; null when nothing is. */
export function chainNote(chain: Chain): string | null {
  const path = pathOf(chain);
  const order = path.map((certificate) => chain.indexOf(certificate));
  if (order.some((place, index) => index > 0 && place < (order[index - 1] ?? 0))) {
    return 'its chain is not sent in order, which some clients refuse';
  }
  const extra = chain.length - path.length;
  if (extra === 0) return null;
  return `${extra === 1 ? 'a certificate that does not belong to its chain is' : `${extra} certificates that do not belong to its chain are`} sent with it`;
}

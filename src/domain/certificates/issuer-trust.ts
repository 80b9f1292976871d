import type {Certificate, LoadBalancer} from '../../model/facts/aws-facts.ts';

/**
 * Who trusts a certificate. Source: the ACM user guide (private certificates, imported certificates); what ACM says of an
 * imported one is the name of its issuer, and not the chain.
 */

/**
 * Whom the clients of a load balancer trust: `public` authorities alone; `unseen`: clients inside a network, whose
 * trust nobody can see from here; `stated`: the issuer, as the checklist says.
 */
export type ClientTrust = 'public' | 'unseen' | 'stated';

export function trustOfClients({scheme}: Pick<LoadBalancer, 'scheme'>, clientsTrustIssuer: boolean): ClientTrust {
  if (clientsTrustIssuer) return 'stated';
  return scheme === 'internal' ? 'unseen' : 'public';
}

/** Where its trust comes from; `unknown` for an issuer of whom nothing is known here. */
export function issuerOf({type, issuer, subject}: Certificate): 'public' | 'private' | 'self-signed' | 'unknown' {
  if (type === 'AMAZON_ISSUED') return 'public';
  if (type === 'PRIVATE') return 'private';
  if (type !== 'IMPORTED' || issuer === null) return 'unknown';
  if (issuer === subject || issuer === commonNameOf(subject)) return 'self-signed';
  return PUBLIC_AUTHORITIES.test(issuer) ? 'public' : 'unknown';
}

/** Whether a subject (`C=US, O=Let's Encrypt, CN=R11`) names an authority that browsers and operating systems trust. */
export function isPublicAuthority(subject: string): boolean {
  return subject.split(', ').some((part) => /^(?:CN|O)=/.test(part) && PUBLIC_AUTHORITIES.test(part));
}

function commonNameOf(subject: string | null): string | null {
  return /(?:^|,\s*)CN=([^,]+)/i.exec(subject ?? '')?.[1] ?? null;
}

/**
 * Names of authorities that browsers and operating systems trust, and of their intermediates, as they begin. One that is
 * missing makes an error, never a failure. Entrust is: browsers trust nothing that its roots have issued since December 2024,
 * other clients do.
 */
const PUBLIC_AUTHORITIES = new RegExp(
  `^(?:CN=|O=)?(?:${[
    'Actalis',
    'Amazon',
    'Asseco',
    'Buypass',
    'Certum',
    'COMODO',
    'D-TRUST',
    'DigiCert',
    'Encryption Everywhere',
    'GEANT',
    'GeoTrust',
    'GlobalSign',
    'Go Daddy',
    'GoDaddy',
    'Google Trust Services',
    'GTS CA',
    'HARICA',
    'Hellenic Academic',
    'HydrantID',
    'IdenTrust',
    "Let's Encrypt",
    'Microsoft (?:Azure|Corporation)',
    'Network Solutions',
    'QuoVadis',
    'RapidSSL',
    'Sectigo',
    'SSL Corp',
    'SSL\\.com',
    'Starfield',
    'SwissSign',
    'T-Systems',
    'TeleSec',
    'Telia',
    'Thawte',
    'Trustwave',
    'USERTRUST',
    'ZeroSSL',
    'Y?[RE]\\d{1,2}$',
    'W[ER]\\d$',
  ].join('|')})`,
  'i',
);

import type {PresentedCertificate} from '../../model/facts/wire/tls.ts';
import type {Fault} from '../../model/outcome.ts';
import {someOf} from '../../model/text/some-of.ts';
import {plainAddress} from '../network/plain-address.ts';
import {certificateNameCovers, isIpAddress, namesThatWouldCover, whyNotCovered} from './certificate-names.ts';

/**
 * Why clients of a host refuse a certificate for the names in it; null when it is for the host. Its common name does not count,
 * and an IP address only as an address (RFC 9525, sections 2 and 6).
 */
export function nameFault(certificate: PresentedCertificate, host: string): Fault | null {
  const {dnsNames, ipAddresses, subject} = certificate;
  if (isIpAddress(host)) {
    if (ipAddresses.some((address) => plainAddress(address) === plainAddress(host))) return null;
    const named = ipAddresses.length === 0 ? 'it names no IP address' : `it is for ${someOf(ipAddresses)}`;
    return {
      what: `the certificate presented does not cover ${host}: ${named}`,
      fix: `Ask by a host name that the certificate is for, or present one that has ${host} as an IP address among its subject alternative names.`,
    };
  }
  if (dnsNames.some((name) => certificateNameCovers(name, host))) return null;
  const fix = `Let what answers here present a certificate for ${namesThatWouldCover(host).join(' or ')}; where it has one already, see why it chose another for this name (SNI).`;
  if (dnsNames.length === 0) {
    return {
      what: `the certificate presented (${subject}) has no host name among its subject alternative names, and its common name does not count`,
      fix,
    };
  }
  const reasons = someOf(dnsNames.flatMap((name) => whyNotCovered(name, host) ?? []));
  return {what: `the certificate presented does not cover ${host} (${reasons})`, fix};
}

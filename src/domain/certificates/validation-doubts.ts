import type {Certificate} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';

/** Why no record in DNS will ever validate it; null when one does. */
export function whyNoRecord({arn, type, domainValidation}: Certificate): Fault | null {
  if (type !== 'AMAZON_ISSUED') return {what: `${arn} is ${type}: ACM validates nothing, not by a CNAME`, fix: BY_DNS};
  const byMail = domainValidation.filter(({method}) => method === 'EMAIL').map(({domainName}) => domainName);
  if (byMail.length === 0) return null;
  return {what: `${arn} is validated by EMAIL for ${byMail.join(', ')}, not by a CNAME`, fix: BY_DNS};
}

const BY_DNS =
  'Request a certificate that ACM validates by DNS and put it on the listener; where this one is meant, leave the item out and agree on who renews it.';

/** The names for which ACM has named no record yet; the certificate itself when none of its records is in the zone. */
export function namesWithoutCname({domainName, domainValidation}: Certificate, inZone: number): string[] {
  const names = domainValidation.flatMap((one) => (one.record === null ? one.domainName : []));
  return names.length > 0 || inZone > 0 ? names : [`the certificate of ${domainName}`];
}

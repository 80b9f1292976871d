import type {Certificate} from '../../model/facts/aws-facts.ts';

/** Why no record in DNS will ever validate it; null when one does. */
export function whyNoRecord({arn, type, domainValidation}: Certificate): string | null {
  if (type !== 'AMAZON_ISSUED') return `${arn} is ${type}: ACM validates nothing, not by a CNAME`;
  const byMail = domainValidation.filter(({method}) => method === 'EMAIL').map(({domainName}) => domainName);
  return byMail.length === 0 ? null : `${arn} is validated by EMAIL for ${byMail.join(', ')}, not by a CNAME`;
}

/** The names for which ACM has named no record yet; the certificate itself when none of its records is in the zone. */
export function namesWithoutCname({domainName, domainValidation}: Certificate, inZone: number): string[] {
  const names = domainValidation.flatMap((one) => (one.record === null ? one.domainName : []));
  return names.length > 0 || inZone > 0 ? names : [`the certificate of ${domainName}`];
}

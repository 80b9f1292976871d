import {certificateNameCovers} from '../domain/certificates/certificate-names.ts';
import type {AttachedCertificate} from '../domain/certificates/sni.ts';
import type {AcmFacts, Certificate, Elbv2Facts} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';

/**
 * What the listener of the named resource holds, in its order. What was uploaded to IAM cannot be read from ACM: null.
 */
export async function attachedCertificates(
  facts: Pick<Elbv2Facts, 'listenerCertificates'> & Pick<AcmFacts, 'certificate'>,
  alb: ResourceRef<'loadBalancer'>,
): Promise<AttachedCertificate[]> {
  const attached = await facts.listenerCertificates(alb);
  return Promise.all(
    attached.map(async ({arn, isDefault}) => {
      const isInAcm = arn.split(':')[2] === 'acm';
      return {arn, isDefault, certificate: isInAcm ? await facts.certificate(alb, arn) : null};
    }),
  );
}

/**
 * Those of ACM that may be presented to clients of a host and are in force, each once; when none is in force, those that
 * cover it. The default one is presented only where none in the list is for the host (it may be in the list as well); of those in the
 * list each may be, for clients differ in the keys that they accept.
 * Source: the ALB user guide, HTTPS listener certificates.
 */
export function coveringCertificates(host: string, attached: readonly AttachedCertificate[], now: Date): Certificate[] {
  const all = attached.flatMap(({isDefault, certificate}) =>
    certificate?.subjectAlternativeNames.some((san) => certificateNameCovers(san, host))
      ? {isDefault, certificate}
      : [],
  );
  const listed = all.filter(({isDefault}) => !isDefault);
  const covering = (listed.length > 0 ? listed : all).map(({certificate}) => certificate);
  const once = [...new Map(covering.map((certificate) => [certificate.arn, certificate])).values()];
  const inForce = once.filter(
    ({status, notAfter}) => status === 'ISSUED' && (notAfter === null || Date.parse(notAfter) >= now.getTime()),
  );
  return inForce.length > 0 ? inForce : once;
}

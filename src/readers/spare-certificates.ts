import {certificateNameCovers} from '../domain/certificates/certificate-names.ts';
import type {AwsFacts, Certificate} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';

export interface SpareCertificate {
  readonly arn: string;
  readonly status: string | null;
  /** Null where it is not issued: it could not be attached. */
  readonly certificate: Certificate | null;
}

/** Certificates of the account, in the region of the load balancer, that would cover the host if they were attached. */
export async function sparesFor(
  host: string,
  aws: Pick<AwsFacts, 'certificate' | 'certificates'>,
  alb: ResourceRef<'loadBalancer'>,
  attached: readonly Certificate[],
): Promise<SpareCertificate[]> {
  const all = (await aws.certificates(alb)).filter(({arn}) => !attached.some((one) => one.arn === arn));
  const covers = (names: readonly string[]) => names.some((san) => certificateNameCovers(san, host));
  const judged = await Promise.all(
    all.map(async ({arn, status, subjectAlternativeNames, hasMoreNames}) => {
      const isListed = covers(subjectAlternativeNames);
      if (!isListed && !hasMoreNames) return [];
      // The list has the first hundred names only, and no date.
      const certificate = isListed && status !== 'ISSUED' ? null : await aws.certificate(alb, arn);
      return isListed || covers(certificate?.subjectAlternativeNames ?? []) ? [{arn, status, certificate}] : [];
    }),
  );
  return judged.flat();
}

export function regionOf(arn: string): string {
  return arn.split(':')[3] ?? '';
}

export function uniqueByArn(certificates: readonly Certificate[]): Certificate[] {
  return [...new Map(certificates.map((certificate) => [certificate.arn, certificate])).values()];
}

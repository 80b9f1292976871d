import {certificateNameCovers} from '../domain/certificates/certificate-names.ts';
import type {AwsFacts, Certificate} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';

/** Certificates of the account, in the region of the load balancer, that would cover the host if they were attached. */
export async function sparesFor(
  host: string,
  aws: Pick<AwsFacts, 'certificate' | 'certificates'>,
  alb: ResourceRef<'loadBalancer'>,
  attached: readonly Certificate[],
) {
  const all = (await aws.certificates(alb)).filter(({arn}) => !attached.some((one) => one.arn === arn));
  const covers = (names: readonly string[]) => names.some((san) => certificateNameCovers(san, host));
  const judged = await Promise.all(
    all.map(async (summary) => {
      if (covers(summary.subjectAlternativeNames)) return [summary];
      // The list has the first hundred names only.
      const whole = summary.hasMoreNames ? await aws.certificate(alb, summary.arn) : summary;
      return covers(whole.subjectAlternativeNames) ? [summary] : [];
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

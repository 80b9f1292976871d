import {CannotTell} from '../../../model/errors.ts';
import type {AcmFacts} from '../../../model/facts/aws-facts.ts';
import type {Place, Scope} from '../scope.ts';
import {describeCertificate, listCertificates} from './calls.ts';

export function acmFacts({at, to, fact}: Scope): AcmFacts {
  const acm = (place: Place) => to('acm', place);

  return {
    async certificate(name, arn) {
      refuseIamCertificate(arn);
      const place = at(name);
      return fact(place, `certificate:${arn}`, (aborted) => describeCertificate(acm(place), arn, aborted));
    },
    async certificates(name) {
      const place = at(name);
      return fact(place, 'certificates', (aborted) => listCertificates(acm(place), aborted));
    },
  };
}

/** A listener may have a certificate that was uploaded to IAM, of which ACM knows nothing. */
function refuseIamCertificate(arn: string): void {
  const [, serverCertificate] = /^arn:[^:]+:iam:.*:server-certificate\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (serverCertificate === undefined) return;
  throw new CannotTell(
    `${arn}: the certificate is in IAM, where ACM cannot look`,
    `look with \`aws iam get-server-certificate --server-certificate-name ${serverCertificate}\`, or move the certificate to ACM`,
  );
}

import {CannotTell} from '../../../model/errors.ts';
import type {AcmFacts} from '../../../model/facts/aws-facts.ts';
import type {AccountRegion, Scope} from '../scope.ts';
import {describeCertificate, listCertificates} from './calls.ts';

export function acmFacts({at, to, fact}: Scope): AcmFacts {
  const acm = (accountRegion: AccountRegion) => to('acm', accountRegion);

  return {
    async certificate(name, arn) {
      refuseIamCertificate(arn);
      const accountRegion = at(name);
      return fact(accountRegion, `certificate:${arn}`, (aborted) =>
        describeCertificate(acm(accountRegion), arn, aborted),
      );
    },
    async certificates(name) {
      const accountRegion = at(name);
      return fact(accountRegion, 'certificates', (aborted) => listCertificates(acm(accountRegion), aborted));
    },
  };
}

/** A listener may have a certificate that was uploaded to IAM, which ACM does not know. */
function refuseIamCertificate(arn: string): void {
  const [, serverCertificate] = /^arn:[^:]+:iam:.*:server-certificate\/(?:.*\/)?([^/]+)$/.exec(arn) ?? [];
  if (serverCertificate === undefined) return;
  throw new CannotTell(
    `${arn}: the certificate is in IAM, where ACM cannot look`,
    `look with \`aws iam get-server-certificate --server-certificate-name ${serverCertificate}\`, or move the certificate to ACM`,
  );
}

import {judgeRenewal, lifeOf} from '../../domain/certificates/certificate-renewal.ts';
import {adviceOn, CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {caaSeenParam, hostParam, resourceParam, z} from '../../model/params.ts';
import {command} from '../../model/text/shell.ts';
import {attachedCertificates, coveringCertificates} from '../../readers/attached-certificates.ts';
import {caaFindings, outsideNote} from '../../readers/caa-records.ts';
import {absentRecords} from '../../readers/validation-records.ts';

export const certificateWillRenew = defineCheck({
  id: 'acm/certificate-will-renew',
  title: 'ACM will renew the certificate of the host in time, by itself',
  why: 'A certificate that ACM does not renew works until the day it expires, and then no client connects. ACM renews what it issued, what is in use, and what it can still validate by DNS and is not forbidden to issue (CAA); never what was imported, and by email only when a person answers.',
  fix: 'Use a certificate that ACM issues with DNS validation, and leave its CNAMEs in place. For an imported one, set `minDaysLeft` to the days it must still be valid for, and agree on who imports the next one.',
  byHand:
    'for arn in $(aws elbv2 describe-listener-certificates --listener-arn <LISTENER_ARN> --query "Certificates[].CertificateArn" --output text); do aws acm describe-certificate --certificate-arn "$arn" --query "Certificate.[Type,Status,RenewalEligibility,RenewalSummary,NotAfter,DomainValidationOptions[].ValidationMethod]"; done',
  links: [
    'https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html',
    'https://docs.aws.amazon.com/acm/latest/userguide/check-certificate-renewal-status.html',
  ],
  facts: [
    'certificate',
    'hostedZone',
    'hostedZones',
    'listener',
    'listenerCertificates',
    'names',
    'recordsOfZone',
    'registeredDomain',
    'zoneDelegation',
    'zoneSigning',
  ],
  params: () => ({
    host: hostParam('The host whose certificate is meant'),
    alb: resourceParam('loadBalancer', 'The load balancer whose listener holds the certificate'),
    zone: resourceParam(
      'hostedZone',
      'The zone in which validation CNAMEs, and CAA records that forbid Amazon to issue, are looked up too',
    ).optional(),
    caaSeen: caaSeenParam(),
    minShareLeft: z.number().min(0).max(1).default(0.1).meta({
      description:
        'The share of its lifetime (0 to 1) that has to be left: ACM renews well before, so less says that it is late',
    }),
    minDaysLeft: z.number().min(0).optional().meta({
      description:
        'How many days a certificate has to stay valid that a person has to renew (imported, or validated by email); without it, a certificate of that kind fails',
    }),
  }),
  async run({host, alb, zone, caaSeen, minShareLeft, minDaysLeft}, {aws, names, now}) {
    const [listener, attached] = await Promise.all([aws.listener(alb), attachedCertificates(aws, alb)]);
    const place = `listener ${listener.port}`;
    const expected = `a certificate for ${host} that ACM renews in time`;
    const certificates = coveringCertificates(host, attached, now);
    if (certificates.length === 0) {
      const unread = attached.flatMap(({arn, certificate}) => (certificate === null ? arn : []));
      if (unread.length > 0) {
        throw new CannotTell(
          `${place}: no ACM certificate covers ${host}, and ${unread.join(', ')} is not in ACM, so ACM does not renew it`,
          'look at it with `aws iam get-server-certificate`, or move it to ACM',
        );
      }
      const fix = `Put a certificate on the listener that covers ${host}: acm/certificate-covers-host says which would.`;
      return fail({place, actual: `no certificate covers ${host}`, expected, evidence: [], fix});
    }

    const judged = await Promise.all(
      certificates.map(async (certificate) => {
        const judgement = judgeRenewal(certificate, now, {minShareLeft, minDaysLeft: minDaysLeft ?? null});
        const absent = zone === undefined ? [] : await absentRecords(certificate, zone, aws, names);
        const caa = zone === undefined ? null : await caaFindings(certificate, aws, zone, caaSeen, names);
        return {
          certificate,
          caa,
          ...judgement,
          problems: [...judgement.problems, ...absent, ...(caa?.forbidden ?? [])],
          unsure: [...judgement.unsure, ...(caa?.unknown ?? [])],
        };
      }),
    );
    const evidence = judged.map(({certificate}) => ({
      what: `renewal of the certificate of ${certificate.domainName}`,
      value: {
        type: certificate.type,
        status: certificate.status,
        renewalEligibility: certificate.renewalEligibility,
        renewalStatus: certificate.renewal?.status ?? null,
        validation: [...new Set(certificate.domainValidation.map(({method}) => method))],
        notAfter: certificate.notAfter,
      },
      source: certificate.arn,
    }));
    const byHand = certificates
      .map(({arn}) => command`aws acm describe-certificate --certificate-arn ${arn}`)
      .join('; ');
    const problems = judged.flatMap(({certificate: {arn, domainName}, problems}) =>
      problems.map(({what, fix}) => ({what: `${arn} (${domainName}): ${what}`, fix})),
    );
    if (problems.length > 0) {
      const actual = problems.map(({what}) => what).join('; ');
      return fail({
        place,
        actual,
        expected,
        evidence,
        byHand,
        fix: adviceOn(problems),
      });
    }
    const unsure = judged.flatMap(({certificate, unsure}) => unsure.map((what) => `${certificate.arn}: ${what}`));
    if (unsure.length > 0) {
      const fix =
        'look at the certificate in the ACM console; ask for CAA records with `dig CAA`, and name in `caaSeen:` where none forbids Amazon to issue';
      throw new CannotTell(unsure.join('; '), fix);
    }
    const because =
      zone === undefined
        ? 'its CNAMEs and CAA records were not looked at (`zone:`)'
        : outsideNote(judged.flatMap(({caa}) => caa ?? []));
    const lives = judged.map(({certificate, how}) => `${how}: ${certificate.domainName} (${lifeOf(certificate, now)})`);
    return pass({place: host, actual: lives.join('; '), expected, evidence, byHand, because});
  },
});

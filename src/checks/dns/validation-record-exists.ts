import {namesWithoutCname, whyNoRecord} from '../../domain/certificates/validation-doubts.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {caaSeenParam, hostParam, resourceParam} from '../../model/params.ts';
import {command} from '../../model/text/shell.ts';
import {attachedCertificates, coveringCertificates} from '../../readers/attached-certificates.ts';
import {caaFindings, outsideNote} from '../../readers/caa-records.ts';
import {validationFindings} from '../../readers/validation-records.ts';

export const validationRecordExists = defineCheck({
  id: 'dns/validation-record-exists',
  title:
    'The CNAMEs with which ACM validates the certificate are in the zone that answers, and no CAA record forbids it',
  why: 'ACM looks for its CNAME again at every renewal. One that was removed, or that stayed in the zone above when a sub-zone was delegated, lets everything work until the certificate ends.',
  fix: 'Put the CNAME that ACM names into the zone that answers for it, and leave it there: in Terraform an `aws_route53_record` for each of `aws_acm_certificate.x.domain_validation_options`.',
  byHand:
    'for arn in $(aws elbv2 describe-listener-certificates --listener-arn <LISTENER_ARN> --query "Certificates[].CertificateArn" --output text); do aws acm describe-certificate --certificate-arn "$arn" --query "Certificate.DomainValidationOptions[].ResourceRecord"; done',
  links: [
    'https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html',
    'https://docs.aws.amazon.com/acm/latest/userguide/dns-renewal-validation.html',
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
    zone: resourceParam('hostedZone', 'The public hosted zone that holds the CNAMEs'),
    caaSeen: caaSeenParam(),
  }),
  async run({host, alb, zone: zoneName, caaSeen}, {aws, names, now}) {
    const [listener, zone, attached] = await Promise.all([
      aws.listener(alb),
      aws.hostedZone(zoneName),
      attachedCertificates(aws, alb),
    ]);
    const expected = `the validation CNAMEs of the certificate for ${host}`;
    const certificates = coveringCertificates(host, attached, now);
    if (certificates.length === 0) {
      const place = `listener ${listener.port}`;
      const unread = attached.flatMap(({arn, certificate}) => (certificate === null ? arn : []));
      if (unread.length > 0) {
        throw new CannotTell(
          `${place}: no ACM certificate covers ${host}, and ${unread.join(', ')} is not in ACM`,
          'look at it with `aws iam get-server-certificate`, or move it to ACM',
        );
      }
      return fail({
        place,
        faults: [
          {
            what: `no certificate covers ${host}, not one that a record could validate`,
            fix: `Put a certificate on the listener that covers ${host}: acm/certificate-covers-host says which would.`,
          },
        ],
        expected,
        evidence: [],
      });
    }
    const manual = certificates.flatMap((certificate) => whyNoRecord(certificate) ?? []);
    const validated = certificates.filter((certificate) => whyNoRecord(certificate) === null);
    const looked = await Promise.all(
      validated.map(async (certificate) => {
        const findings = await validationFindings(certificate, zone, aws, zoneName, names);
        const caa = await caaFindings(certificate, aws, zoneName, caaSeen, names);
        return {findings, caa, unnamed: namesWithoutCname(certificate, findings.length)};
      }),
    );
    const findings = looked.flatMap(({findings}) => findings);
    const absent = findings.flatMap(({state, what, fix}) => (state === 'absent' ? [{what, fix}] : []));
    const evidence = findings.map(({record, state}) => ({
      what: `CNAME ${record.name} for ${record.domains.join(', ')}: ${state}`,
      value: record.value,
      source: `route53:ListResourceRecordSets ${zone.id}`,
    }));
    const byHand = certificates
      .map(
        ({arn}) =>
          command`aws acm describe-certificate --certificate-arn ${arn} --query "Certificate.DomainValidationOptions[].ResourceRecord"`,
      )
      .join('; ');
    const forbidden = looked.flatMap(({caa}) => caa.forbidden);
    if (manual.length + absent.length + forbidden.length > 0) {
      return fail({
        place: `certificate for ${host}`,
        faults: [...manual, ...absent, ...forbidden],
        expected,
        evidence,
        byHand,
      });
    }
    const unnamed = looked.flatMap(({unnamed}) => unnamed);
    const unknown = [
      ...findings.flatMap(({state, what}) => (state === 'unknown' ? what : [])),
      ...looked.flatMap(({caa}) => caa.unknown),
      ...(unnamed.length > 0 ? [`ACM names no CNAME in zone ${zone.name} for ${unnamed.join(', ')}`] : []),
    ];
    if (unknown.length > 0) {
      throw new CannotTell(
        unknown.join('; '),
        'see what ACM wants, and ask for it: `dig CNAME` of the name that it gives, `dig CAA` of the names above (and name in `caaSeen:` where none forbids Amazon to issue)',
      );
    }
    return pass({
      place: `certificate for ${host}`,
      actual: findings.map(({what}) => what).join('; '),
      expected,
      evidence,
      byHand,
      because: outsideNote(looked.map(({caa}) => caa)),
    });
  },
});

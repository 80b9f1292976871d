import {certificateDoubt, certificateFlaw, certificateNote} from '../../domain/certificates/certificate-flaw.ts';
import {certificateNameCovers, namesThatWouldCover} from '../../domain/certificates/certificate-names.ts';
import {trustOfClients} from '../../domain/certificates/issuer-trust.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {clientsTrustIssuerParam, hostParam, resourceParam, z} from '../../model/params.ts';
import {command} from '../../model/text/shell.ts';
import {attachedCertificates} from '../../readers/attached-certificates.ts';
import {regionOf, sparesFor, uniqueByArn} from '../../readers/spare-certificates.ts';

export const certificateCoversHost = defineCheck({
  id: 'acm/certificate-covers-host',
  title: 'A valid certificate on the listener, of an issuer that clients trust, covers the host',
  why: 'Where no certificate covers the host, the listener presents its default one, and every client that verifies names refuses to connect. A wildcard stands for one label only: *.example.com does not cover a.b.example.com.',
  fix: 'Request a certificate in ACM for one of the names that cover the host, in the region of the load balancer (certificates from another region, us-east-1 included, cannot be attached), and add it to the listener: `aws_lb_listener_certificate`.',
  byHand:
    'openssl s_client -connect <host>:<LISTENER_PORT> -servername <host> </dev/null 2>/dev/null | openssl x509 -noout -dates -ext subjectAltName',
  links: [
    'https://www.rfc-editor.org/rfc/rfc9525#section-6.3',
    'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html',
  ],
  facts: ['certificate', 'certificates', 'listener', 'listenerCertificates', 'loadBalancer'],
  params: () => ({
    host: hostParam('The host name that clients ask for'),
    alb: resourceParam('loadBalancer', 'The load balancer whose listener has to hold the certificate'),
    minDaysLeft: z
      .number()
      .min(0)
      .default(14)
      .meta({description: 'How many days the certificate has to stay valid for, counted from the run'}),
    clientsTrustIssuer: clientsTrustIssuerParam(),
  }),
  async run({host, alb, minDaysLeft, clientsTrustIssuer}, {aws, now}) {
    const [loadBalancer, listener] = await Promise.all([aws.loadBalancer(alb), aws.listener(alb)]);
    const asked = {host, now, minDaysLeft, trust: trustOfClients(loadBalancer, clientsTrustIssuer)};
    const place = `listener ${listener.port}`;
    const expected = `a certificate for ${namesThatWouldCover(host).join(' or ')} (issued, valid for ${minDaysLeft} more days)`;

    if (listener.protocol !== 'HTTPS' && listener.protocol !== 'TLS') {
      const evidence = [{what: 'protocol', value: listener.protocol, source: listener.arn}];
      return fail({
        place,
        actual: `it speaks ${listener.protocol} and has no certificate`,
        expected,
        evidence,
        fix: `Name an HTTPS listener as the resource, or make this one HTTPS with a certificate for ${host}.`,
      });
    }
    const attached = await attachedCertificates(aws, alb);
    const unread = [...new Set(attached.flatMap(({arn, certificate}) => (certificate === null ? arn : [])))];
    const certificates = uniqueByArn(attached.flatMap(({certificate}) => certificate ?? []));
    const judged = certificates.map((certificate) => ({
      certificate,
      flaw: certificateFlaw(certificate, asked),
      doubt: certificateDoubt(certificate, asked),
    }));
    const evidence = judged.map(({certificate, flaw}) => ({
      what: flaw === null ? `covers ${host}` : 'will not do',
      value: {
        names: certificate.subjectAlternativeNames,
        status: certificate.status,
        notAfter: certificate.notAfter,
        type: certificate.type,
        issuer: certificate.issuer,
      },
      source: certificate.arn,
    }));

    // Which of several a client gets is a separate claim: alb/listener-serves-certificate.
    const good = judged.find(({flaw, doubt}) => flaw === null && doubt === null)?.certificate;
    if (good !== undefined) {
      const name = good.subjectAlternativeNames.find((san) => certificateNameCovers(san, host));
      return pass({
        place: `${host} on ${place}`,
        actual: `${name} covers it, valid until ${good.notAfter}`,
        expected,
        evidence,
        because: certificateNote(good, asked),
      });
    }
    if (unread.length > 0) {
      throw new CannotTell(
        `${place}: no ACM certificate covers ${host}, and what ${unread.join(', ')} holds cannot be read from ACM`,
        'look at the certificate with `aws iam get-server-certificate`, or move it to ACM',
      );
    }
    const open = judged.find(({doubt}) => doubt !== null);
    if (open !== undefined) {
      throw new CannotTell(
        `${open.certificate.arn}: ${open.doubt}`,
        'look at it in the console, and connect as clients do; where all of them trust its issuer, say so with `clientsTrustIssuer: true`',
      );
    }
    const flaws = judged.flatMap(({flaw}) => flaw ?? []);
    const spares = await sparesFor(host, aws, alb, certificates);
    const source = `acm:ListCertificates ${regionOf(listener.arn)}`;
    const others = spares.map(({arn, status}) => `${arn} covers it (${status}) and is not on the listener`);
    // One that ends soon, or whose end is not known, is no help.
    const attachable = spares.find(
      ({certificate}) =>
        certificate !== null &&
        certificateFlaw(certificate, asked) === null &&
        certificateDoubt(certificate, asked) === null,
    )?.arn;
    return fail({
      place,
      actual: [...(flaws.length > 0 ? flaws : ['it has no certificate']), ...others].join('; '),
      expected,
      evidence: [
        ...evidence,
        {what: 'certificates that cover it and are not on the listener', value: spares.map(({arn}) => arn), source},
      ],
      fix:
        attachable === undefined
          ? `Request a certificate for ${namesThatWouldCover(host).join(' or ')} in ${regionOf(listener.arn)}, and add it to the listener.`
          : `Add it to the listener: \`${command`aws elbv2 add-listener-certificates --listener-arn ${listener.arn} --certificates CertificateArn=${attachable}`}\`.`,
    });
  },
});

import {z} from 'zod';
import {certificateFlaw, isEndless} from '../../domain/certificate-flaw.ts';
import {certificateNameCovers, namesThatWouldCover} from '../../domain/certificate-names.ts';
import {defineCheck} from '../../model/check.ts';
import {CannotTell} from '../../model/errors.ts';
import {fail, type Grounds, pass} from '../../model/outcome.ts';
import {hostParam, resourceParam} from '../../model/params.ts';

export const certificateCoversHost = defineCheck({
  id: 'acm/certificate-covers-host',
  title: 'A valid certificate on the listener covers the host',
  docs: {
    why: 'Where no certificate covers the host, the listener presents its default one, and every client that verifies names refuses to connect. A wildcard stands for one label only: *.example.com does not cover a.b.example.com.',
    fix: 'Request a certificate in ACM for one of the names that cover the host, in the region of the load balancer, and add it to the listener.',
    byHand:
      'openssl s_client -connect <host>:443 -servername <host> </dev/null 2>/dev/null | openssl x509 -noout -dates -ext subjectAltName',
    links: [
      'https://www.rfc-editor.org/rfc/rfc9525#section-6.3',
      'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html',
    ],
  },
  iam: [
    'acm:DescribeCertificate',
    'elasticloadbalancing:DescribeListenerCertificates',
    'elasticloadbalancing:DescribeListeners',
    'elasticloadbalancing:DescribeLoadBalancers',
  ],
  touches: 'aws',
  params: z.strictObject({
    host: hostParam('The host name that clients ask for'),
    alb: resourceParam('loadBalancer', 'The load balancer whose listener has to hold the certificate'),
    minDaysLeft: z
      .number()
      .min(0)
      .default(14)
      .meta({description: 'How many days the certificate has to stay valid for, counted from the run'}),
  }),
  async run({host, alb, minDaysLeft}, {aws, now}) {
    const listener = await aws.listener(alb);
    const place = `listener ${listener.port}`;
    const expected = `a certificate for ${namesThatWouldCover(host).join(' or ')} (issued, valid for ${minDaysLeft} more days)`;
    const none = (actual: string, evidence: Grounds['evidence'] = []) =>
      fail(`${place}: ${actual}, not ${expected}`, {expected, actual, evidence});

    if (listener.protocol !== 'HTTPS' && listener.protocol !== 'TLS') {
      const evidence = [{what: 'protocol', value: listener.protocol, source: listener.arn}];
      return none(`it speaks ${listener.protocol} and has no certificate`, evidence);
    }
    const attached = await aws.listenerCertificates(alb);
    // ACM can't describe what was uploaded to IAM.
    const inAcm = attached.filter(({arn}) => arn.split(':')[2] === 'acm');
    const foreign = attached.filter((certificate) => !inAcm.includes(certificate));
    const certificates = await Promise.all(inAcm.map(({arn}) => aws.certificate(alb, arn)));
    const judged = certificates.map((certificate) => ({
      certificate,
      flaw: certificateFlaw(certificate, host, now, minDaysLeft),
    }));
    const evidence = judged.map(({certificate, flaw}) => ({
      what: flaw === null ? `covers ${host}` : 'will not do',
      value: {
        names: certificate.subjectAlternativeNames,
        status: certificate.status,
        notAfter: certificate.notAfter,
      },
      source: certificate.arn,
    }));

    const good = judged.find(({flaw}) => flaw === null)?.certificate;
    if (good !== undefined) {
      const name = good.subjectAlternativeNames.find((san) => certificateNameCovers(san, host));
      const actual = `${name} covers it, valid until ${good.notAfter}`;
      return pass(`${host} is covered on ${place}: ${actual}`, {expected, actual, evidence});
    }
    if (foreign.length > 0) {
      throw new CannotTell(
        `${place}: no ACM certificate covers ${host}, and what ${foreign.map(({arn}) => arn).join(', ')} holds can't be read from ACM`,
        'look at the certificate with `aws iam get-server-certificate`, or move it to ACM',
      );
    }
    const endless = certificates.find((certificate) => isEndless(certificate, host));
    if (endless !== undefined) {
      throw new CannotTell(`${endless.arn}: it is ISSUED and ACM names no end (NotAfter)`, 'look at it in the console');
    }
    return none(judged.map(({flaw}) => flaw).join('; ') || 'it has no certificate', evidence);
  },
});

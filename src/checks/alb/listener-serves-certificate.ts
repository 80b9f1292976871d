import {certificateDoubt, certificateFlaw, certificateNote} from '../../domain/certificates/certificate-flaw.ts';
import {namesThatWouldCover} from '../../domain/certificates/certificate-names.ts';
import {trustOfClients} from '../../domain/certificates/issuer-trust.ts';
import {mutualTlsFault, mutualTlsNote} from '../../domain/certificates/mutual-tls.ts';
import {type AttachedCertificate, certificateForSni} from '../../domain/certificates/sni.ts';
import {stateFault, stateNote} from '../../domain/load-balancers/usable-state.ts';
import {CannotTell, defineCheck, fail, pass} from '../../model/check.ts';
import {clientsTrustIssuerParam, hostParam, resourceParam, z} from '../../model/params.ts';
import {clauses} from '../../model/text/clauses.ts';
import {attachedCertificates} from '../../readers/attached-certificates.ts';

export const listenerServesCertificate = defineCheck({
  id: 'alb/listener-serves-certificate',
  title: 'A client of the host is presented with a certificate that is right for it, and needs none of its own',
  why: 'A listener holds many certificates and presents one, chosen by the name that the client asks for (SNI). When none in its list is for that name it presents its default one: the handshake succeeds, and every client that verifies names refuses.',
  fix: 'Add a certificate for the host to the listener: `aws_lb_listener_certificate`, or `aws elbv2 add-listener-certificates --listener-arn LISTENER_ARN --certificates CertificateArn=…`. Remove an expired one that is preferred for its kind of key: ECDSA goes before RSA, and only then what has not expired before what has.',
  byHand:
    'openssl s_client -connect <host>:<LISTENER_PORT> -servername <host> </dev/null 2>/dev/null | openssl x509 -noout -dates -ext subjectAltName',
  links: ['https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html'],
  facts: ['certificate', 'listener', 'listenerCertificates', 'loadBalancer'],
  params: () => ({
    alb: resourceParam('loadBalancer', 'The load balancer and listener that presents the certificate'),
    host: hostParam('The host name that clients ask for'),
    clientCertificates: z
      .boolean()
      .default(false)
      .meta({description: 'Whether all clients have a certificate that the listener may ask for (mutual TLS)'}),
    clientsTrustIssuer: clientsTrustIssuerParam(),
  }),
  async run({alb, host, clientCertificates, clientsTrustIssuer}, {aws, now}) {
    const [loadBalancer, listener] = await Promise.all([aws.loadBalancer(alb), aws.listener(alb)]);
    const place = `listener ${listener.port}`;
    const asked = {host, now, trust: trustOfClients(loadBalancer, clientsTrustIssuer)};
    const expected = `a certificate for ${namesThatWouldCover(host).join(' or ')}, issued and not expired`;
    // A network load balancer chooses in the same way.
    if (listener.protocol !== 'HTTPS' && listener.protocol !== 'TLS') {
      const evidence = [{what: 'protocol', value: listener.protocol, source: listener.arn}];
      return fail({
        place,
        actual: `it speaks ${listener.protocol} and presents no certificate`,
        expected,
        evidence,
        fix: `Name an HTTPS listener as the resource, or make this one HTTPS with a certificate for ${host}.`,
      });
    }
    const faults = [stateFault(loadBalancer), mutualTlsFault(listener, clientCertificates)].filter(
      (one) => one !== null,
    );
    if (faults.length > 0) {
      const evidence = [
        {what: 'state', value: loadBalancer.state.code, source: loadBalancer.arn},
        {what: 'mutual TLS', value: listener.mutualTls.mode, source: listener.arn},
      ];
      return fail({place, expected, evidence, faults});
    }
    const attached = await attachedCertificates(aws, alb);
    const {candidates, because} = certificateForSni(host, attached, now);
    const flaws = candidates.map(({certificate}) =>
      certificate === null ? 'unread' : certificateFlaw(certificate, asked),
    );
    const presents = `it presents ${host} with ${candidates.map(called).join(' or ')} (${because})`;
    const grounds = {place, expected, evidence: candidates.map(evidenceOf)};
    const doubts = candidates.flatMap(({certificate}) =>
      certificate === null ? [] : (certificateDoubt(certificate, asked) ?? []),
    );
    if (candidates.length > 0 && doubts.length === 0 && flaws.every((flaw) => flaw === null)) {
      const notes = candidates.flatMap(({certificate}) =>
        certificate === null ? [] : (certificateNote(certificate, asked) ?? []),
      );
      return pass({
        ...grounds,
        actual: presents,
        because: clauses(...notes, mutualTlsNote(listener), stateNote(loadBalancer)),
      });
    }
    if (doubts.length > 0 && flaws.every((flaw) => flaw === null)) {
      throw new CannotTell(
        `${place}: ${presents}: ${doubts.join('; ')}`,
        'connect as clients do; where all of them trust its issuer, say so with `clientsTrustIssuer: true`',
      );
    }
    const isUnsure = candidates.some(({certificate}) => certificate === null);
    if (isUnsure || flaws.includes(null)) {
      throw new CannotTell(
        `${place}: ${presents}, and whether that is right depends on which`,
        'look at what it presents with the command by hand',
      );
    }
    const better = attached.filter(
      ({certificate}) =>
        certificate !== null &&
        certificateFlaw(certificate, asked) === null &&
        certificateDoubt(certificate, asked) === null,
    );
    const instead = [...new Set(better.map(({arn}) => arn))].join(' and ');
    return fail({
      ...grounds,
      actual: flaws.length === 0 ? 'it has no certificate' : `${presents}: ${flaws.join('; ')}`,
      fix:
        better.length === 0
          ? `Add a certificate for ${namesThatWouldCover(host).join(' or ')}, of an issuer that clients trust, to the listener (\`aws_lb_listener_certificate\`): acm/certificate-covers-host names one that the account has, and how to attach it.`
          : `Its certificate ${instead} would do, and another is preferred (ECDSA before RSA, then what has not expired, then the better hash and the larger key): see that no other host needs ${candidates.map(({arn}) => arn).join(' and ')}, and take it off the listener.`,
    });
  },
});

function called({arn, isDefault, certificate}: AttachedCertificate): string {
  return `${isDefault ? 'its default ' : ''}${certificate === null ? arn : `certificate of ${certificate.domainName}`}`;
}

function evidenceOf({arn, certificate}: AttachedCertificate) {
  const value =
    certificate === null
      ? 'not in ACM'
      : {names: certificate.subjectAlternativeNames, status: certificate.status, notAfter: certificate.notAfter};
  return {what: 'may be presented', value, source: arn};
}

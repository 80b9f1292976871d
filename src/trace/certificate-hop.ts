import {certificateNameCovers, whyNotCovered} from '../domain/certificates/certificate-names.ts';
import {type AttachedCertificate, certificateForSni} from '../domain/certificates/sni.ts';
import type {Certificate, ListenerCertificate} from '../model/facts/aws-facts.ts';
import {command} from '../model/text/shell.ts';
import {brokenHop, okHop, type Step, step, unknownHop} from './hop.ts';
import type {LoadBalancerHere} from './load-balancer-hop.ts';

/** The certificate that a client gets when it names this host (SNI), and whether it would accept it. */
export function certificateStep(here: LoadBalancerHere, host: string, now: Date): Promise<Step<AttachedCertificate>> {
  return step('certificate', async () => {
    const listed = await here.aws.listenerCertificates(here.name);
    const attached = await Promise.all(distinct(listed).map((one) => describe(here, one)));
    const {candidates, because: why} = certificateForSni(host, attached);
    const [first] = candidates;
    const byHand = command`openssl s_client -connect ${here.loadBalancer.dnsName}:443 -servername ${host} </dev/null | openssl x509 -noout -ext subjectAltName -dates`;
    if (first === undefined) {
      const said = {summary: 'none on the listener', because: 'the listener has no certificate', byHand};
      return {hop: brokenHop('certificate', {...said, fix: 'Put a certificate on the listener.'}), next: null};
    }
    const said = {
      summary: candidates.map(certificateText).join(' or '),
      lines: candidates.length === 1 ? [] : [{mark: null, text: why}],
      facts: {
        because: why,
        candidates: candidates.map(({arn, isDefault, certificate}) => ({
          arn,
          isDefault,
          names: [...(certificate?.subjectAlternativeNames ?? [])],
          notAfter: certificate?.notAfter ?? null,
        })),
      },
      byHand,
    };
    const faults = candidates.map(({certificate}) => (certificate === null ? null : faultOf(certificate, host, now)));
    const certain = faults.filter((fault) => fault !== null && fault !== '');
    if (certain.length === candidates.length) {
      const fix = `Put an issued certificate with ${host} among its names on the listener.`;
      return {hop: brokenHop('certificate', {...said, because: certain.join('; '), fix}), next: null};
    }
    if (faults.some((fault) => fault !== '')) {
      const because = certain.length > 0 ? certain.join('; ') : `ACM does not describe ${first.arn}`;
      const fix = 'see which certificate is presented: the command by hand';
      return {hop: unknownHop('certificate', {...said, because, fix}), next: null};
    }
    return {hop: okHop('certificate', said), next: first};
  });
}

/** The default one is listed twice when it is in the list as well. */
function distinct(listed: readonly ListenerCertificate[]): ListenerCertificate[] {
  const inOrder = listed.toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault));
  return [...new Map(inOrder.toReversed().map((one) => [one.arn, one])).values()].toReversed();
}

/** ACM does not know one that was uploaded to IAM. */
async function describe(
  {aws, name}: LoadBalancerHere,
  {arn, isDefault}: ListenerCertificate,
): Promise<AttachedCertificate> {
  const certificate = arn.startsWith('arn:aws:iam:') ? null : await aws.certificate(name, arn);
  return {arn, isDefault, certificate};
}

/** Why a client would refuse it; empty when it would not. */
function faultOf(certificate: Certificate, host: string, now: Date): string {
  const names = certificate.subjectAlternativeNames;
  if (!names.some((san) => certificateNameCovers(san, host))) {
    const why = names.map((san) => whyNotCovered(san, host)).filter((reason) => reason !== null);
    return `it does not cover ${host}: ${why.slice(0, 3).join('; ')}`;
  }
  const {notAfter, status} = certificate;
  if (notAfter !== null && new Date(notAfter) <= now) return `it expired on ${notAfter.slice(0, 10)}`;
  return status === 'ISSUED' ? '' : `its status is ${status}`;
}

function certificateText({arn, isDefault, certificate}: AttachedCertificate): string {
  const names = certificate?.subjectAlternativeNames ?? [];
  const shown = certificate === null ? arn : `${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`;
  const until = certificate?.notAfter == null ? '' : `, until ${certificate.notAfter.slice(0, 10)}`;
  return `${shown}${until} (${isDefault ? 'the default' : 'from the SNI list'})`;
}

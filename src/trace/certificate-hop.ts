import {certificateDoubt, certificateFlaw, certificateNote} from '../domain/certificates/certificate-flaw.ts';
import {trustOfClients} from '../domain/certificates/issuer-trust.ts';
import {type AttachedCertificate, certificateForSni} from '../domain/certificates/sni.ts';
import type {Listener, ListenerCertificate} from '../model/facts/aws-facts.ts';
import {command} from '../model/text/shell.ts';
import type {TraceLine} from '../model/trace.ts';
import {brokenHop, okHop, type Step, step, unknownHop} from './hop.ts';
import type {LoadBalancerHere} from './load-balancer-hop.ts';

/** The certificate that a client gets when it names this host (SNI), and whether it would accept it. */
export function certificateStep(
  here: LoadBalancerHere,
  {port}: Pick<Listener, 'port'>,
  host: string,
  now: Date,
): Promise<Step<AttachedCertificate>> {
  return step('certificate', async () => {
    const listed = await here.aws.listenerCertificates(here.name);
    const attached = await Promise.all(listed.map((one) => describe(here, one)));
    const {candidates, because: why} = certificateForSni(host, attached, now);
    const [first] = candidates;
    const byHand = command`openssl s_client -connect ${`${here.loadBalancer.dnsName}:${port}`} -servername ${host} </dev/null | openssl x509 -noout -ext subjectAltName -dates`;
    if (first === undefined) {
      const said = {summary: 'none on the listener', because: 'the listener has no certificate', byHand};
      return {hop: brokenHop('certificate', {...said, fix: 'Put a certificate on the listener.'}), next: null};
    }
    const said = {
      summary: candidates.map(certificateText).join(' or '),
      lines: candidates.length === 1 ? [] : [{mark: null, text: why} as const],
      facts: {
        because: why,
        candidates: candidates.map(({arn, isDefault, certificate}) => ({
          arn,
          isDefault,
          names: [...(certificate?.subjectAlternativeNames ?? [])],
          notAfter: certificate?.notAfter ?? null,
          serial: certificate?.serial ?? null,
        })),
      },
      byHand,
    };
    const asked = {host, now, trust: trustOfClients(here.loadBalancer, false)};
    const known = candidates.flatMap(({certificate}) => certificate ?? []);
    const flaws = known.flatMap((certificate) => certificateFlaw(certificate, asked) ?? []);
    const doubts = known.flatMap((certificate) => certificateDoubt(certificate, asked) ?? []);
    if (flaws.length === candidates.length) {
      const fix = `Put an issued certificate with ${host} among its names, of an issuer that clients trust, on the listener.`;
      return {hop: brokenHop('certificate', {...said, because: flaws.join('; '), fix}), next: null};
    }
    if (flaws.length > 0 || doubts.length > 0 || known.length < candidates.length) {
      const because = [...flaws, ...doubts].join('; ') || `ACM does not describe ${first.arn}`;
      const fix = 'see which certificate is presented: the command by hand';
      return {hop: unknownHop('certificate', {...said, because, fix}), next: null};
    }
    const notes = known.flatMap((certificate) => certificateNote(certificate, asked) ?? []);
    const lines = [...said.lines, ...notes.map((text): TraceLine => ({mark: null, text}))];
    return {hop: okHop('certificate', {...said, lines}), next: first};
  });
}

/** ACM does not know one that was uploaded to IAM. */
async function describe(
  {aws, name}: LoadBalancerHere,
  {arn, isDefault}: ListenerCertificate,
): Promise<AttachedCertificate> {
  const certificate = arn.split(':')[2] === 'iam' ? null : await aws.certificate(name, arn);
  return {arn, isDefault, certificate};
}

function certificateText({arn, isDefault, certificate}: AttachedCertificate): string {
  const names = certificate?.subjectAlternativeNames ?? [];
  const shown = certificate === null ? arn : `${names.slice(0, 3).join(', ')}${names.length > 3 ? ', …' : ''}`;
  const until = certificate?.notAfter == null ? '' : `, until ${certificate.notAfter.slice(0, 10)}`;
  return `${shown}${until} (${isDefault ? 'the default' : 'from the SNI list'})`;
}

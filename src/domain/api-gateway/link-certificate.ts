import {CannotTell} from '../../model/errors.ts';
import type {ApiIntegration} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';
import {certificateDoubt, certificateFlaw} from '../certificates/certificate-flaw.ts';
import {type AttachedCertificate, certificateForSni} from '../certificates/sni.ts';

/**
 * Why API Gateway breaks off the TLS handshake with a listener, where it calls it as `name`; null when it does not.
 * Sources: the API Gateway developer guide (private integrations; tlsConfig of an integration: even where any authority is
 * accepted, the name and the dates are verified).
 *
 * @throws {CannotTell} when it is not known which certificate it gets, or what is in it.
 */
export function linkCertificateFault(
  name: string,
  attached: readonly AttachedCertificate[],
  integration: Pick<ApiIntegration, 'acceptsPrivateAuthority'>,
  now: Date,
): Fault | null {
  const {candidates, because} = certificateForSni(name, attached, now);
  const trust = integration.acceptsPrivateAuthority ? 'stated' : 'public';
  const asked = {host: name, now, trust} as const;
  const verdicts = candidates.map(({certificate}) =>
    certificate === null || certificateDoubt(certificate, asked) !== null
      ? undefined
      : certificateFlaw(certificate, asked),
  );
  const [first] = verdicts;
  if (first === undefined || new Set(verdicts.map((flaw) => flaw === null)).size > 1 || verdicts.includes(undefined)) {
    throw new CannotTell(
      `which certificate the listener presents to ${name}, or what is in it, is not known (${because})`,
      'send the request and see what answers (http/responds)',
    );
  }
  if (first === null) return null;
  return {
    what: `it verifies ${name}, and ${first}`,
    fix: `Add a certificate for ${name} to the listener, or let the integration name a host that a certificate of the listener covers and a rule expects; then deploy.`,
  };
}

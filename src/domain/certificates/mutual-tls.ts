import {CannotTell} from '../../model/errors.ts';
import type {Listener} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';

/**
 * What a listener asks of the clients themselves.
 * Source: the ALB user guide, "Mutual authentication with TLS", and the API reference, MutualAuthenticationAttributes.
 */

/**
 * Why clients without a certificate of their own are refused; null when they are not, or have one.
 *
 * @param haveCertificates what the checklist says of the clients.
 * @throws {CannotTell} for a mode that is not known to this version.
 */
export function mutualTlsFault({arn, mutualTls}: Listener, haveCertificates: boolean): Fault | null {
  switch (mutualTls.mode) {
    case 'off':
    case 'passthrough':
      return null;
    case 'verify':
      if (haveCertificates) {
        requireTrustStore(arn, mutualTls);
        return null;
      }
      return {
        what: `it verifies certificates of clients (mutual TLS${storeOf(mutualTls)}): those that present none are refused in the handshake`,
        fix: 'Give every client a certificate of that trust store (`clientCertificates: true` of a check says that they have one); or, where nobody relies on it to keep strangers out, set the mutual authentication of the listener to passthrough or off (`mutual_authentication` of the `aws_lb_listener`).',
      };
    default:
      throw new CannotTell(
        `${arn}: mutual authentication is ${mutualTls.mode}, which is not known to this version`,
        'look at it with `aws elbv2 describe-listeners`',
      );
  }
}

/** What has to be said of a listener that clients get through; null when it asks nothing of them. */
export function mutualTlsNote({mutualTls}: Listener): string | null {
  const {mode, ignoresExpiry} = mutualTls;
  if (mode === 'passthrough') {
    return 'it asks for certificates of clients and passes them on unverified (mutual TLS passthrough)';
  }
  if (mode !== 'verify') return null;
  const expired = ignoresExpiry ? 'expired ones pass too' : 'expired ones are refused';
  return `clients have to present a certificate (mutual TLS${storeOf(mutualTls)}; ${expired}), which was not looked at`;
}

/** AWS does not say what a listener does with certificates once the account that owns its trust store has withdrawn it. */
function requireTrustStore(arn: string, mutualTls: Listener['mutualTls']): void {
  if (!mutualTls.trustStoreIsRemoved) return;
  throw new CannotTell(
    `${arn}: the account that owns the trust store no longer shares it with this one (mutual TLS${storeOf(mutualTls)}): whether certificates of clients are accepted is not known`,
    'have the trust store shared again, or give the listener another one',
  );
}

function storeOf({trustStoreArn}: Listener['mutualTls']): string {
  const name = trustStoreArn === null ? undefined : /:truststore\/([^/]+)\//.exec(trustStoreArn)?.[1];
  return trustStoreArn === null ? '' : `, trust store ${name ?? trustStoreArn}`;
}

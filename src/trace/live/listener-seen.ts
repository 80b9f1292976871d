import {CannotTell, NoAnswer} from '../../model/errors.ts';
import type {Listener} from '../../model/facts/aws-facts.ts';
import type {LoadBalancerHere} from '../load-balancer-hop.ts';
import {type AddressLook, isConnected, protocolName} from './look.ts';
import type {SeenAt} from './seen.ts';

/** What a listener promises its clients. */
export interface Promised {
  readonly text: string;
  /** Null: not known. */
  readonly speaksHttp2: boolean | null;
}

/** Source: the attribute `routing.http2.enabled` of a load balancer, true unless it is set; HTTP/2 is over TLS only. */
export async function promisedBy(here: LoadBalancerHere, {protocol, port}: Listener): Promise<Promised> {
  if (protocol !== 'HTTPS') return {text: `port ${port} speaks ${protocol}`, speaksHttp2: false};
  try {
    const attributes = await here.aws.loadBalancerAttributes(here.name);
    const speaksHttp2 = attributes['routing.http2.enabled'] !== 'false';
    return {text: `port ${port} speaks HTTPS, ${speaksHttp2 ? 'HTTP/2 and HTTP/1.1' : 'HTTP/1.1 only'}`, speaksHttp2};
  } catch (thrown) {
    if (!(thrown instanceof CannotTell)) throw thrown;
    return {text: `port ${port} speaks HTTPS`, speaksHttp2: null};
  }
}

const TLS_FIX =
  'See what listens at this address: its port, its security policy, and whether it is a listener of the load balancer at all.';

/** What those addresses speak at which a connection is made. */
export function listenersSeen(
  looks: readonly AddressLook[],
  {speaksHttp2}: Promised,
  scheme: 'http' | 'https',
): readonly SeenAt[] {
  const reached = looks.filter(isConnected);
  const speakingTls = reached.filter(({exchange}) => (exchange?.connection?.tls ?? null) !== null);
  return reached.map(({address, exchange, silent}): SeenAt => {
    if (exchange === null) {
      const isTls = silent instanceof NoAnswer && silent.phase === 'tls';
      const seen = isTls ? 'the TLS handshake is not answered' : (silent?.message ?? 'nothing came back');
      if (isTls && speakingTls.length > 0) {
        return {address, status: 'differs', seen: `${seen}, as it is at ${speakingTls[0]?.address}`, fix: TLS_FIX};
      }
      return {address, status: 'unknown', seen, fix: 'Look again; see the log of what listens there.'};
    }
    const {refusal, connection} = exchange;
    if (refusal !== null && ['tls', 'protocol', 'malformed'].includes(refusal.kind)) {
      return {address, status: 'differs', seen: refusal.message, fix: TLS_FIX};
    }
    if (scheme === 'http') return {address, status: 'as-configured', seen: 'it speaks HTTP', fix: null};
    const tls = connection?.tls ?? null;
    if (tls === null) return {address, status: 'unknown', seen: refusal?.message ?? 'nothing came back', fix: TLS_FIX};
    const agreed = tls.alpn === 'h2' ? 'h2' : 'http/1.1';
    const seen = `${tls.protocol ?? 'TLS'}, agrees on ${protocolName(agreed)}`;
    // A handshake of WebSocket does not offer HTTP/2.
    if (!tls.alpnOffered.includes('h2')) return {address, status: 'as-configured', seen, fix: null};
    if (speaksHttp2 === null) {
      return {address, status: 'unknown', seen, fix: 'Let the attributes of the load balancer be read.'};
    }
    if (speaksHttp2 === (agreed === 'h2')) return {address, status: 'as-configured', seen, fix: null};
    return {
      address,
      status: 'differs',
      seen,
      fix: 'See whether the attribute `routing.http2.enabled` was changed just now, or a hop in front ends TLS.',
    };
  });
}

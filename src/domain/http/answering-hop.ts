import {CannotTell} from '../../model/errors.ts';
import type {Connection} from '../../model/facts/wire/connection.ts';
import type {Fault} from '../../model/outcome.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {plainAddress} from '../network/plain-address.ts';

export type Hop = 'api-gateway' | 'load-balancer';

/** The extended request id of REST APIs, and the request id of HTTP APIs: a caller cannot set them, and nothing else has them. */
const GATEWAY_IDS = ['x-amz-apigw-id', 'apigw-requestid'];
/** REST APIs send it beside their own; so do Lambda's function URLs and most other services. */
const ANY_SERVICE_ID = 'x-amzn-requestid';

interface Seen {
  readonly place: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly connection: Connection | null;
  /** What is known of the load balancer's addresses; empty: it was not named. */
  readonly own: readonly {readonly addresses: readonly string[]}[];
}

interface Judged {
  readonly faults: readonly Fault[];
  readonly doubt: CannotTell | null;
  readonly actual: string;
}

/**
 * Which hop an answer came through, as far as it shows. A load balancer adds nothing to what it forwards, so it is known by
 * the address that answered; and what an answer does not have, a hop in between may have taken out.
 */
export function judgeHop(hop: Hop, {place, status, headers, connection, own}: Seen): Judged {
  const gateway = gatewayIdOf(headers);
  const address = connection?.remoteAddress ?? null;
  const isOwn = address !== null && own.some(({addresses}) => addresses.includes(plainAddress(address)));
  const pointed =
    connection?.connectedTo == null ? '' : ` (pointed to ${connection.connectedTo} by --resolve or --connect-to)`;
  const at = `${plainText(address ?? 'an unknown address', 60)}${pointed}`;
  const cannotTell = (what: string, fix: string): Judged => ({
    faults: [],
    doubt: new CannotTell(`${place}: ${what}`, fix),
    actual: what,
  });
  // An address that a flag names proves no more than the flag: there the id decides.
  if (gateway !== null && isOwn && connection?.connectedTo == null) {
    return cannotTell(
      `${at} is the load balancer's, and the answer has ${gateway}: API Gateway is behind it, or the service passes on headers of one that it asked`,
      'see where the rule of the load balancer forwards to, and which headers the service copies',
    );
  }
  if (gateway !== null) {
    const actual = `${status} through API Gateway: it has ${gateway}, and ${at} answered`;
    return hop === 'api-gateway' ? through(actual) : wrong(`${actual}, not through the load balancer`, STILL_GATEWAY);
  }
  if (isOwn) {
    const actual = `${status} through the load balancer: ${at} is one of its addresses, and the answer has no id of API Gateway`;
    return hop === 'load-balancer' ? through(actual) : wrong(`${actual}, not through API Gateway`, PAST_GATEWAY);
  }
  const service = ANY_SERVICE_ID in headers ? `; its ${ANY_SERVICE_ID} may be of any AWS service, Lambda for one` : '';
  if (hop === 'api-gateway') {
    return cannotTell(
      `the answer of ${at} has no request id of API Gateway (${GATEWAY_IDS.join(', ')})${service}: it came another way, or a hop in front took it out`,
      'see what the name resolves to, and whether a hop in front takes headers out; name the load balancer with `alb` to tell that it came through that',
    );
  }
  return cannotTell(
    `${at} answered, which is not known as an address of the load balancer${service}: a hop in front of it, or another server`,
    'see what answers at this address (a CDN, a Global Accelerator, a proxy of this network), and ask from where the name leads to the load balancer itself',
  );
}

const STILL_GATEWAY =
  'Let the name of the URL lead to the load balancer: see its record, the TTL of the old one, and any mapping of API Gateway for this host and path.';
const PAST_GATEWAY =
  'Let the name of the URL lead to the domain name of API Gateway: see its record, and the TTL of the one before.';

/** The request id of API Gateway in an answer, `name: value`; null where there is none. */
export function gatewayIdOf(headers: Seen['headers']): string | null {
  const name = GATEWAY_IDS.find((one) => (headers[one] ?? '') !== '');
  return name === undefined ? null : `${name}: ${plainText(headers[name] ?? '', 60)}`;
}

function through(actual: string): Judged {
  return {faults: [], doubt: null, actual};
}

function wrong(what: string, fix: string): Judged {
  return {faults: [{what, fix}], doubt: null, actual: what};
}

import type {Refusal} from '../../model/facts/wire/connection.ts';
import type {Fault} from '../../model/outcome.ts';
import {heldHeadersCandidates} from '../streams/held-back.ts';

/** An answer that is not an HTTP response, as what is wrong. */
export function refusalFault(refusal: Refusal): Fault {
  return {
    what: refusal.message,
    fix: refusalAdvice(refusal),
    candidates: refusal.kind === 'held' ? heldHeadersCandidates(refusal.message) : [],
  };
}

/** What to do about an answer that is not an HTTP response, by what refused. */
function refusalAdvice({kind, message}: Refusal): string {
  switch (kind) {
    case 'refused':
      return 'See that something listens on this port: the listener of the load balancer, the port in the URL.';
    case 'no-such-name':
      return 'Create the DNS record, or correct the host in the URL.';
    case 'certificate':
      return 'Put a certificate on the listener that covers this host and comes from a CA that clients trust; --ca-file trusts a private one.';
    case 'tls':
      return 'See that the port speaks TLS and that its security policy allows TLS 1.2 or 1.3.';
    case 'protocol':
      return 'Switch the protocol on at the listener, or ask for another one with the parameter protocols.';
    case 'closed':
      return 'See what closes connections without an answer: a target that crashes, a security appliance, a wrong protocol on the port.';
    case 'malformed':
      return malformedAdvice(message);
    case 'held':
      return 'Let the server send its response headers at once, before its first event; see whether a hop holds them back by asking straight at the server (`--connect-to`); to see what that hop answers in the end, wait for it (`headersWithin`, or `holdFor: past-idle` of a stream).';
  }
}

function malformedAdvice(message: string): string {
  const forbidden = /has the header ([\w-]+), which HTTP\/2 forbids/.exec(message)?.[1];
  if (forbidden !== undefined) {
    return `Let the server, or the hop that speaks HTTP/2 for it, take ${forbidden} out of its responses: it is of HTTP/1.1, and clients of HTTP/2 refuse it.`;
  }
  if (/Transfer-Encoding/i.test(message)) {
    return 'Let the HTTP library alone say Transfer-Encoding and Content-Length: an application or a hop that sets the header itself makes it come twice.';
  }
  return 'See what listens there: what it says is not an HTTP response within limits.';
}

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
function refusalAdvice({kind}: Refusal): string {
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
      return 'See what listens there: what it says is not an HTTP response within limits.';
    case 'held':
      return 'Let the server send its response headers at once, before its first event; see whether a hop holds them back by asking straight at the server (`--connect-to`); to see what that hop answers in the end, wait for it (`headersWithin`, or `holdFor: past-idle` of a stream).';
  }
}

import {mutualTlsFault, mutualTlsNote} from '../domain/certificates/mutual-tls.ts';
import type {Listener} from '../model/facts/aws-facts.ts';
import {command} from '../model/text/shell.ts';
import type {Arriving} from './arriving.ts';
import {brokenHop, okHop, type Step, step} from './hop.ts';
import type {LoadBalancerHere} from './load-balancer-hop.ts';

/** The listener, and the load balancer by a name that means this listener. */
export interface ListenerHere {
  readonly here: LoadBalancerHere;
  readonly listener: Listener;
}

export function listenerStep(
  found: LoadBalancerHere,
  {port, listenerArn, scheme}: Pick<Arriving, 'port' | 'listenerArn' | 'scheme'>,
): Promise<Step<ListenerHere>> {
  const {aws, name, loadBalancer} = found;
  return step('listener', async () => {
    const listeners = await aws.listeners(name);
    const listener = listeners.find((one) => (listenerArn === null ? one.port === port : one.arn === listenerArn));
    const byHand = command`aws elbv2 describe-listeners --load-balancer-arn ${loadBalancer.arn}`;
    if (listener === undefined) {
      const there = listeners.map((one) => `${one.port} (${one.protocol})`).join(', ') || 'none';
      const said = {
        summary: `none on port ${port ?? listenerArn}`,
        facts: {ports: listeners.map((one) => one.port)},
        byHand,
      };
      const because = `nothing listens on ${port ?? listenerArn} of ${loadBalancer.name}; listeners: ${there}`;
      const fix = `Create a listener on port ${port ?? 443}, or ask for a port that has one.`;
      return {hop: brokenHop('listener', {...said, because, fix}), next: null};
    }
    const note = mutualTlsNote(listener);
    const said = {
      summary: `${listener.port} ${listener.protocol}${listener.sslPolicy === null ? '' : `, ${listener.sslPolicy}`}`,
      lines: note === null ? [] : [{mark: null, text: note}],
      facts: {
        arn: listener.arn,
        port: listener.port,
        protocol: listener.protocol,
        sslPolicy: listener.sslPolicy,
        mutualTls: listener.mutualTls.mode,
      },
      byHand,
    };
    if ((listener.protocol === 'HTTPS') !== (scheme === 'https')) {
      const because = `the request speaks ${scheme}, the listener ${listener.protocol}`;
      const fix =
        scheme === 'https'
          ? 'Make it an HTTPS listener with a certificate, or ask for a port that has one.'
          : 'Ask with https, or for the port of an HTTP listener.';
      return {hop: brokenHop('listener', {...said, because, fix}), next: {here: found.on(listener.port), listener}};
    }
    const refused = listener.protocol === 'HTTPS' ? mutualTlsFault(listener, false) : null;
    const next = {here: found.on(listener.port), listener};
    if (refused === null) return {hop: okHop('listener', said), next};
    return {hop: brokenHop('listener', {...said, because: refused.what, fix: refused.fix}), next};
  });
}

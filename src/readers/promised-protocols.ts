import {promisedVersions} from '../domain/certificates/tls-policies.ts';
import {attributeOf} from '../domain/targets/elb-attributes.ts';
import {CannotTell} from '../model/errors.ts';
import type {AwsFacts} from '../model/facts/aws-facts.ts';
import type {Evidence} from '../model/outcome.ts';
import type {ResourceRef} from '../model/resource-ref.ts';
import type {WantedProtocol} from '../model/tls-params.ts';

export interface PromisedProtocols {
  readonly wants: readonly WantedProtocol[];
  readonly evidence: readonly Evidence[];
  /** Why not all that is promised is known; null: it is. What the wire shows to be wrong is wrong all the same. */
  readonly untold: CannotTell | null;
}

/** What the listener of a load balancer promises to clients of today, by its security policy and attributes. */
export async function promisedProtocols(
  alb: ResourceRef<'loadBalancer'> | undefined,
  aws: Pick<AwsFacts, 'listener' | 'loadBalancerAttributes'>,
): Promise<PromisedProtocols> {
  if (alb === undefined) return {wants: [], evidence: [], untold: null};
  try {
    const [listener, attributes] = await Promise.all([aws.listener(alb), aws.loadBalancerAttributes(alb)]);
    const {arn, sslPolicy, protocol} = listener;
    const http2 = attributeOf(attributes, 'routing.http2.enabled').value;
    const versions = sslPolicy === null ? null : promisedVersions(sslPolicy);
    const evidence = [
      {what: 'security policy', value: sslPolicy, source: arn},
      {what: 'routing.http2.enabled', value: http2, source: `load balancer ${alb}`},
    ];
    const h2: readonly WantedProtocol[] = protocol === 'HTTPS' && http2 === 'true' ? ['h2'] : [];
    if (versions === null) {
      const what = `${arn}: which versions of TLS its policy ${sslPolicy ?? '(none)'} promises is not known to this version`;
      const fix = 'name in `wants:` what it promises, and leave out `alb:`';
      return {wants: h2, evidence, untold: new CannotTell(what, fix)};
    }
    const wants = (['1.2', '1.3'] as const).filter((version) => versions.includes(version));
    return {wants: [...wants, ...h2], evidence, untold: null};
  } catch (thrown) {
    if (!(thrown instanceof CannotTell)) throw thrown;
    return {wants: [], evidence: [], untold: thrown};
  }
}

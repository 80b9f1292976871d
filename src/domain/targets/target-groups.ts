import {CannotTell} from '../../model/errors.ts';
import type {TargetGroup} from '../../model/facts/aws-facts.ts';
import type {Fault} from '../../model/outcome.ts';
import {didYouMean} from '../../model/text/did-you-mean.ts';

/**
 * The group of this name or ARN. It is where to look, not the claim, so its absence is not a failure.
 *
 * @param placeArn ARN of something in the account and region that the groups were listed in.
 * @throws {CannotTell} naming the groups that there are.
 */
export function findTargetGroup(wanted: string, groups: readonly TargetGroup[], placeArn: string): TargetGroup {
  const found = groups.find(({arn, name}) => arn === wanted || name === wanted);
  if (found !== undefined) return found;
  const [, , , region, account] = placeArn.split(':');
  const names = groups.map(({name}) => name);
  throw new CannotTell(
    `no target group "${wanted}" in account ${account}, ${region}. There are: ${names.join(', ') || 'none'}.${didYouMean(wanted, names)}`,
    'correct `targetGroup:` of this item, or create the target group',
  );
}

/**
 * Why the load balancer answers such a request itself (464) and sends it to no target of the group; null where it may send it.
 * Source: the ALB user guide, troubleshooting, "HTTP 464".
 */
export function versionFault({name, protocolVersion}: TargetGroup, method: string): Fault | null {
  if (protocolVersion !== 'GRPC' || method === 'POST') return null;
  return {
    what: `target group ${name} speaks gRPC, which takes POST alone: the load balancer answers ${method} with 464`,
    fix: 'Forward to a target group of protocol version HTTP1: a group cannot change its version, so create another.',
  };
}

/** Which clients a group refuses for their version of HTTP; null where it takes every one. */
export function versionNote({name, protocolVersion}: TargetGroup): string | null {
  if (protocolVersion !== 'HTTP2' && protocolVersion !== 'GRPC') return null;
  return `target group ${name} takes HTTP/2 alone (${protocolVersion}): clients that speak HTTP/1.1 are answered with 464`;
}

/** The name in `…:targetgroup/<name>/<id>`; the ARN itself when it is none of these. */
export function targetGroupName(arn: string): string {
  return /:targetgroup\/([^/]+)\//.exec(arn)?.[1] ?? arn;
}

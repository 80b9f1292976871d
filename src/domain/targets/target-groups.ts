import {CannotTell} from '../../model/errors.ts';
import type {TargetGroup} from '../../model/facts/aws-facts.ts';
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

/** The name in `…:targetgroup/<name>/<id>`; the ARN itself when it is none of these. */
export function targetGroupName(arn: string): string {
  return /:targetgroup\/([^/]+)\//.exec(arn)?.[1] ?? arn;
}

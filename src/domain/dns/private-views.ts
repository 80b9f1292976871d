import type {HostedZone} from '../../model/facts/aws-facts.ts';
import {isAtOrBelow} from './dns-names.ts';
import {type ZoneAnswer, zoneAnswer} from './zone-answers.ts';
import type {KnownZone} from './zone-findings.ts';

/** What callers inside some VPCs get from the private zone that comes first for them. */
export interface PrivateView {
  readonly zone: HostedZone;
  readonly vpcIds: readonly string[];
  readonly answer: ZoneAnswer;
}

/**
 * Inside a VPC the private zone with the longest matching name answers alone: when it has no record the name does not
 * exist there, and no public zone is asked. A VPC that is in no view resolves as the internet does.
 */
export function privateViews(host: string, known: readonly KnownZone[]): PrivateView[] {
  const nearestFirst = known
    .filter(({zone}) => zone.isPrivate && isAtOrBelow(host, zone.name))
    .toSorted((a, b) => b.zone.name.length - a.zone.name.length);
  const taken = new Set<string>();
  return nearestFirst.flatMap(({zone, records, delegation}) => {
    const vpcIds = (delegation?.vpcs ?? []).map(({id}) => id).filter((id) => !taken.has(id));
    for (const id of vpcIds) taken.add(id);
    return vpcIds.length === 0 ? [] : [{zone, vpcIds, answer: zoneAnswer(zone, records, host)}];
  });
}

import type {AwsFacts, EcsService} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';

/** Of the subnets that its tasks get their addresses from; none where they have no network of their own. */
export async function vpcsOf(
  {network}: EcsService,
  name: ResourceRef<'service'>,
  aws: Pick<AwsFacts, 'subnets'>,
): Promise<string[]> {
  if (network === null || network.subnetIds.length === 0) return [];
  const subnets = await aws.subnets(name, network.subnetIds);
  return [...new Set(subnets.map(({vpcId}) => vpcId))];
}

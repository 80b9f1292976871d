import type {AwsFacts, EcsService, EcsTask} from '../model/facts/aws-facts.ts';
import type {ResourceRef} from '../model/resource-ref.ts';

/**
 * Of the subnets that its tasks have their addresses from, as they say themselves, else as the service says for the next ones;
 * none where they have no network of their own.
 */
export async function vpcsOf(
  {network}: EcsService,
  tasks: readonly EcsTask[],
  name: ResourceRef<'service'>,
  aws: Pick<AwsFacts, 'subnets'>,
): Promise<string[]> {
  const own = [...new Set(tasks.flatMap(({subnetId}) => subnetId ?? []))];
  const subnetIds = own.length > 0 ? own : (network?.subnetIds ?? []);
  if (subnetIds.length === 0) return [];
  const subnets = await aws.subnets(name, subnetIds);
  return [...new Set(subnets.map(({vpcId}) => vpcId))];
}

import {addressesToTry, sourcesAskedFor} from '../domain/api-gateway/link-addresses.ts';
import type {AwsFacts, ListenerRule} from '../model/facts/aws-facts.ts';

/**
 * The source addresses that are to be tried at the rules for what comes through a VPC link; one that is undefined where
 * no rule asks for any. The subnets are only read where one does.
 */
export async function sourcesThroughLink(
  aws: Pick<AwsFacts, 'subnets'>,
  where: Parameters<AwsFacts['subnets']>[0],
  subnetIds: readonly string[],
  rules: readonly ListenerRule[],
): Promise<readonly (string | undefined)[]> {
  if (sourcesAskedFor(rules).length === 0) return [undefined];
  const addresses = addressesToTry(await aws.subnets(where, subnetIds), rules);
  return addresses.length === 0 ? [undefined] : addresses;
}

import {
  admissionsIn,
  closedOnTcpPort,
  onTcpPort,
  type PrefixLists,
  prefixListIds,
} from '../domain/network/admissions.ts';
import type {IpRange} from '../domain/network/cidr.ts';
import type {Leg, NetworkHop} from '../domain/network/network-hop.ts';
import {networkPath} from '../domain/network/network-path.ts';
import type {SecurityGroup} from '../model/facts/aws-facts.ts';

/** Each costs a call: asked for only where a verdict depends on it. */
export async function readPrefixLists(
  ids: readonly string[],
  read: (id: string) => Promise<readonly string[]>,
): Promise<PrefixLists> {
  return new Map(await Promise.all([...new Set(ids)].map(async (id) => [id, await read(id)] as const)));
}

/** The part of `wanted` that these groups do not admit on a TCP port, with the prefix lists read that it hangs on. */
export async function closedReading(
  groups: readonly SecurityGroup[],
  port: number,
  wanted: readonly IpRange[],
  readPrefixList: (id: string) => Promise<readonly string[]>,
): Promise<IpRange[]> {
  const plain = onTcpPort(admissionsIn(groups), port);
  const closed = closedOnTcpPort(plain, port, wanted);
  if (closed.length === 0) return [];
  const lists = await readPrefixLists(prefixListIds(plain), readPrefixList);
  return closedOnTcpPort(admissionsIn(groups, lists), port, wanted);
}

/** `networkPath` with the prefix lists read that it hangs on. They cost a call each: only where something is closed without. */
export async function networkPathReading(
  legs: readonly Leg[],
  readPrefixList: (id: string) => Promise<readonly string[]>,
): Promise<NetworkHop[]> {
  const hops = networkPath(legs);
  const unread = hops.flatMap(({unreadPrefixLists}) => unreadPrefixLists);
  return unread.length === 0 ? hops : networkPath(legs, await readPrefixLists(unread, readPrefixList));
}

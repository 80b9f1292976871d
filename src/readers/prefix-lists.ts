import type {PrefixLists} from '../domain/network/admissions.ts';
import {type Leg, type NetworkHop, networkPath} from '../domain/network/network-path.ts';

/** Each costs a call: asked for only where a verdict depends on it. */
export async function readPrefixLists(
  ids: readonly string[],
  read: (id: string) => Promise<readonly string[]>,
): Promise<PrefixLists> {
  return new Map(await Promise.all([...new Set(ids)].map(async (id) => [id, await read(id)] as const)));
}

/**
 * `networkPath`, with the prefix lists read that it depends on: a call each, so only where something is closed without
 * them.
 */
export async function networkPathReading(
  legs: readonly Leg[],
  readPrefixList: (id: string) => Promise<readonly string[]>,
): Promise<NetworkHop[]> {
  const hops = networkPath(legs);
  const unread = hops.flatMap(({unreadPrefixLists}) => unreadPrefixLists);
  return unread.length === 0 ? hops : networkPath(legs, await readPrefixLists(unread, readPrefixList));
}

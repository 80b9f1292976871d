import {plainAddress} from '../domain/network/plain-address.ts';
import {CannotTell, NoAnswer} from '../model/errors.ts';
import type {McpConversation, McpProbe, McpTarget} from '../model/facts/wire/mcp.ts';
import type {DnsProbe} from '../model/facts/wire/probes.ts';

/** Conversations at the same time: streams of their own, which different homes may hold. */
const LANES = 4;

export interface Lanes {
  readonly lanes: readonly McpConversation[];
  /** Why one of them was not looked at to its end; a failure that was seen stands. */
  readonly unseen: CannotTell | NoAnswer | null;
}

/**
 * Shares messages among some conversations. The first is alone: of a hop that gives connections to one home after the other it sees each
 * in turn, where conversations in step with each other may all get the same one each time. The others are at the same time, as an idle
 * process takes one connection after the other. Rejects where none of them got an answer.
 */
export async function postsInLanes(
  {posts, addresses, ...target}: McpTarget & {readonly posts: number; readonly addresses: readonly string[]},
  mcp: McpProbe,
): Promise<Lanes> {
  const count = Math.min(LANES, posts);
  const shares = Array.from({length: count}, (_, lane) => Math.floor((posts + lane) / count));
  const [alone, ...together] = shares.map(
    (share, lane) => () => mcp.converse({task: 'posts', ...target, posts: share, addresses, lane}),
  );
  const looks = [
    ...(await Promise.allSettled(alone === undefined ? [] : [alone()])),
    ...(await Promise.allSettled(together.map((begin) => begin()))),
  ];
  const lanes = looks.flatMap((look) => (look.status === 'fulfilled' ? [look.value] : []));
  const failed = looks.flatMap((look) => (look.status === 'rejected' ? [look.reason as unknown] : []));
  const bug = failed.find((thrown) => !(thrown instanceof CannotTell || thrown instanceof NoAnswer));
  if (bug !== undefined) throw bug;
  const [unseen = null] = failed as (CannotTell | NoAnswer)[];
  if (unseen !== null && lanes.length === 0) throw unseen;
  return {lanes, unseen};
}

/**
 * The addresses of the URL's host that are of one family with the one that answered; none where that is not among them, as a flag then
 * points elsewhere, or where the resolver does not say.
 */
export async function addressesBeside(
  answered: McpConversation,
  url: string,
  dns: DnsProbe,
): Promise<readonly string[]> {
  const remote = answered.steps.find(({connection}) => connection?.remoteAddress != null)?.connection?.remoteAddress;
  const host = new URL(url).hostname;
  if (remote == null || host.startsWith('[') || /^[\d.]+$/.test(host)) return [];
  const addresses = await dns.addresses(host).then(
    (answer) => answer.addresses ?? [],
    (thrown: unknown) => {
      if (thrown instanceof CannotTell) return [];
      throw thrown;
    },
  );
  const own = plainAddress(remote);
  const all = addresses.map(plainAddress);
  return all.includes(own) ? all.filter((one) => one.includes(':') === own.includes(':')) : [];
}

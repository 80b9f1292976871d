import type {McpTask} from '../../../model/facts/wire/mcp.ts';
import type {Session} from './session.ts';

type Posts = Extract<McpTask, {task: 'posts'}>;

/** Each is waited for in full: what two of them show, more do not. */
const MOST_UNANSWERED = 2;

export function longestPostsMs(_task: Posts, withinMs: number): number {
  // A POST and its reply each have their time, and few messages take it.
  return 2 * (MOST_UNANSWERED + 1) * withinMs;
}

/** Messages of one session, one after the other: sent at once, one process of several may accept them all. */
export async function sendPosts({posts, addresses}: Posts, session: Session): Promise<void> {
  let unanswered = 0;
  for (let post = 0; post < posts && unanswered < MOST_UNANSWERED; post++) {
    const address = addresses[post % addresses.length];
    const {status, step} =
      session.transport === 'stateless'
        ? await session.request('list-tools', 'tools/list', undefined, {address})
        : await session.request('ping', 'ping', undefined, {address});
    const isRefused = status !== null && (status < 200 || status >= 300);
    if (step.reply === null && !isRefused) unanswered += 1;
  }
}

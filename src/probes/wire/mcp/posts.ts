import type {TaskOf} from './task.ts';

/** A connection of its own for each, around the world and back a few times. */
const POST_TAKES_MS = 1000;
/** Each is waited for in full: what two of them show, more do not. */
const MOST_UNANSWERED = 2;

/** Messages of one session, one after the other: sent at once, one process of several may accept them all. */
export const POSTS: TaskOf<'posts'> = {
  waitsMs: ({posts}) => posts * POST_TAKES_MS,
  async run({posts, addresses}, session) {
    let unanswered = 0;
    for (let post = 0; post < posts && unanswered < MOST_UNANSWERED; post++) {
      const address = addresses[post % addresses.length];
      const {status, step} = await session.ping({address});
      const isRefused = status !== null && (status < 200 || status >= 300);
      if (step.reply === null && !isRefused) unanswered += 1;
    }
  },
};

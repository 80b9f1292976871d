import {greetAgain} from './greet.ts';
import {membersOf} from './message.ts';
import type {Session} from './session.ts';
import type {Talk} from './talk.ts';
import type {TaskOf} from './task.ts';

/** A list of more pages than this is said to have no end. */
const MOST_PAGES = 500;

export const TOOLS: TaskOf<'tools'> = {
  waitsMs: ({call}) => call?.withinMs ?? 0,
  async run({times, call}, session, talk) {
    // Servers need not have any, and say so.
    if (!session.capabilities.includes('tools') && call === null) return;
    await listTools(session);
    // Each in a session of its own: one session is at one instance, and the instances may differ.
    for (let time = 1; time < times; time++) await listInAnother(session, talk);
    if (call === null) return;
    const {tool, arguments: given, withinMs} = call;
    await session.tracked('call-tool', 'tools/call', {name: tool, arguments: given}, {withinMs});
  },
};

async function listInAnother(first: Session, talk: Talk): Promise<void> {
  const session = first.transport === 'stateless' ? first : await greetAgain(talk, first);
  if (session === null) return;
  await listTools(session);
  if (session !== first) await session.end();
}

/** All pages, as a client reads them. */
async function listTools(session: Session): Promise<void> {
  let cursor: string | null = null;
  const known = new Set<string>();
  for (let page = 0; page < MOST_PAGES; page++) {
    const params = cursor === null ? undefined : {cursor};
    const {reply} = await session.request('list-tools', 'tools/list', params);
    const {nextCursor} = membersOf(reply?.raw.result);
    if (typeof nextCursor !== 'string' || nextCursor === '') return;
    // Round in a circle: the list has no end.
    if (known.has(nextCursor)) return;
    known.add(nextCursor);
    cursor = nextCursor;
  }
}

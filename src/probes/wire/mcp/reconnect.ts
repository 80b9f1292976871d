import {written} from './dialect.ts';
import {beginHttpSse} from './greet.ts';
import {holdStream} from './held-stream.ts';
import type {Session} from './session.ts';
import type {Talk} from './talk.ts';
import type {TaskOf} from './task.ts';

/** As the clients of the SDKs wait before they come back. */
const BACK_AFTER_MS = 1000;
/** How long a GET stream is read before it is cut, for the event that primes it. */
const READ_FOR_MS = 1000;

/** Cuts the stream of a session, comes back as its clients do, and sends a message then. */
export const RECONNECT: TaskOf<'reconnect'> = {
  waitsMs: () => BACK_AFTER_MS + 2 * READ_FOR_MS,
  run: (_task, session, talk) => reconnect(session, talk),
};

async function reconnect(session: Session, talk: Talk): Promise<void> {
  switch (session.transport) {
    case 'stateless':
      await session.ping();
      return;
    case 'http-sse': {
      await session.ping();
      await session.stream?.close();
      await talk.setup.clock.sleep(BACK_AFTER_MS, talk.signal);
      const {session: again} = await beginHttpSse(talk);
      if (again === null) return;
      await again.ping();
      await again.end();
      return;
    }
    case 'streamable': {
      const lastEventId = await getStream(session, talk, null);
      await talk.setup.clock.sleep(BACK_AFTER_MS, talk.signal);
      await getStream(session, talk, lastEventId);
      await session.ping();
    }
  }
}

/** Opens the GET stream of a session for a moment, and cuts it; the id of the last event that came, null: none had one. */
async function getStream({url, dialect}: Session, talk: Talk, lastEventId: string | null): Promise<string | null> {
  const {'content-type': _type, accept: _accept, ...headers} = written({method: '', id: null}, dialect).headers;
  const stream = holdStream(talk, {
    url,
    headers: {...headers, ...(lastEventId === null ? {} : {'last-event-id': lastEventId})},
  });
  await stream.opened;
  if (!stream.isOver()) await talk.setup.clock.sleep(READ_FOR_MS, talk.signal);
  const {lastEventId: last} = await stream.close();
  return last || null;
}

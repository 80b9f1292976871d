import type {McpParams, McpPurpose, McpRevision, McpTransport} from '../../../model/facts/wire/mcp.ts';
import {type Dialect, type Message, written} from './dialect.ts';
import {type HeldStream, holdStream} from './held-stream.ts';
import {membersOf} from './message.ts';
import type {Said, Talk} from './talk.ts';

/** How a message differs from the others of its session. */
export interface Differing {
  readonly address?: string | undefined;
  /** How long its reply may take; default: the conversation's. */
  readonly withinMs?: number;
  /** Headers that replace others of the same names. */
  readonly over?: Readonly<Record<string, string>>;
}

/** A session that was begun: sends messages as its revision has it, and gets their replies. */
export interface Session {
  readonly transport: McpTransport;
  readonly dialect: Dialect;
  /** Where messages go. */
  readonly url: string;
  /** Of HTTP+SSE. */
  readonly stream: HeldStream | null;
  /** What the server says that it has: `tools`, `resources`, … */
  readonly capabilities: readonly string[];
  /** The least that every server has to answer. */
  ping(differing?: Differing): Promise<Said>;
  request(purpose: McpPurpose, method: string, params?: McpParams, differing?: Differing): Promise<Said>;
  /** As above, and its progress is asked for. */
  tracked(purpose: McpPurpose, method: string, params: McpParams, differing?: Differing): Promise<Said>;
  notify(purpose: McpPurpose, method: string): Promise<Said>;
  end(): Promise<void>;
}

/** Where a message goes, how, and on which stream its reply comes. */
interface Way {
  readonly url: string;
  readonly dialect: Dialect;
  readonly stream: HeldStream | null;
}

/** Sends one message, and waits for its reply where that comes. */
export async function send(
  talk: Talk,
  {url, dialect, stream}: Way,
  purpose: McpPurpose,
  message: Message,
  {address, over, withinMs = talk.target.withinMs}: Differing = {},
): Promise<Said> {
  const {body, headers} = written(message, dialect);
  const {method, id} = message;
  const said = await talk.ask({
    ...{purpose, method: 'POST', url, headers, over, withinMs, message: {method, id, body}},
    isRepliedElsewhere: stream !== null,
    ...(address === undefined ? {} : {address}),
  });
  const isAccepted = said.status !== null && said.status >= 200 && said.status < 300;
  if (id === null || !isAccepted) return said;
  if (stream === null) return resumed(talk, {url, dialect, address}, said, id, withinMs);
  const {reply, waited} = await stream.reply(id, withinMs);
  return talk.replied(said, stream, {id, received: reply, waited});
}

/**
 * A server may end the stream of an answer before the reply, once it had an event with an id: clients come back for it by GET
 * (revision 2025-11-25).
 */
async function resumed(
  talk: Talk,
  {url, dialect, address}: Pick<Way, 'url' | 'dialect'> & Pick<Differing, 'address'>,
  said: Said,
  id: number,
  withinMs: number,
): Promise<Said> {
  const {answer, reply} = said.step;
  if (reply !== null || answer?.end !== 'complete' || said.lastEventId === '' || dialect.agreed === null) return said;
  const {'content-type': _type, accept: _accept, ...headers} = written({method: '', id: null}, dialect).headers;
  const again = holdStream(talk, {url, address, headers: {...headers, 'last-event-id': said.lastEventId}});
  await again.opened;
  const {reply: received, waited} = await again.reply(id, withinMs);
  await again.close();
  return received === null ? said : talk.replied(said, again, {id, received, waited});
}

/** `greeted`: the answer by which it began. */
export function createSession(talk: Talk, way: Way & {readonly transport: McpTransport}, greeted: Said): Session {
  const {transport, dialect, url, stream} = way;
  const capabilities = Object.keys(membersOf(membersOf(greeted.reply?.raw.result).capabilities));
  const request: Session['request'] = (purpose, method, params, differing) =>
    send(talk, way, purpose, {method, id: talk.nextId(), ...(params === undefined ? {} : {params})}, differing);
  return {
    ...{transport, dialect, url, stream, capabilities, request},
    ping: (differing) => request('ping', pingMethod(transport, capabilities), undefined, differing),
    tracked(purpose, method, params, differing) {
      const id = talk.nextId();
      return send(talk, way, purpose, {method, id, params: {...params, _meta: {progressToken: id}}}, differing);
    },
    notify: (purpose, method) => send(talk, way, purpose, {method, id: null}),
    async end() {
      if (stream !== null) await stream.close();
      if (transport !== 'streamable' || dialect.session === null) return;
      const {headers} = written({method: '', id: null}, dialect);
      const {'content-type': _, ...rest} = headers;
      await talk.ask({purpose: 'end-session', method: 'DELETE', url, headers: rest, withinMs: talk.target.withinMs});
    },
  };
}

/** The stateless revision has no ping: what the server says that it has is asked for. */
export function pingMethod(transport: McpTransport, capabilities: readonly string[]): string {
  if (transport !== 'stateless') return 'ping';
  const listed = ['tools', 'resources', 'prompts'].find((name) => capabilities.includes(name));
  return listed === undefined ? 'server/discover' : `${listed}/list`;
}

export function dialectOf(revision: McpRevision): Dialect {
  return {revision, session: null, agreed: null};
}

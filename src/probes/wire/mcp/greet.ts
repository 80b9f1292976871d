import {MCP_REVISIONS, type McpRevision} from '../../../model/facts/wire/mcp.ts';
import {initializeParams} from './dialect.ts';
import {type HeldStream, holdStream} from './held-stream.ts';
import {membersOf} from './message.ts';
import {followMetadata} from './metadata.ts';
import {createSession, dialectOf, type Session, send} from './session.ts';
import type {Said, Talk} from './talk.ts';

const STATELESS = '2026-07-28';
const NEWEST_WITH_SESSIONS = '2025-11-25';
const HTTP_SSE = '2024-11-05';

/** Answers by which a client of HTTP goes on to an older revision. Every other says nothing about the era. */
const OLDER = new Set([400, 403, 404, 405, 501]);
/** Only servers that know the stateless revision answer so: the header differs, the version, a capability is missing. */
const STATELESS_ERRORS = new Set([-32_020, -32_021, -32_022]);
const NO_SUCH_METHOD = -32_601;

/** What came of one try to begin: a session; or whether an older revision is to be tried. */
type Tried = {readonly session: Session} | {readonly session: null; readonly goesOn: boolean};

/**
 * Begins a conversation in the revision that is wanted; else in the newest that the server speaks, found out as the
 * specification's newest revision says. Null: the server let nobody begin, and the steps say why.
 */
export async function greet(talk: Talk): Promise<Session | null> {
  const {era} = talk.target;
  if (era !== undefined) return (await begin(talk, era)).session;
  const stateless = await beginStateless(talk);
  if (stateless.session !== null || !stateless.goesOn) return stateless.session;
  const streamable = await beginStreamable(talk, NEWEST_WITH_SESSIONS);
  if (streamable.session !== null || !streamable.goesOn) return streamable.session;
  return (await beginHttpSse(talk)).session;
}

/** Another session of a conversation that has begun, in the same revision; null: the server let it not begin. */
export async function greetAgain(talk: Talk, {dialect}: Session): Promise<Session | null> {
  return (await begin(talk, dialect.revision)).session;
}

function begin(talk: Talk, revision: McpRevision): Promise<Tried> {
  if (revision === STATELESS) return beginStateless(talk);
  return revision === HTTP_SSE ? beginHttpSse(talk) : beginStreamable(talk, revision);
}

async function beginStateless(talk: Talk): Promise<Tried> {
  const dialect = dialectOf(STATELESS);
  const {way, said} = await follow(talk.target.url, async (url) => {
    const asked = {url, dialect, stream: null};
    return {way: asked, said: await send(talk, asked, 'discover', {method: 'server/discover', id: talk.nextId()})};
  });
  const supported = membersOf(said.reply?.raw.result).supportedVersions;
  if (Array.isArray(supported) && supported.includes(STATELESS)) {
    const begun = {...way, transport: 'stateless', dialect: {...dialect, agreed: STATELESS}} as const;
    return {session: createSession(talk, begun, said)};
  }
  const isOlderAsked = talk.target.era === undefined && saysNothingOfOlder(said);
  if (!isOlderAsked && (await stops(talk, said))) return {session: null, goesOn: false};
  return {session: null, goesOn: !isStatelessError(said) || speaksOlder(said)};
}

async function beginStreamable(talk: Talk, revision: McpRevision): Promise<Tried> {
  const dialect = dialectOf(revision);
  const params = initializeParams(revision);
  const {way, said} = await follow(talk.target.url, async (url) => {
    const asked = {url, dialect, stream: null};
    return {way: asked, said: await send(talk, asked, 'initialize', {method: 'initialize', id: talk.nextId(), params})};
  });
  const agreed = agreedIn(said);
  if (agreed !== null) {
    const session = said.headers['mcp-session-id'] ?? null;
    const begun = {...way, transport: 'streamable', dialect: {revision, session, agreed}} as const;
    const opened = createSession(talk, begun, said);
    await opened.notify('initialized', 'notifications/initialized');
    return {session: opened};
  }
  if (!isOnlyThisMethod(said) && (await stops(talk, said))) return {session: null, goesOn: false};
  return {session: null, goesOn: said.status !== null && (OLDER.has(said.status) || isOtherPage(said))};
}

export async function beginHttpSse(talk: Talk): Promise<Tried> {
  const {url, withinMs} = talk.target;
  const none = {session: null, goesOn: false} as const;
  const {stream, data} = await openStream(talk, url, withinMs);
  const messages = data === null ? null : URL.parse(data, url);
  // Clients of the SDKs refuse another origin, too: what is sent there may hold credentials.
  if (messages === null || messages.origin !== new URL(url).origin) {
    await stops(talk, await stream.close());
    return none;
  }
  const dialect = dialectOf(HTTP_SSE);
  const begin = async (at: string) => {
    const way = {url: at, dialect, stream};
    const message = {method: 'initialize', id: talk.nextId(), params: initializeParams(HTTP_SSE)};
    return {way, said: await send(talk, way, 'initialize', message)};
  };
  const {way, said} = await follow(messages.href, begin);
  const agreed = agreedIn(said);
  if (agreed === null) {
    await stops(talk, said);
    await stream.close();
    return none;
  }
  const session = createSession(talk, {...way, transport: 'http-sse', dialect: {...dialect, agreed}}, said);
  await session.notify('initialized', 'notifications/initialized');
  return {session};
}

/** The stream with its endpoint event, behind a redirect of the same origin, too. */
async function openStream(
  talk: Talk,
  url: string,
  withinMs: number,
): Promise<{readonly stream: HeldStream; readonly data: string | null}> {
  const first = holdStream(talk, {url, headers: {}});
  await first.opened;
  const data = await first.endpoint(withinMs);
  if (data !== null || !first.isOver()) return {stream: first, data};
  const {status, headers} = await first.over;
  const moved = status !== null && status >= 300 && status < 400 ? sameOrigin(headers.location, url) : null;
  if (moved === null) return {stream: first, data};
  const second = holdStream(talk, {url: moved, headers: {}});
  await second.opened;
  return {stream: second, data: await second.endpoint(withinMs)};
}

/** Asks once more where a redirect leads that clients follow with the message. */
async function follow<Asked extends {readonly said: Said}>(
  url: string,
  ask: (url: string) => Promise<Asked>,
): Promise<Asked> {
  const first = await ask(url);
  const moved = movedTo(first.said, url);
  return moved === null ? first : ask(moved);
}

/** Where a redirect of a message leads: of the same origin, by a status that keeps method and body. */
function movedTo({status, headers}: Said, asked: string): string | null {
  return status === 307 || status === 308 ? sameOrigin(headers.location, asked) : null;
}

function sameOrigin(location: string | undefined, asked: string): string | null {
  const to = location === undefined ? null : URL.parse(location, asked);
  return to?.origin === new URL(asked).origin ? to.href : null;
}

/**
 * Clients of today begin with `initialize`: a server or a firewall that breaks at `server/discover`, which it does not know, serves
 * them all the same.
 */
function saysNothingOfOlder({status, step}: Said): boolean {
  if (status !== null) return status >= 500 || status === 403;
  return step.refusal?.kind === 'held' || step.refusal?.kind === 'closed';
}

/** A firewall that refuses the method, and a server that has no POST there: the stream of HTTP+SSE may be open all the same. */
function isOnlyThisMethod({status}: Said): boolean {
  return status === 403 || status === 501;
}

/** Whether an answer says nothing about the era: an outage, a redirect, or that somebody has to log in first. */
async function stops(talk: Talk, said: Said): Promise<boolean> {
  const {status} = said;
  if (status === null || status >= 500 || (status >= 300 && status < 400)) return true;
  if (status === 401) await followMetadata(talk, said);
  return status === 401 || status === 403 || status === 407 || status === 421 || status === 429;
}

function agreedIn({reply}: Said): string | null {
  const version = membersOf(reply?.raw.result).protocolVersion;
  return typeof version === 'string' ? version : null;
}

function isStatelessError({status, reply}: Said): boolean {
  const {code} = membersOf(reply?.raw.error);
  if (typeof code !== 'number') return false;
  return STATELESS_ERRORS.has(code) || (status === 404 && code === NO_SUCH_METHOD);
}

/** The error names other versions, some of which an older client speaks; or none, so that nothing is known. */
function speaksOlder({reply}: Said): boolean {
  const {supported} = membersOf(membersOf(reply?.raw.error).data);
  if (!Array.isArray(supported)) return true;
  return MCP_REVISIONS.some((revision) => revision !== STATELESS && supported.includes(revision));
}

/** Status 200, and no JSON-RPC in it: the path of an HTTP+SSE stream may answer a POST with anything. */
function isOtherPage({status, reply}: Said): boolean {
  return status !== null && status >= 200 && status < 300 && reply === null;
}

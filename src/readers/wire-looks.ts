import {CannotTell, NoAnswer} from '../model/errors.ts';
import type {AskedProtocol, Protocol, ProtocolRequest} from '../model/facts/wire/connection.ts';
import {type AskedCoding, CODINGS, type HttpExchange, type HttpRequest} from '../model/facts/wire/http.ts';
import type {HttpProbe, SseProbe} from '../model/facts/wire/probes.ts';
import type {ResumeRequest, Resumption} from '../model/facts/wire/resumption.ts';
import type {StreamObservation, StreamRequest} from '../model/facts/wire/stream.ts';

/** What one of several requests for the same thing was made with, and what came of it. */
export interface WireLook<Observation> {
  readonly protocol: AskedProtocol;
  readonly coding: AskedCoding;
  readonly observation: Observation;
}

/** What several requests for the same thing came to. */
export interface WireLooks<Observation> {
  /** Those that were answered, at least one. */
  readonly looks: readonly WireLook<Observation>[];
  /** Why one of the others was not: a failure that was seen stands, but nothing passes. */
  readonly unseen: CannotTell | NoAnswer | null;
}

export interface LookedAt {
  /** Undefined: what the server offers. */
  readonly protocols?: readonly Protocol[] | undefined;
  readonly codings?: readonly AskedCoding[] | undefined;
}

/**
 * A stream in each protocol that the server offers and with each coding, unless fewer are meant; all at once. A session of MCP
 * has one stream (servers answer 409 to a second), so that it is looked at once where nothing is named.
 */
export async function streamLooks(
  request: Omit<StreamRequest, 'protocol' | 'coding'>,
  lookedAt: LookedAt,
  sse: SseProbe,
): Promise<WireLooks<StreamObservation>> {
  const {url, address, headersWithinMs: withinMs} = request;
  const isAlone = hasSession(request.headers);
  const {protocols, codings = isAlone ? ['identity'] : CODINGS} = lookedAt;
  const spoken = protocols ?? (isAlone ? ['agreed'] : await offeredBy(sse, {url, address, withinMs}));
  return eachOf(spoken, codings, (protocol, coding) => sse.stream({...request, protocol, coding}));
}

/** As {@link streamLooks}: a client that is cut and comes back, each. */
export async function resumeLooks(
  request: Omit<ResumeRequest, 'protocol' | 'coding'>,
  {protocols, codings = CODINGS}: LookedAt,
  sse: SseProbe,
): Promise<WireLooks<Resumption>> {
  const {url, address, headersWithinMs: withinMs} = request;
  const spoken = protocols ?? (await offeredBy(sse, {url, address, withinMs}));
  return eachOf(spoken, codings, (protocol, coding) => sse.resume({...request, protocol, coding}));
}

/** An answer in each protocol and coding that is meant; one, in the protocol agreed on, where none is named. */
export function httpLooks(
  request: Omit<HttpRequest, 'protocol' | 'coding'>,
  {protocols, codings = ['identity']}: LookedAt,
  http: HttpProbe,
): Promise<WireLooks<HttpExchange>> {
  return eachOf(protocols ?? ['agreed'], codings, (protocol, coding) => http.request({...request, protocol, coding}));
}

/** MCP, revision 2025-11-25, Streamable HTTP, session management. */
function hasSession(headers: StreamRequest['headers']): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'mcp-session-id');
}

/** A server that refuses is asked all the same: the request then says why. */
async function offeredBy(sse: SseProbe, request: ProtocolRequest): Promise<readonly AskedProtocol[]> {
  if (URL.parse(request.url)?.protocol === 'http:') return ['http/1.1'];
  const {offered} = await sse.protocols(request);
  return offered.length === 0 ? ['agreed'] : offered;
}

/** Rejects as the first request where none was answered, and with what is no statement about the world at all. */
async function eachOf<Observation>(
  protocols: readonly AskedProtocol[],
  codings: readonly AskedCoding[],
  ask: (protocol: AskedProtocol, coding: AskedCoding) => Promise<Observation>,
): Promise<WireLooks<Observation>> {
  const asked = protocols.flatMap((protocol) => codings.map((coding) => ({protocol, coding})));
  const unseen: (CannotTell | NoAnswer)[] = [];
  const looks = await Promise.all(
    asked.map(async ({protocol, coding}) => {
      try {
        return {protocol, coding, observation: await ask(protocol, coding)};
      } catch (thrown) {
        if (!(thrown instanceof CannotTell || thrown instanceof NoAnswer)) throw thrown;
        unseen.push(thrown);
        return null;
      }
    }),
  );
  const answered = looks.filter((look) => look !== null);
  const [first = null] = unseen;
  if (first !== null && answered.length === 0) throw first;
  return {looks: answered, unseen: first};
}

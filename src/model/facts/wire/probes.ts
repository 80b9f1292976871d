import type {ProtocolOffer, ProtocolRequest} from './connection.ts';
import type {HttpExchange, HttpRequest} from './http.ts';
import type {ResumeRequest, Resumption} from './resumption.ts';
import type {StreamObservation, StreamRequest} from './stream.ts';
import type {WebSocketObservation, WebSocketRequest} from './websocket.ts';

/**
 * What can be asked of the wire. All reject with {@link NoAnswer} when nothing came back before response headers; every
 * answer, however bad, resolves.
 */
interface ProtocolProbe {
  /** Shared by all that ask about the same origin. */
  protocols(request: ProtocolRequest): Promise<ProtocolOffer>;
}

export interface HttpProbe extends ProtocolProbe {
  request(request: HttpRequest): Promise<HttpExchange>;
}

export interface SseProbe extends ProtocolProbe {
  stream(request: StreamRequest): Promise<StreamObservation>;
  /** Cuts the connection of an EventSource client and sees how it comes back. */
  resume(request: ResumeRequest): Promise<Resumption>;
}

export interface WebSocketProbe {
  /** Over HTTP/1.1, as browsers and load balancers do. */
  connect(request: WebSocketRequest): Promise<WebSocketObservation>;
}

/** What the resolver of this machine says of a name. */
export interface NameAnswer {
  /** As asked, in lower case and without a trailing dot. */
  readonly name: string;
  /** IPv4 and IPv6, at least one; null: there is no such name, or it has no address (the system tells no difference). */
  readonly addresses: readonly string[] | null;
}

export interface DnsProbe {
  /** Rejects with {@link CannotTell} when the resolver gave no answer (EAI_AGAIN, SERVFAIL, a time-out). */
  addresses(name: string): Promise<NameAnswer>;
}

import {randomBytes, randomUUID} from 'node:crypto';
import {createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse} from 'node:http';
import {request as openRequest} from 'node:https';
import type {IssuedCertificate} from '../mcp-server/wire/certificate-authority.ts';
import {secureListener} from '../mcp-server/wire/listener.ts';
import {WireResponse} from '../mcp-server/wire/wire-response.ts';
import {type Listening, listenOnLoopback} from './loopback.ts';

interface GatewayOptions {
  readonly certificate: IssuedCertificate;
  /** The load balancer's listener behind the VPC link. */
  readonly integration: {
    readonly address: string;
    readonly port: number;
    /** The host of the integration's URI: sent as Host, and the name that the listener's certificate must cover. */
    readonly host: string;
    /** The authority that signed the listener's certificate, PEM. */
    readonly ca: string;
  };
  /** Default 29 s, like API Gateway. */
  readonly timeoutMs?: number;
}

const HANDSHAKE_MS = 10_000;
const REQUEST_MS = 30_000;
const KEEP_ALIVE_MS = 60_000;

/**
 * An API Gateway REST API with a private integration, in its default transfer mode: a response is passed on once it is
 * complete. A stream never is, so its client sees nothing until the integration times out.
 */
export function startGateway(options: GatewayOptions): Promise<Listening> {
  const {key, cert} = options.certificate;
  const http1 = createServer({ServerResponse: WireResponse}, (request, response) => answer(request, response, options));
  const listener = secureListener({
    http1,
    tls: {key, cert},
    handshakeMs: HANDSHAKE_MS,
    requestMs: REQUEST_MS,
    keepAliveMs: KEEP_ALIVE_MS,
    answer: (request) => answer(request, new WireResponse(request), options),
  });
  return listenOnLoopback(listener);
}

function answer(request: IncomingMessage, response: ServerResponse, options: GatewayOptions): void {
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  integrate(request, gone.signal, options).then(
    ({status, headers, body}) => {
      response.writeHead(status, {...requestIds(), 'Content-Type': headers['content-type'] ?? 'application/json'});
      response.end(body);
    },
    (error: unknown) => {
      const late = error instanceof DOMException && error.name === 'TimeoutError';
      if (late) refuse(response, 504, 'Endpoint request timed out');
      else refuse(response, 502, 'Internal server error');
    },
  );
}

/** By which every response of a REST API is known to have come through API Gateway. */
function requestIds(): Record<string, string> {
  return {'x-amzn-RequestId': randomUUID(), 'x-amz-apigw-id': `${randomBytes(11).toString('base64url')}=`};
}

interface IntegrationResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Rejects with a `TimeoutError` when the response is not complete in time. */
async function integrate(
  request: IncomingMessage,
  gone: AbortSignal,
  options: GatewayOptions,
): Promise<IntegrationResponse> {
  const {address, port, host, ca} = options.integration;
  const signal = AbortSignal.any([gone, AbortSignal.timeout(options.timeoutMs ?? 29_000)]);
  const {connection: _, ...headers} = request.headers;
  const outgoing = openRequest({
    host: address,
    port,
    servername: host,
    ca,
    method: request.method,
    path: request.url,
    headers: {...headers, host, 'x-forwarded-for': request.socket.remoteAddress ?? ''},
    agent: false,
    signal,
  });
  request.pipe(outgoing);
  try {
    const incoming = await answerOf(outgoing);
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    return {status: incoming.statusCode ?? 502, headers: incoming.headers, body: Buffer.concat(chunks)};
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  }
}

function answerOf(outgoing: ReturnType<typeof openRequest>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    outgoing.once('response', resolve);
    // Not removed: an error after the response is also reported on the response's own stream.
    outgoing.on('error', reject);
  });
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, {...requestIds(), 'Content-Type': 'application/json'});
  response.end(JSON.stringify({message}));
}

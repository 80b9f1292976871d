import {createServer, type IncomingMessage} from 'node:http';
import type {Socket} from 'node:net';
import {decisiveAction, evaluateRules, gatesOf} from '../domain/listener-rules/listener-rules.ts';
import {redirectLocation} from '../domain/listener-rules/redirect-location.ts';
import type {IssuedCertificate} from '../mcp-server/wire/certificate-authority.ts';
import {secureListener} from '../mcp-server/wire/listener.ts';
import {WireResponse} from '../mcp-server/wire/wire-response.ts';
import type {ListenerRule, RuleAction} from '../model/facts/aws-facts.ts';
import {OLD_TLS, secureContexts} from './certificates.ts';
import {forwardTo, type Target} from './forward.ts';
import type {Startable} from './loopback.ts';
import {upgradeTo} from './upgrade.ts';

export interface EdgeOptions {
  readonly rules: readonly ListenerRule[];
  /** The listener's certificates, its default first. */
  readonly certificates: readonly IssuedCertificate[];
  /** From TLS 1.0 on, where true. */
  readonly speaksOldTls?: boolean;
  readonly idleTimeoutMs: number;
  /** Where the only target of a target group listens; null: the group is empty. */
  readonly targetOf: (targetGroupArn: string) => Target | null;
}

const HANDSHAKE_MS = 10_000;
const REQUEST_MS = 60_000;

/** By which answers are known that the load balancer writes itself: it adds nothing to those that it forwards. */
const OWN = {Server: 'awselb/2.0'} as const;

/** The port that clients use for the load balancer, wherever the lab listens. */
const PORT = 443;

/**
 * An HTTPS listener of an Application Load Balancer on loopback: its rules, certificates, idle timeout and error
 * answers.
 */
export function createEdge(options: EdgeOptions): Startable {
  const fallback = options.certificates[0];
  const offered = options.speaksOldTls === true ? OLD_TLS : {};
  const contextFor = secureContexts(options.certificates, offered);
  const {idleTimeoutMs} = options;
  const settings = {
    ServerResponse: WireResponse,
    keepAliveTimeout: idleTimeoutMs,
    // Node.js asks from 22.21 on; before, every upgrade is ours.
    shouldUpgradeCallback: asksForWebSocket,
  };
  const http1 = createServer(settings, (request, response) => answer(request, response, options));
  http1.on('upgrade', (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const upgrade = asksForWebSocket(request) ? {socket, head} : undefined;
    answer(request, responseOn(socket, request), options, upgrade);
  });
  return secureListener({
    http1,
    tls: {
      ...(fallback === undefined ? {} : {key: fallback.key, cert: fallback.cert}),
      ...offered,
      SNICallback: (host, done) => done(null, contextFor(host)),
    },
    mayMisbehave: true,
    handshakeMs: HANDSHAKE_MS,
    requestMs: REQUEST_MS,
    keepAliveMs: idleTimeoutMs,
    answer: (request) => answer(request, new WireResponse(request), options),
  });
}

function asksForWebSocket({headers}: IncomingMessage): boolean {
  return /^websocket$/i.test(headers.upgrade ?? '');
}

/** Of a request that asked for an upgrade: Node.js leaves the socket of such a one to us. */
function responseOn(socket: Socket, request: IncomingMessage): WireResponse {
  socket.on('error', () => socket.destroy());
  const response = new WireResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket);
  response.once('finish', () => socket.destroySoon());
  return response;
}

/** Of the client, if it asked for an upgrade. */
interface Upgrade {
  readonly socket: Socket;
  /** What it sent after its request. */
  readonly head: Buffer;
}

function answer(request: IncomingMessage, response: WireResponse, options: EdgeOptions, upgrade?: Upgrade): void {
  const {host, path, query} = addressOf(request);
  const {winner} = evaluateRules(options.rules, {
    host,
    path,
    query,
    method: request.method ?? '',
    headers: request.headers,
    isWhole: true,
    ...(request.socket.remoteAddress === undefined ? {} : {sourceIp: request.socket.remoteAddress}),
  });
  const action = winner === null || gatesOf(winner).length > 0 ? null : decisiveAction(winner);
  switch (action?.type) {
    case 'fixed-response':
      response.writeHead(action.statusCode, {
        ...OWN,
        'Content-Type': action.contentType ?? 'text/plain; charset=utf-8',
      });
      response.end(action.body ?? '');
      return;
    case 'redirect':
      response.writeHead(Number(action.statusCode.replace('HTTP_', '')), {
        ...OWN,
        Location: redirectLocation(action, {protocol: 'https', host, port: PORT, path, query}),
        'Content-Length': 0,
      });
      response.end();
      return;
    case 'forward': {
      const target = targetOf(action, options);
      if (target === null) refuse(response, 503, 'Service Temporarily Unavailable');
      else {
        const forward = {
          idleTimeoutMs: options.idleTimeoutMs,
          headers: forwardedHeaders(request),
          refuse: (status: number, text: string) => refuse(response, status, text),
        };
        if (upgrade === undefined) forwardTo(target, request, response, forward);
        else upgradeTo(target, request, response, {...forward, client: upgrade});
      }
      return;
    }
    default:
      // A regex, a login, an unknown condition: a guess would make the lab wrong.
      refuse(response, 501, 'The lab does not play this rule');
  }
}

interface RequestAddress {
  /** Without its port. */
  readonly host: string;
  readonly path: string;
  readonly query: string;
}

/** Split as text: a URL parser would normalise the path, but a load balancer matches what was sent. */
function addressOf(request: IncomingMessage): RequestAddress {
  const [path = '/', ...query] = (request.url ?? '/').split('?');
  return {host: (request.headers.host ?? '').replace(/:\d+$/, ''), path, query: query.join('?')};
}

/** Groups with weight 0 get nothing. AWS shares by weight; the lab takes the heaviest, to be deterministic. */
function targetOf(action: Extract<RuleAction, {type: 'forward'}>, options: EdgeOptions): Target | null {
  const heaviest = action.targets.filter(({weight}) => weight > 0).toSorted((a, b) => b.weight - a.weight)[0];
  return heaviest === undefined ? null : options.targetOf(heaviest.targetGroupArn);
}

function forwardedHeaders(request: IncomingMessage): Readonly<Record<string, string>> {
  const client = request.socket.remoteAddress ?? '';
  const before = request.headers['x-forwarded-for'];
  return {
    'x-forwarded-for': before === undefined ? client : `${String(before)}, ${client}`,
    'x-forwarded-proto': 'https',
    'x-forwarded-port': String(PORT),
  };
}

/** The load balancer's own error pages are HTML. */
function refuse(response: WireResponse, status: number, text: string): void {
  response.writeHead(status, {...OWN, 'Content-Type': 'text/html'});
  response.end(
    `<html>\r\n<head><title>${status} ${text}</title></head>\r\n<body>${status} ${text}</body>\r\n</html>\r\n`,
  );
}

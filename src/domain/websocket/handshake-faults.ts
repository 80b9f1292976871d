import type {WebSocketHandshake, WebSocketRequest} from '../../model/facts/wire/websocket.ts';
import type {Candidate, Fault} from '../../model/outcome.ts';
import {plainText} from '../../model/text/plain-text.ts';
import {statusFault} from '../http/answer-advice.ts';
import {writtenBy} from '../http/hops.ts';
import {mcpRefusal} from '../http/mcp-refusals.ts';
import {isRedirect} from '../http/redirect-kind.ts';

const SWITCHING = 101;

interface Asked {
  readonly url: string;
  readonly request: Pick<WebSocketRequest, 'subprotocols' | 'headers'>;
  /** When the request was sent. */
  readonly sentAtMs: number;
}

/** What is wrong with the answer to a handshake; empty: it was accepted (RFC 6455, section 4.1). */
export function handshakeFaults(handshake: WebSocketHandshake, asked: Asked): readonly Fault[] {
  if (handshake.status !== SWITCHING) return [refusedFault(handshake, asked)];
  const fault =
    upgradeFault(handshake) ??
    acceptFault(handshake) ??
    subprotocolFault(handshake, asked.request.subprotocols) ??
    otherFault(handshake) ??
    connectionFault(handshake);
  return fault === null ? [] : [fault];
}

function refusedFault({status, headers, body, atMs}: WebSocketHandshake, {url, request, sentAtMs}: Asked): Fault {
  const answer = {url, method: 'GET', status, headers, body, afterMs: atMs - sentAtMs};
  const fault = statusFault(answer, SWITCHING);
  if (isRedirect(status)) {
    return {
      ...fault,
      fix: `${fault.fix} Clients of WebSocket do not follow redirects: give them the URL that it leads to.`,
    };
  }
  const meaning = writtenBy(headers, body) === null ? meaningOf(status, body, request) : null;
  if (meaning === null) return fault;
  const {says, fix, candidates} = meaning;
  return {what: `${fault.what}; ${says}`, fix, candidates: [...candidates, ...(fault.candidates ?? [])]};
}

interface Meaning {
  readonly says: string;
  readonly fix: string;
  readonly candidates: readonly Candidate[];
}

const PASS_UPGRADE =
  'Let every proxy on the way pass the upgrade on (nginx: `proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection "upgrade";`), and see that the path is the one at which the service takes WebSockets.';

/** Of an answer that no known hop wrote: the service says so, and what it says depends on whether Upgrade reached it. */
function meaningOf(status: number, body: string, {headers}: Asked['request']): Meaning | null {
  if (status === 426) {
    return {
      says: 'the server that answers wants the upgrade, and did not get it as it was asked for',
      fix: PASS_UPGRADE,
      candidates: [
        proxyWithoutUpgrade('a server that takes WebSockets there says 426 to whoever does not ask for one'),
      ],
    };
  }
  if (status === 505 || (status === 400 && /HTTP\/1\.0/.test(body))) {
    return {
      says: 'a hop speaks HTTP/1.0 to the service, which knows no upgrade',
      fix: PASS_UPGRADE,
      candidates: [proxyWithoutUpgrade('nginx speaks HTTP/1.0 to what is behind it, by default (before 1.29.7)')],
    };
  }
  if (status === 400 && ENGINE_IO.test(body)) {
    return {
      says: 'an Engine.IO server (Socket.IO) does not take this request',
      fix: 'Ask for its own path and query (`/socket.io/?EIO=4&transport=websocket`).',
      candidates: [],
    };
  }
  if (status === 400 && UPGRADE_WORDS.test(body)) {
    return {
      says: 'the server misses headers of the handshake',
      fix: PASS_UPGRADE,
      candidates: [proxyWithoutUpgrade('the server says which headers did not reach it')],
    };
  }
  if (status >= 200 && status < 300) {
    return {
      says: 'an ordinary answer: what answers took the handshake for an ordinary request',
      fix: PASS_UPGRADE,
      candidates: [
        proxyWithoutUpgrade(`it answers ${status}, as to a request without Upgrade`),
        {
          cause: 'another service, or another path of it, which has no WebSocket',
          because: `it answers ${status} and does not speak of an upgrade`,
          fix: 'See which listener rule wins for the path, and the path at which the service takes WebSockets.',
          decidedBy: 'the same request straight at the service (`--connect-to`): it answers the same there',
        },
      ],
    };
  }
  // Of a Host that is refused the advice is the same for a WebSocket.
  if (status !== 421 && mcpRefusal(status, body) !== null) {
    return {
      says: 'what answers took the handshake for a request of MCP over HTTP',
      fix: `See the path: an endpoint of MCP takes no WebSocket. Where the service takes them at this very path: ${PASS_UPGRADE}`,
      candidates: [],
    };
  }
  if (status === 404 || status === 405) {
    return {
      says: 'frameworks say so as well when the upgrade did not reach them',
      fix: `${PASS_UPGRADE} A Python service needs a library for it (\`pip install websockets\` beside uvicorn).`,
      candidates: [
        proxyWithoutUpgrade('a route for WebSockets alone does not take a request without Upgrade'),
        {
          cause: 'a path at which the service has no WebSocket',
          because: `it answers ${status}`,
          fix: 'See the prefix of the path (BASE_PATH, the mount path), and whether a hop strips it.',
          decidedBy: 'the log of the service: it shows the path as it came',
        },
      ],
    };
  }
  if (status === 401 || status === 403) {
    const sentOrigin = Object.keys(headers).some((name) => name.toLowerCase() === 'origin');
    return {
      says: sentOrigin
        ? 'the service refuses the handshake'
        : 'the service refuses the handshake, which had no Origin header (browsers send one)',
      fix: `Send what clients send (\`headers\`): their credentials${sentOrigin ? ', and an Origin that the service allows' : ', and the Origin of the front end'}. Starlette and FastAPI say 403 as well where no WebSocket route takes the path.`,
      candidates: [],
    };
  }
  return null;
}

/** `Transport unknown`, `Bad handshake method` and others, with a number before them. */
const ENGINE_IO = /^\s*\{"code":\d,"message":"/;
/** As `websockets` (Python), `ws` and Go's `gorilla/websocket` say it. */
const UPGRADE_WORDS = /upgrade|sec-websocket|websocket (?:handshake|connection)|not a websocket/i;

function proxyWithoutUpgrade(because: string): Candidate {
  return {
    cause: 'a proxy that does not pass Upgrade and Connection on',
    because,
    fix: PASS_UPGRADE,
    decidedBy: 'the same handshake straight at the service (`--connect-to`): it answers 101 there',
  };
}

function upgradeFault({headers}: WebSocketHandshake): Fault | null {
  const upgrade = headers.upgrade ?? null;
  if (upgrade?.toLowerCase() === 'websocket') return null;
  return {
    what: `answers 101 ${upgrade === null ? 'without Upgrade' : `with Upgrade: ${plainText(upgrade, 40)}`}, not with Upgrade: websocket`,
    fix: 'See what answers there: it switches to another protocol, or a hop takes the header out.',
  };
}

/** Without it clients take the answer for no upgrade, and open nothing (RFC 6455, section 4.1). */
function connectionFault({headers}: WebSocketHandshake): Fault | null {
  const connection = headers.connection ?? null;
  const options = (connection ?? '').toLowerCase().split(',');
  if (options.some((option) => option.trim() === 'upgrade')) return null;
  return {
    what: `answers 101 ${connection === null ? 'without Connection' : `with Connection: ${plainText(connection, 40)}`}, not with Connection: upgrade`,
    fix: 'See which hop takes Connection out of the answer of the service or sets its own: clients do not open a WebSocket without it.',
  };
}

function acceptFault({headers, acceptWanted}: WebSocketHandshake): Fault | null {
  const accept = headers['sec-websocket-accept'];
  if (accept === acceptWanted) return null;
  return {
    what: `answers 101 ${accept === undefined ? 'without Sec-WebSocket-Accept' : 'with a Sec-WebSocket-Accept that belongs to another key'}, not with the one that the key asks for`,
    fix: 'See what answers there: a cache that replays the answer of another client, or a server that does not make it of Sec-WebSocket-Key (RFC 6455, section 4.2.2).',
  };
}

function subprotocolFault({headers}: WebSocketHandshake, offered: readonly string[]): Fault | null {
  const chosen = headers['sec-websocket-protocol'];
  if (chosen === undefined ? offered.length === 0 : offered.includes(chosen)) return null;
  const wanted = offered.length === 0 ? 'none, as none was offered' : offered.join(' or ');
  const fix =
    chosen === undefined
      ? 'Let the server choose one of the subprotocols that clients offer: browsers close a connection for which they offered some and none was chosen. Or see whether a hop takes Sec-WebSocket-Protocol out.'
      : 'Offer the subprotocols that clients offer (`subprotocols`), and let the server choose one of these.';
  return {
    what: `chose ${chosen === undefined ? 'no subprotocol' : `the subprotocol ${plainText(chosen, 60)}`}, not ${wanted}`,
    fix,
  };
}

/** What the client found, and none of the above. */
function otherFault({problem}: WebSocketHandshake): Fault | null {
  if (problem === null) return null;
  return {
    what: `answers 101 in a way that clients refuse: ${plainText(problem, 120)}`,
    fix: 'See Sec-WebSocket-Extensions of the answer: a server may choose only what the client offered.',
  };
}

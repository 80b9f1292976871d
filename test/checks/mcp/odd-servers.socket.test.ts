import {expect} from 'chai';
import {endpointKeepsBasePath} from '../../../src/checks/mcp/endpoint-keeps-base-path.ts';
import {handshake} from '../../../src/checks/mcp/handshake.ts';
import {hostAllowed} from '../../../src/checks/mcp/host-allowed.ts';
import {messagesFindTheirSession} from '../../../src/checks/mcp/messages-find-their-session.ts';
import {sessionSurvivesReconnect} from '../../../src/checks/mcp/session-survives-reconnect.ts';
import {toolsAnswer} from '../../../src/checks/mcp/tools-answer.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {createPresence} from '../../../src/probes/presence.ts';
import {attempt} from '../../support/attempt.ts';
import {liveWire} from '../../support/live-wire.ts';
import {
  type Oddity,
  startHttpSse,
  startRoundRobin,
  startStreamable,
  stopMcpServers,
} from '../../support/mcp-servers.ts';
import {thrownBy} from '../../support/thrown-by.ts';
import {worldOf} from '../../support/wire-facts.ts';

const CHECKS = {
  handshake,
  endpoint: endpointKeepsBasePath,
  session: messagesFindTheirSession,
  reconnect: sessionSurvivesReconnect,
  host: hostAllowed,
  tools: toolsAnswer,
};
type Name = keyof typeof CHECKS;

const SSE = '/base/mcp/sse/stream';
const TENANT = '/t/7f9c24e8-3b12-4c0f-9d0e-1b2c3d4e5f60';
const PAGE = '<html><title>Shop</title><div id="root"></div><script src="/main.js"></script></html>';
const CALL = {lists: 1, call: {tool: 'a', safe: true, within: '20s'}};

const toMessages = ({request, path}: Parameters<Oddity>[0]) => request.method === 'POST' && path.includes('/messages');
/** From the request of this number on. */
const after =
  (count: number, oddity: Oddity): Oddity =>
  (asked) => {
    count -= 1;
    return count < 0 && oddity(asked);
  };
const discovering =
  (oddity: Oddity): Oddity =>
  (asked) =>
    asked.message?.method === 'server/discover' && oddity(asked);

interface Case {
  readonly what: string;
  readonly server: () => Promise<string>;
  readonly check: Name;
  readonly given?: Record<string, unknown>;
  readonly is: 'pass' | 'fail' | 'error';
  readonly says: RegExp;
}

const CASES: readonly Case[] = [
  // The official clients are served by these.
  {
    what: 'sends its path on to the one with a slash by 307',
    server: () => startStreamable(({path, end}) => path === '/mcp' && end(307, '', {location: '/mcp/'})),
    check: 'tools',
    is: 'pass',
    says: /listed alike 3 times/,
  },
  {
    what: 'sends its stream on by 307',
    server: async () =>
      `${await startHttpSse(SSE, ({path, end}) => path === `${SSE}/` && end(307, '', {location: SSE}))}/`,
    check: 'reconnect',
    is: 'pass',
    says: /gets a new session/,
  },
  ...(
    [
      ['breaks at', discovering(({end}) => end(500, 'Internal Server Error'))],
      ['closes the connection at', discovering(({request}) => request.destroy() !== undefined)],
      ['has a firewall that refuses', discovering(({end}) => end(403, 'Forbidden'))],
    ] as const
  ).map(
    ([how, oddity]): Case => ({
      what: `${how} server/discover, which it does not know`,
      server: () => startStreamable(oddity),
      check: 'handshake',
      is: 'pass',
      says: /MCP 2025-11-25 over Streamable HTTP/,
    }),
  ),
  ...[403, 501].map(
    (status): Case => ({
      what: `answers POST to its stream with ${status}`,
      server: () => startHttpSse(SSE, (asked) => asked.message !== null && !toMessages(asked) && asked.end(status)),
      check: 'handshake',
      is: 'pass',
      says: /over HTTP\+SSE/,
    }),
  ),
  {
    what: 'writes ids as text',
    server: () =>
      startStreamable(({message}) => {
        if (message?.id !== undefined) message.id = String(message.id);
        return false;
      }),
    check: 'session',
    is: 'pass',
    says: /all 24 messages/,
  },
  {
    what: 'does not know ping',
    server: () => startStreamable(({message, error}) => message?.method === 'ping' && error(-32_601, 'no such method')),
    check: 'handshake',
    is: 'pass',
    says: /ping with an error \(-32601\), where the specification wants/,
  },
  {
    what: 'does not know ping',
    server: () => startStreamable(({message, error}) => message?.method === 'ping' && error(-32_601, 'no such method')),
    check: 'session',
    is: 'pass',
    says: /all 24 messages/,
  },
  {
    what: 'refuses GET with 403',
    server: () => startStreamable(({request, end}) => request.method === 'GET' && end(403)),
    check: 'reconnect',
    is: 'pass',
    says: /refuses its stream by GET each time \(403; the specification has 405\)/,
  },
  {
    what: 'has a base path with the id of a tenant',
    server: () => startHttpSse(`${TENANT}/mcp/sse`),
    check: 'endpoint',
    is: 'pass',
    says: new RegExp(`below ${TENANT} once`),
  },
  {
    what: 'has its tools on 25 pages',
    server: () =>
      startStreamable(({message, session, reply}) => {
        if (message?.method !== 'tools/list' || session === undefined) return false;
        const at = Number(message.params?.cursor ?? 0);
        return reply({tools: [{name: `t${at}`}], ...(at < 24 ? {nextCursor: String(at + 1)} : {})});
      }),
    check: 'tools',
    given: {lists: 1, tools: ['t24']},
    is: 'pass',
    says: /25 tools listed/,
  },
  {
    what: 'reports progress 250 times',
    server: () =>
      startStreamable(({message, response}) => {
        if (message?.method !== 'tools/call') return false;
        const {id, params} = message;
        const write = (members: object) => response.write(`data: ${JSON.stringify({jsonrpc: '2.0', ...members})}\n\n`);
        response.writeHead(200, {'content-type': 'text/event-stream'});
        for (let progress = 0; progress < 250; progress++) {
          write({method: 'notifications/progress', params: {progress, progressToken: params?._meta?.progressToken}});
        }
        write({id, result: {content: []}});
        response.end();
        return true;
      }),
    check: 'tools',
    given: CALL,
    is: 'pass',
    says: /with 250 reports of progress/,
  },
  {
    what: 'ends the stream of an answer before the reply, which comes to who asks for it by GET',
    server() {
      let id: number | string | undefined;
      return startStreamable(({message, request, end}) => {
        const type = {'content-type': 'text/event-stream'};
        if (message?.method === 'tools/call') {
          id = message.id;
          return end(200, 'id: 7\nretry: 10\ndata:\n\n', type);
        }
        if (request.method !== 'GET' || request.headers['last-event-id'] !== '7') return false;
        return end(200, `data: ${JSON.stringify({jsonrpc: '2.0', id, result: {content: []}})}\n\n`, type);
      });
    },
    check: 'tools',
    given: CALL,
    is: 'pass',
    says: /a answers after/,
  },
  // The official clients are not served by these.
  {
    what: 'replies in the answer to the POST',
    server: () =>
      startHttpSse(SSE, (asked) => toMessages(asked) && asked.reply({protocolVersion: '2024-11-05', capabilities: {}})),
    check: 'handshake',
    is: 'fail',
    says: /the reply to initialize came in the answer to the POST \(200\), and not on the stream/,
  },
  {
    what: 'has a web app behind its path for messages',
    server: () =>
      startHttpSse(SSE, (asked) => toMessages(asked) && asked.end(200, PAGE, {'content-type': 'text/html'})),
    check: 'endpoint',
    is: 'fail',
    says: /gets 200 with the HTML page of a web app \("Shop"\): something else than the server of the stream/,
  },
  {
    what: 'has somebody behind its path for messages who takes everything',
    server: () => startHttpSse(SSE, (asked) => toMessages(asked) && asked.end(202)),
    check: 'endpoint',
    is: 'error',
    says: /so it is not known whether it was the server of the stream that took it/,
  },
  {
    what: 'is behind a login for messages that speaks of sessions',
    server: () =>
      startHttpSse(SSE, (asked) => toMessages(asked) && asked.end(401, 'Your session has expired, please sign in')),
    check: 'session',
    is: 'fail',
    says: /did not arrive: initialize answers 401/,
  },
  {
    what: 'is one of two that are asked in turn',
    server: async () => `${await startRoundRobin([await startStreamable(), await startStreamable()])}/mcp`,
    check: 'session',
    is: 'fail',
    says: /reached somebody who does not know their session .*about \d+ homes/,
  },
  {
    what: 'is behind a hop that takes the session id out of answers',
    server: () =>
      startStreamable(({response}) => {
        response.setHeader = () => response;
        return false;
      }),
    check: 'session',
    is: 'fail',
    says: /sees no session id.*the answer to initialize named none/,
  },
  {
    what: 'is behind a hop that takes the session id out of requests',
    server: () =>
      startStreamable(
        ({session, message, error}) =>
          session !== undefined && message !== null && error(-32_000, 'Mcp-Session-Id header is required', 400),
      ),
    check: 'session',
    is: 'fail',
    says: /sees no session id.*it was sent in Mcp-Session-Id/,
  },
  {
    what: 'ends sessions after a few messages',
    server() {
      const taken = new Map<string, number>();
      return startStreamable(({session, message, error}) => {
        if (session === undefined || message === null) return false;
        taken.set(session, (taken.get(session) ?? 0) + 1);
        return (taken.get(session) ?? 0) > 3 && error(-32_001, 'Session not found', 404);
      });
    },
    check: 'session',
    is: 'fail',
    says: /were for a session that had ended/,
  },
  {
    what: 'does not know the tool',
    server: () => startStreamable(({message, error}) => message?.method === 'tools/call' && error(-32_602, 'Unknown')),
    check: 'tools',
    given: CALL,
    is: 'fail',
    says: /-32602.*See the name of the tool/s,
  },
  // Nobody can tell.
  {
    what: 'has a limit that our own messages reach',
    server: () => startStreamable(after(12, ({end}) => end(429, 'Too Many Requests'))),
    check: 'session',
    is: 'error',
    says: /answers 429.*the requests of this run count, too/s,
  },
  {
    what: 'does not answer GET at all',
    server: () => startStreamable(({request}) => request.method === 'GET'),
    check: 'reconnect',
    given: {within: '2s'},
    is: 'error',
    says: /no stream that could be cut|scheduled/,
  },
  {
    what: 'is another one by another name',
    server: () =>
      startStreamable(
        ({request, message, error}) =>
          request.headers.host === 'b.example' && message !== null && error(-32_001, 'Session not found', 404),
      ),
    check: 'host',
    given: {hosts: ['b.example']},
    is: 'error',
    says: /somebody who does not know its session \(404\)/,
  },
];

describe('what the checks of MCP say of a server that', function () {
  this.timeout(60_000);
  const wire = liveWire();

  afterEach(stopMcpServers);

  async function said(check: Name, url: string, given: Record<string, unknown>): Promise<{is: string; text: string}> {
    const world = worldOf({mcp: wire.mcp(attempt()), dns: {addresses: () => Promise.reject(new Error('asked'))}});
    const {params, run} = CHECKS[check];
    try {
      const verdict = await run(params.parse({url, within: '3s', ...given}) as never, world);
      return {is: verdict.status, text: `${verdict.summary}\n${verdict.fix ?? ''}`};
    } catch (thrown) {
      if (thrown instanceof CannotTell) return {is: 'error', text: thrown.message};
      throw thrown;
    }
  }

  it('forgets a session while this process does not run: nobody can tell', async () => {
    const url = await startStreamable(
      ({message, error}) => message?.method === 'ping' && error(-32_001, 'Session not found', 404),
    );
    const presence = createPresence();
    const gone = (toMs: number) => {
      const watch = () => {
        const observer = () => ({gaps: [{fromMs: 0, toMs}], awayMs: toMs, suspendedMs: 0});
        return {...presence.watch(), awayMs: () => toMs, observer};
      };
      const mcp = liveWire({presence: {watch}}).mcp(attempt());
      return handshake.run(handshake.params.parse({url, within: '3s'}), worldOf({mcp}));
    };
    expect((await gone(1999)).status).to.equal('fail');
    expect((await thrownBy(gone(2000), CannotTell)).message).to.include('whether its session ended meanwhile');
  });

  for (const {what, server, check, given = {}, is, says} of CASES) {
    it(`${what}: ${CHECKS[check].id}`, async () => {
      const outcome = await said(check, await server(), given);
      expect(outcome.text).to.match(says);
      expect(outcome.is).to.equal(is);
    });
  }
});

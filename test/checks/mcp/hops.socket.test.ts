import {once} from 'node:events';
import {createServer, type IncomingMessage, request as requestTo, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {expect} from 'chai';
import {handshake} from '../../../src/checks/mcp/handshake.ts';
import {CannotTell, NoAnswer} from '../../../src/model/errors.ts';
import type {McpRevision} from '../../../src/model/facts/wire/mcp.ts';
import {startServer, stopServers} from '../../mcp-server/support/started-server.ts';
import {attempt} from '../../support/attempt.ts';
import {liveWire} from '../../support/live-wire.ts';
import {worldOf} from '../../support/wire-facts.ts';

/** Passes a request on, changed; or answers it itself. */
type Hop = (request: IncomingMessage, response: ServerResponse, passOn: (without?: RegExp) => void) => void;

const page =
  (status: number, type: string, body: string, headers: Record<string, string> = {}): Hop =>
  (_request, response) =>
    void response.writeHead(status, {'Content-Type': type, ...headers}).end(body);

const LOGIN = '<html><title>Sign in</title><form><input type="password"></form></html>';
const APP = '<html><title>Shop</title><div id="root"></div><script src="/main.js"></script></html>';
const ALB_503 =
  '<html>\r\n<head><title>503 Service Temporarily Unavailable</title></head>\r\n<body>\r\n<center><h1>503 Service Temporarily Unavailable</h1></center>\r\n</body>\r\n</html>\r\n';

interface Case {
  readonly what: string;
  readonly hop: Hop;
  readonly era?: McpRevision;
  readonly at?: string;
  readonly says: RegExp;
  readonly toDo: RegExp;
}

const CASES: readonly Case[] = [
  {
    what: 'takes Accept away',
    hop: (_request, _response, passOn) => passOn(/^accept$/),
    era: '2025-11-25',
    says: /406/,
    toDo: /whether a hop changes the header/,
  },
  {
    what: 'takes Content-Type away',
    hop: (_request, _response, passOn) => passOn(/^content-type$/),
    era: '2025-11-25',
    says: /415|Content-Type/i,
    toDo: /application\/json/,
  },
  {
    what: 'takes Mcp-* away',
    hop: (_request, _response, passOn) => passOn(/^mcp-/),
    era: '2026-07-28',
    says: /answers 400.*header of MCP/,
    toDo: /let every gateway on the way pass them/,
  },
  {
    what: 'redirects POST by 301',
    hop: page(301, 'text/html', '', {Location: 'https://mcp.example.com/mcp/'}),
    says: /^POST server\/discover at .*answers 301, a redirect to https:\/\/mcp\.example\.com/,
    toDo: /./,
  },
  {
    what: 'redirects to a login',
    hop: page(302, 'text/html', '', {Location: 'https://sso.example.com/authorize?client_id=a&response_type=code'}),
    says: /a login/,
    toDo: /without a login/,
  },
  {what: 'answers with a login page', hop: page(200, 'text/html', LOGIN), says: /login page/, toDo: /without a login/},
  {
    what: 'answers with the page of a web app',
    hop: page(200, 'text/html', APP),
    says: /the HTML page of a web app \("Shop"\)/,
    toDo: /fallback/,
  },
  {
    what: 'is a load balancer without targets',
    hop: page(503, 'text/html', ALB_503, {Server: 'awselb/2.0'}),
    says: /answers 503.*load balancer/i,
    toDo: /target/,
  },
  {
    what: 'is API Gateway without a route',
    hop: page(403, 'application/json', '{"message":"Missing Authentication Token"}', {
      'x-amzn-ErrorType': 'MissingAuthenticationTokenException',
      'x-amzn-RequestId': '1',
    }),
    says: /answers 403.*API Gateway/,
    toDo: /./,
  },
  {
    what: 'answers with JSON of another service',
    hop: page(200, 'application/json', '{"status":"ok"}'),
    says: /\{\\?"status/,
    toDo: /which service answers/,
  },
  {
    what: 'answers with JSON-RPC of another service',
    hop: page(200, 'application/json', '{"jsonrpc":"2.0","id":2,"result":{"ok":true}}'),
    era: '2025-11-25',
    says: /initialize/,
    toDo: /which service answers|not a server of MCP/,
  },
  {
    what: 'sends a stream without the endpoint',
    hop: (_request, response) =>
      void response.writeHead(200, {'Content-Type': 'text/event-stream'}).end('data: hello\n\n'),
    era: '2024-11-05',
    says: /an event "message" came instead of the event endpoint/,
    toDo: /buffer/,
  },
  {
    what: 'breaks off its answers',
    hop: (_request, response) =>
      void response
        .writeHead(200, {'Content-Type': 'application/json', 'Content-Length': '900'})
        .write('{"jsonrpc"', () => response.destroy()),
    era: '2025-11-25',
    says: /cut off after .*\(truncated|reset/,
    toDo: /which hop/,
  },
  {what: 'closes connections', hop: (request) => request.destroy(), says: /closed before response headers/, toDo: /./},
  {
    what: 'sends more than anybody reads',
    hop: (_request, response) => {
      response.writeHead(200, {'Content-Type': 'text/event-stream'});
      const more = () => {
        while (!response.destroyed && response.write(`data: ${'x'.repeat(100_000)}`));
      };
      response.on('drain', more);
      more();
    },
    era: '2025-11-25',
    says: /cut off after .*\(too-large\)/,
    toDo: /./,
  },
];

describe('what mcp/handshake says of a hop that', function () {
  this.timeout(120_000);
  const wire = liveWire();
  const hops: Server[] = [];
  let port: number;

  before(async () => {
    ({port} = await startServer({allowedHosts: ['*']}));
  });

  after(async () => {
    for (const hop of hops) hop.closeAllConnections();
    for (const hop of hops) hop.close();
    await stopServers();
  });

  async function startHop(hop: Hop): Promise<string> {
    const server = createServer((request, response) => {
      hop(request, response, (without) => {
        const headers = Object.fromEntries(
          Object.entries(request.headers).filter(([name]) => without?.test(name) !== true),
        );
        const {method, url: path} = request;
        const passed = requestTo({host: '127.0.0.1', port, method, path, headers}, (answer) => {
          response.writeHead(answer.statusCode ?? 500, answer.headers);
          answer.pipe(response);
        });
        request.pipe(passed);
      });
    }).listen(0, '127.0.0.1');
    hops.push(server);
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  const judge = (url: string, given: Record<string, unknown> = {}) =>
    handshake.run(handshake.params.parse({url, within: '10s', ...given}), worldOf({mcp: wire.mcp(attempt())}));

  for (const {what, hop, era, says, toDo} of CASES) {
    it(what, async () => {
      const url = await startHop(hop);
      const verdict = await judge(`${url}/mcp`, era === undefined ? {} : {era});
      expect(verdict.status, verdict.summary).to.equal('fail');
      expect(verdict.summary).to.match(says);
      expect(verdict.fix).to.match(toDo);
      expect(verdict.byHand).to.match(/^curl/);
    });
  }

  it('asks for a token: who gives it out is read from its metadata, without the headers of the user', async () => {
    const asked: IncomingMessage[] = [];
    const url = await startHop((request, response) => {
      asked.push(request);
      if (request.url?.startsWith('/.well-known/') === true) {
        response.writeHead(200, {'Content-Type': 'application/json'});
        response.end('{"resource":"x","authorization_servers":["https://auth.example.com"]}');
        return;
      }
      const metadata = `http://${request.headers.host}/.well-known/oauth-protected-resource`;
      response.writeHead(401, {'WWW-Authenticate': `Bearer resource_metadata="${metadata}"`}).end();
    });
    const verdict = await judge(`${url}/mcp`, {headers: {'X-Key': 'abc'}});
    expect(verdict.summary).to.match(/answers 401: it asks for a token, which https:\/\/auth\.example\.com gives out/);
    expect(asked.map(({method, headers}) => `${method} ${headers['x-key'] ?? ''}`)).to.deep.equal(['POST abc', 'GET ']);
  });

  it('names its metadata elsewhere: that link is not followed', async () => {
    const elsewhere = {'WWW-Authenticate': 'Bearer resource_metadata="http://169.254.169.254/latest/"'};
    const verdict = await judge(`${await startHop(page(401, 'text/plain', '', elsewhere))}/mcp`);
    expect(verdict.summary).to.match(/at another origin .*which was not asked/);
  });

  it('says nothing at all: the era is not guessed, and nothing is said of it', async () => {
    const asked: (string | undefined)[] = [];
    const url = await startHop((request) => asked.push(request.method));
    const outcome = await judge(`${url}/mcp`, {within: '1s'}).catch((thrown: unknown) => thrown);
    // The newest revision and the one that all servers know; a stream is not asked for.
    expect(asked).to.deep.equal(['POST', 'POST']);
    // The same address answers: that its headers are held back is a fact, and this machine may be too busy to see it.
    if (outcome instanceof CannotTell || outcome instanceof NoAnswer)
      expect(outcome.message).to.match(/\b1 s\b|scheduled/);
    else
      expect(outcome)
        .to.have.property('summary')
        .that.matches(/no response headers came within 1 s/);
  });
});

import {once} from 'node:events';
import {createServer, type RequestListener, type Server} from 'node:http';
import {request as openRequest} from 'node:https';
import {connect, type TLSSocket} from 'node:tls';
import {expect} from 'chai';
import {labAuthority} from '../../src/lab/certificates.ts';
import {createEdge} from '../../src/lab/edge.ts';
import {type Listening, listenOnLoopback} from '../../src/lab/loopback.ts';
import type {CertificateAuthority, IssuedCertificate} from '../../src/mcp-server/wire/certificate-authority.ts';
import {plainListener} from '../../src/mcp-server/wire/listener.ts';
import type {ListenerRule, RuleAction, RuleCondition} from '../../src/model/facts/aws-facts.ts';
import {type Http2Client, http2Client} from '../mcp-server/support/http2-client.ts';

const IDLE_TIMEOUT_MS = 500;

describe('lab/edge', () => {
  let authority: CertificateAuthority;
  let wildcard: IssuedCertificate;
  let exact: IssuedCertificate;
  const running: Listening[] = [];
  const clients: Http2Client[] = [];

  before(async () => {
    authority = await labAuthority();
    [wildcard, exact] = await Promise.all([
      authority.issue(['*.example.com', 'example.com']),
      authority.issue(['mcp.run.example.com']),
    ]);
  });

  afterEach(async () => {
    for (const {session} of clients.splice(0)) session.destroy();
    await Promise.all(running.splice(0).map((server) => server.close()));
  });

  async function target(listener: RequestListener): Promise<Listening> {
    const server: Server = createServer(listener);
    const listening = await listenOnLoopback(plainListener(server));
    running.push(listening);
    return listening;
  }

  async function edge(rules: readonly ListenerRule[], targets: Readonly<Record<string, Listening>> = {}) {
    const started = await listenOnLoopback(
      createEdge({
        rules,
        certificates: [wildcard, exact],
        idleTimeoutMs: IDLE_TIMEOUT_MS,
        targetOf: (arn) => targets[arn] ?? null,
      }),
    );
    running.push(started);
    return started;
  }

  function get(at: Listening, host: string, path: string, headers: Record<string, string> = {}) {
    return exchange(at, host, path, headers, authority.cert);
  }

  function over2(at: Listening, host = 'example.com') {
    const client = http2Client(at.port, authority.cert, host);
    clients.push(client);
    return client;
  }

  describe('routes by the listener rules', () => {
    it('answers with the fixed response of the rule that wins', async () => {
      const at = await edge([
        rule(1, [hostIs('mcp.run.example.com')], fixed(410, 'gone')),
        rule('default', [], fixed(404, 'nothing here')),
      ]);
      const answer = await get(at, 'mcp.run.example.com', '/anything');
      expect(answer).to.include({status: 410, body: 'gone', complete: true});
      expect(answer.headers).to.include({server: 'awselb/2.0', 'content-type': 'text/plain'});
    });

    it('takes the default action where no rule matches', async () => {
      const at = await edge([
        rule(1, [hostIs('mcp.run.example.com')], fixed(410, 'gone')),
        rule('default', [], fixed(404, 'nothing here')),
      ]);
      expect(await get(at, 'example.com', '/')).to.include({status: 404, body: 'nothing here'});
    });

    it('tries rules by number, not in the order they are listed in', async () => {
      const at = await edge([
        rule(100, [pathIs('/mcp/*')], fixed(200, 'hundred')),
        rule(9, [pathIs('/mcp/sse*')], fixed(200, 'nine')),
        rule('default', [], fixed(404, '')),
      ]);
      expect((await get(at, 'example.com', '/mcp/sse/stream')).body).to.equal('nine');
      expect((await get(at, 'example.com', '/mcp/other')).body).to.equal('hundred');
    });

    it('matches the path without its query', async () => {
      const at = await edge([rule(1, [pathIs('/exact')], fixed(200, 'exact')), rule('default', [], fixed(404, ''))]);
      expect((await get(at, 'example.com', '/exact?a=/other')).status).to.equal(200);
    });

    it('fills in the parts of a redirect', async () => {
      const redirect: RuleAction = {
        type: 'redirect',
        order: 1,
        statusCode: 'HTTP_301',
        protocol: 'HTTPS',
        host: 'new.#{host}',
        port: '#{port}',
        path: '/moved/#{path}',
        query: '#{query}',
      };
      const at = await edge([rule('default', [], redirect)]);
      const answer = await get(at, 'example.com', '/a/b?c=d');
      expect(answer.status).to.equal(301);
      expect(answer.headers.location).to.equal('https://new.example.com:443/moved/a/b?c=d');
    });

    it('refuses to guess what a login in front of the forward would do', async () => {
      const login: RuleAction = {type: 'authenticate-oidc', order: 1, onUnauthenticatedRequest: 'authenticate'};
      const at = await edge([
        {...rule('default', [], fixed(200, 'in')), actions: [login, {...fixed(200, 'in'), order: 2}]},
      ]);
      expect((await get(at, 'example.com', '/')).status).to.equal(501);
    });
  });

  describe('forwards', () => {
    it('says in X-Forwarded headers who asked, and leaves Host and path alone', async () => {
      const service = await target(({headers, url}, response) => response.end(JSON.stringify({headers, url})));
      const at = await edge([rule('default', [], forward('service'))], {service});
      const {body} = await get(at, 'mcp.run.example.com', '/a?b=c', {'X-Forwarded-For': '203.0.113.9'});
      const seen = JSON.parse(body);
      expect(seen.url).to.equal('/a?b=c');
      expect(seen.headers).to.include({
        host: 'mcp.run.example.com',
        'x-forwarded-for': '203.0.113.9, 127.0.0.1',
        'x-forwarded-proto': 'https',
        'x-forwarded-port': '443',
      });
    });

    it('sends nothing to a target group of weight 0', async () => {
      const [blue, green] = await Promise.all([
        target((_request, response) => response.end('blue')),
        target((_request, response) => response.end('green')),
      ]);
      const targets = [
        {targetGroupArn: 'blue', weight: 0},
        {targetGroupArn: 'green', weight: 1},
      ];
      const at = await edge([rule('default', [], {type: 'forward', order: 1, targets, stickinessSeconds: null})], {
        blue,
        green,
      });
      expect((await get(at, 'example.com', '/')).body).to.equal('green');
    });

    it('answers 503 for a target group without targets', async () => {
      const at = await edge([rule('default', [], forward('empty'))]);
      expect((await get(at, 'example.com', '/')).status).to.equal(503);
    });

    it('answers 502 when the target refuses the connection', async () => {
      const gone = await target(() => {});
      await gone.close();
      running.pop();
      const at = await edge([rule('default', [], forward('gone'))], {gone});
      expect((await get(at, 'example.com', '/')).status).to.equal(502);
    });

    it('passes on that a target broke off inside its body', async () => {
      const broken = await target((_request, response) => {
        response.write('half', () => response.socket?.end());
      });
      const at = await edge([rule('default', [], forward('broken'))], {broken});
      expect(await get(at, 'example.com', '/')).to.include({status: 200, body: 'half', complete: false});
    });
  });

  describe('over HTTP/2', () => {
    it('routes by the authority, forwards as HTTP/1.1 and drops the headers of a connection', async () => {
      const echo = await target(({headers, httpVersion}, response) => {
        response.writeHead(200, {Connection: 'keep-alive', 'Keep-Alive': 'timeout=5', 'X-A': 'b'});
        response.end(JSON.stringify({headers, httpVersion}));
      });
      const at = await edge(
        [rule(1, [hostIs('mcp.run.example.com')], forward('echo')), rule('default', [], fixed(404, ''))],
        {
          echo,
        },
      );
      const {status, headers, text, end} = await over2(at, 'mcp.run.example.com').ask('/a');
      expect([status, end, headers['x-a']]).to.deep.equal([200, 'complete', 'b']);
      expect(headers).to.not.have.any.keys('connection', 'keep-alive');
      const sent = JSON.parse(text);
      expect(sent.httpVersion).to.equal('1.1');
      expect(sent.headers).to.include({'x-forwarded-for': '127.0.0.1', 'x-forwarded-proto': 'https'});
      expect(sent.headers.host).to.match(/^mcp\.run\.example\.com(:\d+)?$/);
      expect((await over2(at, 'www.example.com').ask('/a')).status).to.equal(404);
    });

    it('withholds headers until the first byte of a body, and answers 504 when none comes', async () => {
      const headOnly = await target((_request, response) => void response.writeHead(200).flushHeaders());
      const at = await edge([rule('default', [], forward('headOnly'))], {headOnly});
      expect((await get(at, 'example.com', '/')).status).to.equal(200);
      expect(await over2(at).ask('/')).to.include({status: 504, end: 'complete'});
    });

    it('passes on that a target broke off', async () => {
      const broken = await target((_request, response) => {
        response.write('half', () => response.socket?.end());
      });
      const at = await edge([rule('default', [], forward('broken'))], {broken});
      expect(await over2(at).ask('/')).to.include({status: 200, text: 'half', end: 'closed'});
    });
  });

  describe('idle timeout', () => {
    it('answers 504 when no headers come', async () => {
      const mute = await target(() => {});
      const at = await edge([rule('default', [], forward('mute'))], {mute});
      expect((await get(at, 'example.com', '/')).status).to.equal(504);
    });

    it('closes a silent stream inside its body, without the terminating chunk', async () => {
      let sentAtMs = 0;
      const silent = await target((_request, response) => {
        sentAtMs = performance.now();
        response.write('data: once\n\n');
      });
      const at = await edge([rule('default', [], forward('silent'))], {silent});
      const answer = await get(at, 'example.com', '/');
      expect(answer).to.include({status: 200, body: 'data: once\n\n', complete: false});
      // From when it was sent: when it arrives, the timer may have been running while nothing read.
      expect(performance.now() - sentAtMs).to.be.at.least(IDLE_TIMEOUT_MS - 20);
    });

    it('begins anew with every byte from the target', async () => {
      const beats = 6;
      const beating = await target((_request, response) => {
        let sent = 0;
        const beat = setInterval(() => {
          response.write(':\n\n');
          if (++sent < beats) return;
          clearInterval(beat);
          response.end();
        }, IDLE_TIMEOUT_MS / 5);
        response.on('close', () => clearInterval(beat));
      });
      const at = await edge([rule('default', [], forward('beating'))], {beating});
      const answer = await get(at, 'example.com', '/');
      expect(answer).to.include({body: ':\n\n'.repeat(beats), complete: true});
    });

    it('says over HTTP/2 that the connection is over, and closes it', async () => {
      const silent = await target((_request, response) => response.write('data: once\n\n'));
      const at = await edge([rule('default', [], forward('silent'))], {silent});
      const {status, text, end, saidGoaway} = await over2(at).ask('/');
      expect({status, text, end, saidGoaway}).to.deep.equal({
        status: 200,
        text: 'data: once\n\n',
        end: 'closed',
        saidGoaway: true,
      });
    });

    it('over HTTP/2 resets one stream among others, and leaves those alone', async () => {
      const some = await target((request, response) => {
        response.write(':\n\n');
        if (request.url === '/silent') return;
        const beat = setInterval(() => response.write(':\n\n'), IDLE_TIMEOUT_MS / 5);
        response.on('close', () => clearInterval(beat));
        setTimeout(() => response.end('over'), IDLE_TIMEOUT_MS * 2);
      });
      const at = await edge([rule('default', [], forward('some'))], {some});
      const {ask} = over2(at);
      const [silent, beating] = await Promise.all([ask('/silent'), ask('/')]);
      expect([silent.end, beating.end, beating.text.endsWith('over')]).to.deep.equal([
        'INTERNAL_ERROR',
        'complete',
        true,
      ]);
    });

    it('lets go of the target when the client leaves', async () => {
      const left = Promise.withResolvers<void>();
      const silent = await target((_request, response) => {
        response.on('close', () => left.resolve());
        response.write(':\n\n');
      });
      const at = await listenOnLoopback(
        createEdge({
          rules: [rule('default', [], forward('silent'))],
          certificates: [wildcard],
          idleTimeoutMs: 60_000,
          targetOf: () => silent,
        }),
      );
      running.push(at);
      const client = openRequest({
        host: at.address,
        port: at.port,
        servername: 'example.com',
        headers: {host: 'example.com'},
        ca: authority.cert,
        agent: false,
      });
      client.on('error', () => {});
      client.on('response', (incoming) => {
        incoming.on('error', () => {});
        incoming.once('data', () => client.destroy());
      });
      client.end();
      await left.promise;
    });
  });

  describe('certificate', () => {
    it('is the one that covers the name asked for', async () => {
      const at = await edge([rule('default', [], fixed(404, ''))]);
      expect(await namesShown(at, 'mcp.run.example.com')).to.equal('DNS:mcp.run.example.com');
      expect(await namesShown(at, 'api.example.com')).to.equal('DNS:*.example.com, DNS:example.com');
    });

    it("is the listener's default where none covers it: a wildcard stands for one label", async () => {
      const at = await edge([rule('default', [], fixed(404, ''))]);
      expect(await namesShown(at, 'too.deep.example.com')).to.equal('DNS:*.example.com, DNS:example.com');
      const refused = await get(at, 'too.deep.example.com', '/').catch((error: NodeJS.ErrnoException) => error.code);
      expect(refused).to.equal('ERR_TLS_CERT_ALTNAME_INVALID');
    });
  });
});

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
  /** The HTTP message had its proper end. */
  readonly complete: boolean;
}

function exchange(at: Listening, host: string, path: string, headers: Record<string, string>, ca: string) {
  return new Promise<Answer>((resolve, reject) => {
    const options = {host: at.address, port: at.port, servername: host, path, ca, agent: false} as const;
    const request = openRequest({...options, headers: {host, ...headers}});
    request.on('error', reject);
    request.on('response', (incoming) => {
      let body = '';
      incoming.setEncoding('utf8');
      incoming.on('data', (text) => {
        body += text;
      });
      incoming.on('error', () => {});
      incoming.on('close', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body,
          complete: incoming.complete,
        }),
      );
    });
    request.end();
  });
}

async function namesShown(at: Listening, servername: string): Promise<string | undefined> {
  const socket: TLSSocket = connect({host: at.address, port: at.port, servername, rejectUnauthorized: false});
  await once(socket, 'secureConnect');
  const names = socket.getPeerCertificate().subjectaltname;
  socket.destroy();
  return names;
}

function rule(priority: ListenerRule['priority'], conditions: RuleCondition[], action: RuleAction): ListenerRule {
  return {arn: `rule-${priority}`, priority, conditions, actions: [action], transforms: []};
}

function hostIs(value: string): RuleCondition {
  return {field: 'host-header', values: [value], regexValues: []};
}

function pathIs(value: string): RuleCondition {
  return {field: 'path-pattern', values: [value], regexValues: []};
}

function fixed(statusCode: number, body: string): RuleAction {
  return {type: 'fixed-response', order: 1, statusCode, contentType: 'text/plain', body};
}

function forward(targetGroupArn: string): RuleAction {
  return {type: 'forward', order: 1, targets: [{targetGroupArn, weight: 1}], stickinessSeconds: null};
}

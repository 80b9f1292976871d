import {expect} from 'chai';
import {connects} from '../../../src/checks/websocket/connects.ts';
import {AwsRefusal, CannotTell, NoAnswer} from '../../../src/model/errors.ts';
import type {AwsFacts} from '../../../src/model/facts/aws-facts.ts';
import {NEVER_AWAY} from '../../../src/model/facts/observer.ts';
import type {Refusal} from '../../../src/model/facts/wire/connection.ts';
import type {WebSocketObservation, WebSocketRequest} from '../../../src/model/facts/wire/websocket.ts';
import {at, ended, WEBSOCKET_URL, webSocketSeen} from '../../support/websocket-facts.ts';
import {worldOf} from '../../support/wire-facts.ts';

const asked: WebSocketRequest[] = [];

function judge(
  observation: WebSocketObservation | Error,
  params: Record<string, unknown> = {},
  idle: Record<string, string> | Error = {'idle_timeout.timeout_seconds': '60'},
) {
  const world = worldOf({
    aws: {
      loadBalancerAttributes: async () => {
        if (idle instanceof Error) throw idle;
        return idle;
      },
    } as unknown as AwsFacts,
    webSocket: {
      connect: async (request) => {
        asked.push(request);
        if (observation instanceof Error) throw observation;
        return observation;
      },
    },
  });
  const given = {url: WEBSOCKET_URL, holdFor: 'past-idle', alb: 'alb', ...params};
  return connects.run(connects.params.parse(given), world);
}

/** What could not be told. */
function untold(...given: Parameters<typeof judge>): Promise<unknown> {
  return judge(...given).then(
    ({status}) => status,
    (thrown: unknown) => (thrown instanceof CannotTell ? thrown.message : thrown),
  );
}

const answered = (status: number, body = '', headers: Record<string, string> = {}) =>
  judge(webSocketSeen({handshake: {status, body, headers}}));

const endedBy = (end: Parameters<typeof ended>[0], more: object = {}) =>
  judge(webSocketSeen({session: {lastFrame: {by: 'us', at: at(30)}, ...more, end: ended(end)}}));

const AWAY = {...NEVER_AWAY, awayMs: 400, gaps: [{fromMs: 30_000, toMs: 30_400}], resolutionMs: 30};

describe('websocket/connects', () => {
  beforeEach(() => {
    asked.length = 0;
  });

  it('passes where it is open past the idle timeout and answers then, and says what kept it', async () => {
    const verdict = await judge(webSocketSeen({session: {pings: 4}}));
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      `${WEBSOCKET_URL}: a WebSocket (101): open for 1 min 7 s with no pings of ours, 4 by the server and 0 messages, a pong after 4 ms at most`,
    );
    expect(asked[0]).to.deep.include({holdForMs: 67_000, openWithinMs: 15_000, subprotocols: []});
    expect(asked[0]).not.to.have.any.keys('send', 'expect', 'pingEveryMs', 'address');
  });

  it('passes without a hold where none is asked for, and asks no load balancer', async () => {
    const seen = webSocketSeen({session: {holdFromMs: null, reply: {sentAtMs: 22, atMs: 25, text: 'there'}}});
    const params = {url: WEBSOCKET_URL, send: 'there', expect: 'there', pingEvery: '20s', address: '192.0.2.10'};
    const world = worldOf({
      webSocket: {
        connect: async (request) => {
          asked.push(request);
          return seen;
        },
      },
    });
    const verdict = await connects.run(connects.params.parse(params), world);
    expect(verdict.summary).to.include('a reply after 3 ms').and.not.include('open for');
    expect(verdict.summary).to.include('whether it stays open was not looked at');
    expect(asked[0]).to.include({
      holdForMs: 0,
      send: 'there',
      expect: 'there',
      pingEveryMs: 20_000,
      address: '192.0.2.10',
    });
  });

  const refusals: readonly (readonly [number, string, RegExp, RegExp])[] = [
    [200, '<html></html>', /answers 200, not 101.*; an ordinary answer/, /proxy_set_header Upgrade/],
    [426, '', /answers 426, not 101; the server that answers wants the upgrade/, /proxy_set_header Upgrade/],
    [404, '{"detail":"Not Found"}', /answers 404, not 101: the application has no such path/, /pip install websockets/],
    [400, '{"code":0,"message":"Transport unknown"}', /Engine\.IO/, /EIO=4/],
    [
      400,
      'Bad Request: Mcp-Session-Id header is required',
      /request of MCP over HTTP/,
      /endpoint of MCP takes no WebSocket/,
    ],
    [406, 'Client must accept text/event-stream', /request of MCP over HTTP/, /endpoint of MCP takes no WebSocket/],
    [400, 'Missing Sec-WebSocket-Key', /misses headers of the handshake/, /proxy_set_header/],
    [505, 'unsupported HTTP version: HTTP/1.0', /a hop speaks HTTP\/1\.0/, /proxy_http_version 1\.1/],
    [403, '', /had no Origin/, /Origin of the front end/],
    [401, '', /refuses the handshake/, /credentials/],
    [502, '', /answers 502, not 101/, /targets/],
    [504, '', /answers 504, not 101/, /in time/],
  ];
  for (const [status, body, says, advice] of refusals) {
    it(`fails on ${status} ${body}, with advice of its own`, async () => {
      const verdict = await answered(status, body);
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.match(says);
      expect(verdict.fix).to.match(advice);
    });
  }

  it('leaves an answer to the hop that wrote it', async () => {
    const page = '<html><head><title>404 Not Found</title></head><body><hr><center>nginx</center></body></html>';
    const verdict = await answered(404, page, {server: 'nginx', 'content-type': 'text/html'});
    expect(verdict.summary).to.include('nginx itself says so');
    expect(verdict.fix).to.include('location');
  });

  it('fails on a redirect, which no client follows', async () => {
    const verdict = await answered(301, '', {location: 'https://ws.example.com/elsewhere'});
    expect(verdict.fix).to.include('do not follow redirects');
  });

  it('fails on a 101 that clients open nothing for, whatever is missing', async () => {
    const opening = (headers: Record<string, string>) => judge(webSocketSeen({handshake: {headers}, session: null}));
    const accepted = {upgrade: 'websocket', 'sec-websocket-accept': 's3pPLMBiTxaQ9kYGzzhZRbK+xOo='};
    const without = await opening(accepted);
    expect(without.status).to.equal('fail');
    expect(without.summary).to.include('answers 101 without Connection, not with Connection: upgrade');
    expect((await opening({...accepted, connection: 'keep-alive'})).summary).to.include('with Connection: keep-alive');
    const unexplained = await opening({...accepted, connection: 'keep-alive, Upgrade'});
    expect(unexplained.status).to.equal('fail');
    expect(unexplained.summary).to.include('clients do not open');
  });

  it('cannot tell whether the load balancer is in front of what is silent for longer than it allows, and stays open', async () => {
    expect(await untold(webSocketSeen())).to.include('whether it is in front is not known');
    expect(await untold(webSocketSeen(), {pingEvery: '2m'})).to.include('whether it is in front is not known');
    for (const session of [{pings: 1}, {messages: {count: 1, first: ['there']}}]) {
      expect(await untold(webSocketSeen({session}))).to.equal('pass');
    }
    expect(await untold(webSocketSeen(), {pingEvery: '20s'})).to.equal('pass');
    expect(await untold(webSocketSeen(), {holdFor: '60s'})).to.equal('pass');
  });

  it('fails where the key, the protocol or the subprotocol of a 101 is not what it has to be', async () => {
    const problem = 'Invalid Sec-WebSocket-Accept header';
    const with101 = (headers: Record<string, string>, subprotocols: string[] = []) =>
      judge(webSocketSeen({handshake: {headers, problem}, session: null}), {subprotocols});
    const accept = 's3pPLMBiTxaQ9kYGzzhZRbK+xOo=';
    expect((await with101({upgrade: 'websocket', 'sec-websocket-accept': 'x'})).summary).to.include(
      'belongs to another key',
    );
    expect((await with101({upgrade: 'websocket'})).summary).to.include('without Sec-WebSocket-Accept');
    expect((await with101({upgrade: 'h2c'})).summary).to.include('with Upgrade: h2c');
    const good = {upgrade: 'WebSocket', 'sec-websocket-accept': accept};
    expect((await with101(good, ['mcp'])).summary).to.include('chose no subprotocol, not mcp');
    expect((await with101({...good, 'sec-websocket-protocol': 'graphql-ws'}, ['mcp', 'a'])).summary).to.include(
      'chose the subprotocol graphql-ws, not mcp or a',
    );
    expect((await with101({...good, 'sec-websocket-protocol': 'mcp'})).summary).to.include(
      'not none, as none was offered',
    );
    expect((await with101(good)).summary).to.include('in a way that clients refuse');
  });

  it('names the idle timeout that a cut without a close frame fits', async () => {
    const verdict = await endedBy({kind: 'cut', at: at(60_030)});
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.include(
      "was closed without a close frame (1006) 1 min after it was opened and 1 min after its last frame, which fits the load balancer's idle timeout",
    );
    expect(verdict.fix).to.include('ping at least every 30 s').and.include('no ping');
    const reset = await endedBy({kind: 'reset', at: at(12_000)});
    expect(reset.summary).to.include('was reset').and.not.include('fits the load');
  });

  for (const [code, says] of [
    [1001, /going away/],
    [1012, /restarts/],
    [1008, /policy/],
    [1011, /did not get a pong/],
    [1005, /did not say why/],
    [1000, /done with it/],
    [4001, /code of the application/],
    [1016, /without a common meaning/],
  ] as const) {
    it(`says what ${code} means`, async () => {
      const verdict = await endedBy({kind: 'closed', code, reason: 'bye', at: at(5000)});
      expect(verdict.status).to.equal('fail');
      expect(verdict.summary).to.match(says).and.include(`with ${code} (bye)`);
    });
  }

  it('fails on a missing pong, a missing reply, and on what is no frame', async () => {
    const pong = await endedBy(
      {kind: 'silent', during: 'last pong', at: at(77_100)},
      {lastFrame: {by: 'us', at: at(67_040)}},
    );
    expect(pong.summary).to.include('no pong came within 10 s 1 min 17 s after the look began');
    expect(pong.candidates?.length).to.equal(2);
    const reply = await judge(
      webSocketSeen({
        session: {
          messages: {count: 1, first: ['hello']},
          holdFromMs: null,
          end: ended({kind: 'silent', during: 'reply', at: at(10_060)}),
        },
      }),
      {expect: 'bye'},
    );
    expect(reply.summary).to.include(
      'of 1 messages none contained it within 10 s (the first: "hello"), not one that contains "bye"',
    );
    expect((await endedBy({kind: 'malformed', message: 'Invalid WebSocket frame'})).summary).to.include(
      'is not WebSocket',
    );
  });

  it('passes where it was open for as long as asked, to the millisecond, and was closed after that', async () => {
    expect((await endedBy({kind: 'cut', during: 'last pong', at: at(67_030)}, {pings: 4})).status).to.equal('pass');
    expect((await endedBy({kind: 'cut', at: at(67_029)})).status).to.equal('fail');
    // It may have been closed before that, or after.
    const seen = webSocketSeen({session: {end: ended({kind: 'cut', during: 'last pong', at: at(67_200, 67_000)})}});
    expect(await untold(seen)).to.include('whether it was open for 1 min 7 s');
  });

  it('cannot tell what our own absence may have caused', async () => {
    const seen = webSocketSeen({session: {end: ended({kind: 'closed', code: 1011})}, observer: AWAY});
    expect(await untold(seen)).to.include('whether it was closed for what we did not send');
    const suspended = {...NEVER_AWAY, suspendedMs: 4000};
    expect(await untold(webSocketSeen({session: {end: ended({})}, observer: suspended}))).to.include('was suspended');
    const silent = ended({kind: 'silent', during: 'first pong', at: at(10_100)});
    const lastFrame = {by: 'us', at: at(50)} as const;
    expect(await untold(webSocketSeen({session: {lastFrame, end: silent}, observer: AWAY}))).to.include(
      'whether it answers pings',
    );
    const gaps = [{fromMs: 30_000, toMs: 30_249}];
    const barely = webSocketSeen({session: {end: ended({})}, observer: {...AWAY, awayMs: 249, gaps}});
    expect(await untold(barely)).to.equal('fail');
  });

  it('cannot tell from a message that is larger than we read', async () => {
    const seen = webSocketSeen({session: {end: ended({kind: 'too-large'})}});
    expect(await untold(seen)).to.include('more than 16 MiB');
  });

  it('cannot tell how long to hold where AWS does not say, but fails on what it saw', async () => {
    const denied = new AwsRefusal(
      'elasticloadbalancing:DescribeLoadBalancerAttributes',
      'AccessDenied',
      'denied',
      'grant it',
    );
    expect(await untold(webSocketSeen(), {}, denied)).to.equal('denied');
    expect(asked[0]?.holdForMs).to.equal(67_000);
    expect(await untold(webSocketSeen({handshake: {status: 200}}), {}, denied)).to.equal('fail');
  });

  it('passes nothing that was not answered', async () => {
    const silent = new NoAnswer(WEBSOCKET_URL, 'connect', 'no connection was made');
    expect(await untold(silent)).to.equal(silent);
    const refusal: Refusal = {kind: 'protocol', code: null, message: 'the server speaks none of what was offered'};
    const refused = (one: Refusal) => ({
      ...webSocketSeen(),
      connection: null,
      refusal: one,
      handshake: null,
      session: null,
    });
    const verdict = await judge(refused(refusal));
    expect(verdict.status).to.equal('fail');
    expect(verdict.fix).to.include('Offer HTTP/1.1');
    const closed: Refusal = {kind: 'closed', code: null, message: 'the connection was closed'};
    expect(await untold({...refused(closed), observer: AWAY})).to.include('not scheduled');
  });

  it('asks for what the idle timeout belongs to, and for a WebSocket URL', () => {
    const parse = (params: object) => connects.params.safeParse({url: WEBSOCKET_URL, ...params});
    expect(parse({holdFor: 'past-idle'}).success).to.equal(false);
    expect(parse({url: 'https://ws.example.com/'}).success).to.equal(false);
    expect(parse({url: 'wss://ws.example.com/#here'}).success).to.equal(false);
    expect(parse({subprotocols: ['a', 'a']}).success).to.equal(false);
    expect(parse({pingEvery: '0s'}).success).to.equal(false);
    expect(parse({url: 'ws://127.0.0.1:8080/', holdFor: '90s'}).success).to.equal(true);
  });
});

import {once} from 'node:events';
import {createSecureServer, type Http2SecureServer, type ServerHttp2Stream} from 'node:http2';
import type {AddressInfo, Socket} from 'node:net';
import type {TLSSocket} from 'node:tls';
import {expect} from 'chai';
import {CannotTell} from '../../../../src/model/errors.ts';
import type {HttpRequest} from '../../../../src/model/facts/wire/http.ts';
import {attempt} from '../../../support/attempt.ts';
import {
  data,
  END_HEADERS,
  END_STREAM,
  type FrameServer,
  frame,
  goaway,
  headers,
  literal,
  reset,
  SETTINGS,
  STATUS_200,
  startFrameServer,
} from '../../../support/frame-server.ts';
import {steppedWire} from '../../../support/stepped-wire.ts';
import {type Identity, makeTestAuthority, type TestAuthority} from '../../../support/test-authority.ts';

const HOST = 'mcp.run.example.test';

describe('the wire, over HTTP/2', () => {
  let authority: TestAuthority;
  let identity: Identity;
  const opened: {close(): unknown}[] = [];
  before(async () => {
    authority = await makeTestAuthority();
    identity = await authority.certificateFor([HOST]);
  });
  afterEach(() => Promise.all(opened.splice(0).map((server) => server.close())));

  function ask(port: number, request: Partial<HttpRequest> = {}) {
    const {clock, wire} = steppedWire({connectTo: () => ({address: '127.0.0.1', port}), ca: authority.cert});
    const whole = {method: 'GET', url: `https://${HOST}/echo?a=1`, headers: {}, withinMs: 5000, ...request};
    return {clock, exchange: wire.http(attempt()).request(whole)};
  }

  function watch(port: number) {
    const {clock, wire} = steppedWire({connectTo: () => ({address: '127.0.0.1', port}), ca: authority.cert});
    const request = {url: `https://${HOST}/`, headers: {}, headersWithinMs: 5000, holdForMs: 60_000};
    return {clock, observation: wire.sse(attempt()).stream(request)};
  }

  async function serve(answer: (stream: ServerHttp2Stream, headers: object) => void): Promise<number> {
    const server: Http2SecureServer = createSecureServer(identity);
    server.on('stream', answer);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    opened.push(server);
    return (server.address() as AddressInfo).port;
  }

  async function frames(answer: Buffer | ((socket: TLSSocket, below: Socket) => void)): Promise<number> {
    const write = typeof answer === 'function' ? answer : (socket: TLSSocket) => void socket.write(answer);
    const server: FrameServer = await startFrameServer(identity, write);
    opened.push(server);
    return server.port;
  }

  describe('a server of node:http2', () => {
    it('is asked in HTTP/2 where that is agreed on', async () => {
      const port = await serve((stream, sent) => {
        stream.respond({':status': 201, 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'], 'x-a': '1'});
        stream.end(JSON.stringify(sent));
      });
      const {answer, connection} = await ask(port, {headers: {'X-Note': 'n', Connection: 'keep-alive'}}).exchange;
      expect(answer).to.deep.include({status: 201, end: 'complete', endCode: null});
      expect(answer?.headers).to.include({'content-type': 'application/json', 'set-cookie': '[redacted]', 'x-a': '1'});
      expect(JSON.parse(answer?.body ?? '')).to.deep.include({
        ':method': 'GET',
        ':scheme': 'https',
        ':authority': HOST,
        ':path': '/echo?a=1',
        'accept-encoding': 'identity',
        'user-agent': 'migrate-check',
        'x-note': 'n',
      });
      expect(connection).to.deep.include({
        protocol: 'h2',
        tls: {protocol: 'TLSv1.3', alpnOffered: ['h2', 'http/1.1'], alpn: 'h2'},
        phases: {lookupAtMs: null, connectAtMs: 0, tlsAtMs: 0, sentAtMs: 0},
      });
    });

    it('is asked in HTTP/1.1 where that is asked for', async () => {
      const server = createSecureServer({...identity, allowHTTP1: true}, (_request, response) => {
        response.end('in HTTP/1.1');
      });
      await once(server.listen(0, '127.0.0.1'), 'listening');
      opened.push(server);
      const {port} = server.address() as AddressInfo;
      const {answer, connection} = await ask(port, {protocol: 'http/1.1'}).exchange;
      expect(answer?.body).to.equal('in HTTP/1.1');
      expect(connection).to.deep.include({
        protocol: 'http/1.1',
        tls: {protocol: 'TLSv1.3', alpnOffered: ['http/1.1'], alpn: 'http/1.1'},
      });
    });

    it('gets the body of a request, and HEAD has none', async () => {
      const port = await serve((stream, sent) => {
        if ((sent as {':method'?: string})[':method'] === 'HEAD') {
          stream.respond({':status': 200}, {endStream: true});
          return;
        }
        let body = '';
        stream.on('data', (chunk) => {
          body += chunk;
        });
        stream.on('end', () => {
          stream.respond({':status': 200});
          stream.end(JSON.stringify({...sent, body}));
        });
      });
      const {answer} = await ask(port, {method: 'POST', body: '{"é":1}', headers: {'content-type': 'application/json'}})
        .exchange;
      expect(JSON.parse(answer?.body ?? '')).to.deep.include({
        body: '{"é":1}',
        'content-length': '8',
        'content-type': 'application/json',
      });
      const head = await ask(port, {method: 'HEAD'}).exchange;
      expect(head.answer).to.deep.include({status: 200, body: '', end: 'complete'});
    });

    it('is told of a header that no request can carry', async () => {
      const port = await serve((stream) => stream.respond({':status': 200}, {endStream: true}));
      const thrown = await ask(port, {headers: {'transfer-encoding': 'chunked'}}).exchange.catch((error) => error);
      expect(thrown).to.be.instanceOf(CannotTell);
    });

    it('may say a header twice, which is seen as over HTTP/1.1', async () => {
      const twice = Buffer.concat([literal('location', '/a'), literal('location', '/b')]);
      const bytes = Buffer.concat([SETTINGS, headers(twice), data('', END_STREAM)]);
      const {answer} = await ask(await frames(bytes)).exchange;
      expect(answer?.headers).to.deep.equal({location: '/a, /b'});
    });

    it('may send early hints and trailers', async () => {
      const port = await serve((stream) => {
        stream.additionalHeaders({':status': 103, link: '</a.css>'});
        stream.respond({':status': 200}, {waitForTrailers: true});
        stream.on('wantTrailers', () => stream.sendTrailers({'x-sum': '1'}));
        stream.end('hello');
      });
      expect((await ask(port).exchange).answer).to.deep.include({status: 200, body: 'hello', end: 'complete'});
    });

    it('is a stream that is held until the time for it is over', async () => {
      const port = await serve((stream) => {
        stream.respond({':status': 200, 'content-type': 'text/event-stream'});
        stream.write('data: 1\n\n');
      });
      const {clock, observation} = watch(port);
      await clock.sleeperAt(60_000);
      clock.advance(60_000);
      expect((await observation).answer).to.deep.include({end: 'held', events: 1, endAtMs: 60_000});
    });
  });

  describe('how a stream ends', () => {
    const open = Buffer.concat([SETTINGS, headers(literal('content-type', 'text/event-stream')), data('data: 1\n\n')]);
    for (const [how, last, end, endCode] of [
      ['an empty last frame', data('', END_STREAM), 'complete', null],
      ['trailers', frame(1, END_HEADERS | END_STREAM, 1, literal('x-sum', '1')), 'complete', null],
      ['INTERNAL_ERROR', reset(2), 'stream-reset', 'INTERNAL_ERROR'],
      ['RST_STREAM without an error', reset(0), 'stream-reset', 'NO_ERROR'],
      ['CANCEL', reset(8), 'stream-reset', 'CANCEL'],
      ['an error code that nobody knows', reset(0x77), 'stream-reset', '0x77'],
    ] as const) {
      it(`with ${how} is ${end}`, async () => {
        const {answer} = await watch(await frames(Buffer.concat([open, last]))).observation;
        expect(answer).to.deep.include({events: 1, end, endCode});
      });
    }

    it('with a connection that is closed without END_STREAM is truncated', async () => {
      const {answer} = await watch(await frames((socket) => socket.end(open))).observation;
      expect(answer).to.deep.include({events: 1, end: 'truncated', endCode: null});
      expect(answer?.endMessage).to.equal('the connection was closed without END_STREAM');
    });

    it('with a connection that is reset is reset', async () => {
      const port = await frames((socket, below) => socket.write(open, () => below.resetAndDestroy()));
      const {answer} = await watch(port).observation;
      expect(answer).to.deep.include({end: 'reset', endCode: null});
    });

    for (const [code, name] of [
      [0, 'NO_ERROR'],
      [11, 'ENHANCE_YOUR_CALM'],
    ] as const) {
      it(`with GOAWAY (${name}) before its end is goaway`, async () => {
        const port = await frames((socket) => socket.end(Buffer.concat([open, goaway(code)])));
        const {answer} = await watch(port).observation;
        expect(answer).to.deep.include({events: 1, end: 'goaway', endCode: name});
      });
    }

    it('after GOAWAY with its own end is complete', async () => {
      const port = await frames((socket) => socket.end(Buffer.concat([open, goaway(0), data('', END_STREAM)])));
      expect((await watch(port).observation).answer).to.deep.include({end: 'complete', endCode: null});
    });

    for (const [what, length] of [
      ['less', '100'],
      ['more', '2'],
    ] as const) {
      it(`with ${what} than its Content-Length is truncated`, async () => {
        const bytes = Buffer.concat([SETTINGS, headers(literal('content-length', length)), data('hello', END_STREAM)]);
        const {answer} = await ask(await frames(bytes)).exchange;
        expect(answer).to.deep.include({end: 'truncated', endCode: 'PROTOCOL_ERROR'});
      });
    }
  });

  describe('before response headers', () => {
    for (const [what, bytes, refusal] of [
      ['a reset stream', reset(7), {kind: 'closed', code: 'REFUSED_STREAM'}],
      ['a wish for HTTP/1.1', reset(13), {kind: 'protocol', code: 'HTTP_1_1_REQUIRED'}],
      ['GOAWAY', goaway(0, 0), {kind: 'closed', code: 'NO_ERROR'}],
      ['GOAWAY with an error', goaway(12), {kind: 'closed', code: 'INADEQUATE_SECURITY'}],
      [
        'headers without a status',
        frame(1, END_HEADERS, 1, literal('a', 'b')),
        {kind: 'malformed', code: 'PROTOCOL_ERROR'},
      ],
      [
        'no HPACK',
        frame(1, END_HEADERS, 1, Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff])),
        {kind: 'malformed', code: 'PROTOCOL_ERROR'},
      ],
    ] as const) {
      it(`${what} is a refusal of kind ${refusal.kind}`, async () => {
        const {refusal: is} = await ask(await frames(Buffer.concat([SETTINGS, bytes]))).exchange;
        expect(is).to.include(refusal);
      });
    }

    it('a connection that is closed is a refusal of kind closed', async () => {
      const {refusal} = await ask(await frames((socket) => socket.end(SETTINGS))).exchange;
      expect(refusal).to.deep.equal({
        kind: 'closed',
        code: null,
        message: 'the connection was closed before response headers came',
      });
    });

    it('a server that agrees to HTTP/2 and speaks HTTP/1.1 is malformed', async () => {
      const {refusal} = await ask(await frames(Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'))).exchange;
      expect(refusal).to.include({kind: 'malformed', code: 'PROTOCOL_ERROR'});
    });

    for (const [name, value, why] of [
      ['connection', 'keep-alive', 'the response has the header connection, which HTTP/2 forbids'],
      ['transfer-encoding', 'chunked', 'the response has the header transfer-encoding, which HTTP/2 forbids'],
      ['keep-alive', 'timeout=5', 'the response has the header keep-alive, which HTTP/2 forbids'],
      ['proxy-connection', 'close', 'the response has the header proxy-connection, which HTTP/2 forbids'],
      ['upgrade', 'h2c', 'the response has the header upgrade, which HTTP/2 forbids'],
      ['X-Served-By', 'a', 'the response has the header X-Served-By, not in lower case, which HTTP/2 forbids'],
    ] as const) {
      it(`the header ${name} is named`, async () => {
        const block = Buffer.concat([STATUS_200, literal('server', 'x'), literal(name, value)]);
        // In two pieces, and with padding.
        const padded = Buffer.concat([Buffer.from([4]), block.subarray(0, 9), Buffer.alloc(4)]);
        const bytes = [SETTINGS, frame(1, 0x8, 1, padded), frame(9, END_HEADERS, 1, block.subarray(9))];
        const {refusal} = await ask(await frames(Buffer.concat(bytes))).exchange;
        expect(refusal).to.include({kind: 'malformed', code: 'PROTOCOL_ERROR'});
        expect(refusal?.message).to.contain(why);
      });
    }
  });
});

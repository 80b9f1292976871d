import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import type {AddressInfo} from 'node:net';
import {createServer, type Server, type Socket} from 'node:net';
import {gzipSync} from 'node:zlib';
import {expect} from 'chai';
import type {HttpRequest} from '../../../../src/model/facts/wire/http.ts';
import {BROWSER_CODINGS} from '../../../../src/model/facts/wire/http.ts';
import {attempt} from '../../../support/attempt.ts';
import {steppedWire} from '../../../support/stepped-wire.ts';

describe('the wire, over HTTP/1.1', () => {
  const opened: {server: Server; sockets: Set<Socket>}[] = [];
  afterEach(async () => {
    for (const {server, sockets} of opened.splice(0)) {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    }
  });

  /** Answers each request with these bytes; what it was asked is returned, too. */
  async function serve(answer: string | Buffer | ((socket: Socket) => void)) {
    const heard: string[] = [];
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => {});
      let text = '';
      socket.on('data', (data) => {
        text += data;
        const [head, body] = text.split('\r\n\r\n');
        const length = Number(/content-length: (\d+)/i.exec(head ?? '')?.[1] ?? 0);
        if (body === undefined || Buffer.byteLength(body) < length) return;
        heard.push(text);
        text = '';
        if (typeof answer === 'function') answer(socket);
        else socket.end(answer);
      });
    });
    opened.push({server, sockets});
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return {heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/a?b=c`};
  }

  function ask(url: string, request: Partial<HttpRequest> = {}) {
    return steppedWire()
      .wire.http(attempt())
      .request({method: 'GET', url, headers: {}, withinMs: 5000, ...request});
  }

  describe('what says where a message ends', () => {
    for (const [what, head, message] of [
      ['chunked twice', 'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked', 'chunked twice'],
      ['chunked twice in one line', 'Transfer-Encoding: chunked, Chunked', 'chunked twice'],
      ['a length beside it', 'Transfer-Encoding: chunked\r\nContent-Length: 5', "Content-Length can't be present"],
      ['a length before it', 'Content-Length: 5\r\nTransfer-Encoding: chunked', 'says twice where its body ends'],
      ['two lengths', 'Content-Length: 5\r\nContent-Length: 6', 'says twice where its body ends'],
    ] as const) {
      it(`${what} is no HTTP`, async () => {
        const {url} = await serve(`HTTP/1.1 200 OK\r\n${head}\r\n\r\n5\r\nhello\r\n0\r\n\r\n`);
        const {refusal} = await ask(url);
        expect(refusal?.kind).to.equal('malformed');
        expect(refusal?.message).to.contain(message);
      });
    }

    it('a body of HTTP/1.0 ends with the connection', async () => {
      const {url} = await serve('HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nhello');
      const {answer, connection} = await ask(url);
      expect(answer).to.include({body: 'hello', end: 'complete'});
      expect(connection?.protocol).to.equal('http/1.0');
    });

    it('the version is known when it comes a byte at a time', async () => {
      const {url} = await serve((socket) => {
        const bytes = Buffer.from('HTTP/1.0 204 No Content\r\n\r\n');
        const next = (at: number) => {
          if (at < bytes.length) socket.write(bytes.subarray(at, at + 1), () => setImmediate(next, at + 1));
          else socket.end();
        };
        next(0);
      });
      expect((await ask(url)).connection?.protocol).to.equal('http/1.0');
    });
  });

  describe('a request', () => {
    const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n';

    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'GET']) {
      it(`of ${method} has its body, as UTF-8, and its length`, async () => {
        const {url, heard} = await serve(OK);
        const {answer} = await ask(url, {method, body: '{"é":1}', headers: {'Content-Type': 'application/json'}});
        expect(answer?.status).to.equal(200);
        expect(heard[0]).to.match(new RegExp(`^${method} /a\\?b=c HTTP/1.1\r\n`));
        expect(heard[0]).to.match(/\r\ncontent-length: 8\r\n/i);
        expect(heard[0]).to.match(/\r\n\r\n\{"é":1\}$/);
      });
    }

    it('asks for what browsers ask for, unless a header says otherwise', async () => {
      for (const [coding, headers, asked] of [
        ['identity', {}, 'identity'],
        ['browser', {}, BROWSER_CODINGS],
        ['browser', {'Accept-Encoding': 'br'}, 'br'],
      ] as const) {
        const {url, heard} = await serve(OK);
        const {answer} = await ask(url, {coding, headers});
        expect(heard[0]).to.contain(`\r\naccept-encoding: ${asked}\r\n`);
        expect(answer?.coding.asked).to.equal(asked);
      }
    });

    it('in HTTP/2 without TLS is not made', async () => {
      const {url, heard} = await serve(OK);
      const {refusal, connection} = await ask(url, {protocol: 'h2'});
      expect(refusal).to.include({kind: 'protocol', code: null});
      expect({connection, heard}).to.deep.equal({connection: null, heard: []});
    });
  });

  describe('what is coded', () => {
    const coded = (body: Buffer, type = 'application/json') =>
      Buffer.concat([
        Buffer.from(`HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nContent-Encoding: gzip\r\n`),
        Buffer.from(`Content-Length: ${body.length}\r\n\r\n`),
        body,
      ]);

    it('is decoded, and both sizes are known', async () => {
      const body = gzipSync('{"a":1}'.repeat(100));
      const {answer} = await ask((await serve(coded(body))).url, {coding: 'browser'});
      expect(answer).to.include({body: '{"a":1}'.repeat(100), bodyBytes: 700, end: 'complete'});
      expect(answer?.coding).to.deep.equal({
        asked: BROWSER_CODINGS,
        said: 'gzip',
        decoded: 'whole',
        problem: null,
        encodedBytes: body.length,
      });
    });

    it('is shown as it came where it lies', async () => {
      const {answer} = await ask((await serve(coded(Buffer.from('{"a":1}')))).url);
      expect(answer).to.include({body: '{"a":1}', end: 'complete'});
      expect(answer?.coding).to.include({decoded: 'lies', problem: 'incorrect header check'});
    });

    it('is read to 1 MiB of what it becomes', async () => {
      const {answer} = await ask((await serve(coded(gzipSync(Buffer.alloc(20 * 1024 * 1024))))).url);
      expect(answer).to.include({end: 'too-large', bodyBytes: 1024 * 1024});
      expect(answer?.coding.decoded).to.equal('partial');
    });

    it('is whole where the connection ends while its last piece waits for the decoder', async () => {
      for (let kib = 256; kib < 456; kib += 10) {
        const {answer} = await ask((await serve(coded(gzipSync(randomBytes(kib * 1024), {level: 1})))).url);
        expect(answer, `${kib} KiB`).to.include({end: 'complete', bodyBytes: kib * 1024});
      }
    });

    it('has no bytes in the answer to HEAD', async () => {
      const {url} = await serve('HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 100\r\n\r\n');
      const {answer} = await ask(url, {method: 'HEAD'});
      expect(answer).to.include({end: 'complete', body: ''});
      expect(answer?.coding).to.include({said: 'gzip', decoded: 'plain'});
    });

    for (const [what, body, end, decoded, events] of [
      ['a stream', gzipSync('data: 1\n\ndata: 2\n\n'), 'complete', 'whole', 2],
      ['a stream that lies', Buffer.from('data: 1\n\n'), 'held', 'lies', 0],
    ] as const) {
      it(`is ${what}`, async () => {
        const {url} = await serve(coded(body, 'text/event-stream'));
        const {wire} = steppedWire();
        const request = {url, headers: {}, headersWithinMs: 5000, holdForMs: 60_000, coding: 'browser'} as const;
        const {answer} = await wire.sse(attempt()).stream(request);
        expect(answer).to.include({end, events});
        expect(answer?.coding).to.include({decoded, encodedBytes: body.length});
      });
    }
  });
});

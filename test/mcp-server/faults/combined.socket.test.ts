import {once} from 'node:events';
import {connect} from 'node:net';
import {gunzipSync} from 'node:zlib';
import {expect} from 'chai';
import type {LogEntry} from '../../../src/mcp-server/log.ts';
import {type SteppedClock, steppedClock} from '../../support/stepped-clock.ts';
import {rawGet} from '../support/raw-client.ts';
import {startServer, stopServers} from '../support/started-server.ts';
import {observe, seqsOf, textOf} from './observed.ts';

const COUNTED = '/events?cadence=10ms&count=3';

/** What the log says of the first stream that is over; the client knows a little earlier. */
async function closing(entries: readonly LogEntry[]): Promise<LogEntry> {
  for (;;) {
    const entry = entries.find(({event}) => event === 'stream-close');
    if (entry !== undefined) return entry;
    await new Promise(setImmediate);
  }
}

describe('mcp-server faults, together and at the edge', () => {
  afterEach(stopServers);

  const serving = (options: Parameters<typeof startServer>[0] = {}) =>
    startServer({allowFaults: true, heartbeatMs: 0, ...options});

  describe('at the last event', () => {
    for (const [fault, end] of [
      ['fin-after=3', 'truncated'],
      ['reset-after=3', 'reset'],
      ['end-after=3', 'complete'],
    ] as const) {
      it(`${fault} is what ends the stream`, async () => {
        const entries: LogEntry[] = [];
        const {port} = await serving({onLog: (entry) => entries.push(entry)});
        const observed = await observe(port, `${COUNTED}&fault=${fault}`);
        expect([observed.end, ...seqsOf(observed)]).to.deep.equal([end, 1, 2, 3]);
        expect(await closing(entries)).to.have.property('cause', 'fault');
      });
    }

    it('max-bytes cuts in the middle of it', async () => {
      const {port} = await serving();
      const {raw} = await observe(port, '/events?count=1');
      const all =
        raw
          .toString('latin1')
          .match(/: open\n\n|id: .*\ndata: .*\n\n/g)
          ?.join('').length ?? 0;
      const observed = await observe(port, `/events?count=1&fault=max-bytes=${all - 20}`);
      expect([observed.end, textOf(observed).length]).to.deep.equal(['truncated', all - 20]);
    });
  });

  it('fin-after closes the connection though its client keeps its side open', async () => {
    const {port, server} = await serving();
    const socket = connect({port, host: '127.0.0.1', allowHalfOpen: true});
    socket.write(`GET ${COUNTED}&fault=fin-after=1 HTTP/1.1\r\nHost: localhost\r\n\r\n`);
    socket.resume();
    await once(socket, 'end');
    while (server.openStreams() > 0) await new Promise(setImmediate);
    socket.destroy();
  });

  it('first-event-delay sends in the end what it held, though the stream has nothing more to say', async () => {
    const clock = steppedClock();
    const {port} = await serving({clock});
    const client = rawGet(port, '/events?cadence=100ms&count=3&fault=first-event-delay=2s');
    for (const dueMs of [100, 200]) {
      await clock.sleeperAt(dueMs);
      clock.advance(100);
    }
    await clock.sleeperAt(2000);
    clock.advance(1800);
    const text = await (await client).until('\r\n0\r\n\r\n');
    expect(text.match(/"seq":\d/g)).to.deep.equal(['"seq":1', '"seq":2', '"seq":3']);
  });

  it('first-event-delay holds no more than may wait for a client', async () => {
    const entries: LogEntry[] = [];
    const {port} = await serving({limits: {backlogBytes: 100_000}, onLog: (entry) => entries.push(entry)});
    const observed = await observe(port, '/events?cadence=10ms&size=30000&fault=first-event-delay=1h');
    expect([observed.end === 'complete', seqsOf(observed)]).to.deep.equal([false, []]);
    expect(await closing(entries)).to.have.property('cause', 'slow-reader');
  });

  it('heartbeat-jitter leaves nothing behind', async () => {
    const clock = steppedClock();
    let cancelled = 0;
    const sleep: typeof clock.sleep = (ms, signal) => {
      signal?.addEventListener('abort', () => {
        if (ms === 1_800_000) cancelled += 1;
      });
      return clock.sleep(ms, signal);
    };
    const {port} = await serving({clock: {...clock, sleep}, heartbeatMs: 1000, random: () => 0.5});
    const client = await rawGet(port, '/events?cadence=30m&fault=heartbeat-jitter=1h');
    await Promise.all([client.until('"seq":1'), clock.sleeperAt(1000)]);
    clock.advance(1000);
    await clock.sleeperAt(1_801_000);
    client.reset();
    while (cancelled === 0) await new Promise(setImmediate);
  });

  it('silent-after=0 still sends the head', async () => {
    const {port, server} = await serving();
    const client = await rawGet(port, `${COUNTED}&fault=silent-after=0`);
    expect(await client.until('\r\n\r\n')).to.match(/^HTTP\/1\.1 200 .*text\/event-stream/s);
    expect(seqsOf(await observe(port, COUNTED))).to.deep.equal([1, 2, 3]);
    expect(await client.until('\r\n\r\n')).to.match(/\r\n\r\n$/);
    expect(server.openStreams()).to.equal(1);
  });

  /**
   * Of a client who reads all of an event before the next is made: the numbers of the events, and how many characters came.
   * Time passes once when the stream has begun, and after each event. Rejects when the stream is broken off.
   */
  async function readOneByOne(url: string, clock: SteppedClock, beginMs: number, cadenceMs: number) {
    const response = await fetch(url, {headers: {'Accept-Encoding': 'gzip'}});
    if (response.body === null) throw new Error('no stream');
    const seqs: number[] = [];
    let length = 0;
    let rest = '';
    for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
      if (length === 0) clock.advance(beginMs);
      length += part.length;
      rest += part;
      // A large event comes in many parts: only one that may be the last is worth the search.
      if (!part.endsWith('\n')) continue;
      const event = /"seq":(\d+),.*\n\n/.exec(rest);
      if (event === null) continue;
      seqs.push(Number(event[1]));
      rest = rest.slice(event.index + event[0].length);
      // What the client has, the server knows to be taken some turns later.
      await (await fetch(new URL('/health', url))).text();
      clock.advance(cadenceMs);
    }
    return {seqs, length};
  }

  it('event-size is not limited by what may wait for a client who reads', async () => {
    const clock = steppedClock();
    const {url} = await serving({clock, limits: {backlogBytes: 100_000}});
    const {seqs, length} = await readOneByOne(`${url}${COUNTED}&fault=event-size=3000000`, clock, 0, 10);
    expect(seqs).to.deep.equal([1, 2, 3]);
    expect(length).to.be.greaterThan(9_000_000);
  });

  describe('gzip', () => {
    const GZIP = ['Accept-Encoding: gzip'];

    for (const how of ['flush', 'hold']) {
      it(`=${how} ends whole though heartbeats go on and the client reads slowly`, async () => {
        const {port} = await serving({heartbeatMs: 10});
        for (let round = 0; round < 3; round++) {
          const path = `${COUNTED}&size=262144&heartbeat=10ms&fault=gzip=${how}`;
          const {chunks, end} = await observe(port, path, {headers: GZIP});
          expect(end).to.equal('complete');
          expect(
            gunzipSync(Buffer.concat([...chunks]))
              .toString()
              .match(/"seq"/g),
          ).to.have.length(3);
        }
      });
    }

    it('ends whole when the server stops, or when another fault ends it', async () => {
      const {port, server} = await serving({heartbeatMs: 10});
      const streams = Array.from({length: 20}, () =>
        observe(port, '/events?cadence=10ms&fault=gzip=flush', {headers: GZIP}),
      );
      // A server that stops closes connections whose request it has not read.
      while (server.openStreams() < streams.length) await new Promise(setImmediate);
      const path = '/events?cadence=10ms&fault=gzip=hold&fault=max-duration=50ms';
      const ended = await observe(port, path, {headers: GZIP});
      expect(ended.end).to.equal('complete');
      expect(gunzipSync(Buffer.concat([...ended.chunks])).toString()).to.include('"seq":1');
      await server.close();
      for (const {chunks, end} of await Promise.all(streams)) {
        expect(end).to.equal('complete');
        expect(gunzipSync(Buffer.concat([...chunks])).toString()).to.match(/retry: \d+\n\n$/);
      }
    });

    it('is decoded to the event after which the connection is broken off', async () => {
      const {port} = await serving();
      const {chunks, end} = await observe(port, `${COUNTED}&fault=gzip=flush&fault=fin-after=2`, {headers: GZIP});
      expect(end).to.equal('truncated');
      expect(
        gunzipSync(Buffer.concat([...chunks]))
          .toString()
          .match(/"seq":\d/g),
      ).to.deep.equal(['"seq":1', '"seq":2']);
    });

    it('takes an event that is larger than what may wait, and heartbeats while it is compressed', async () => {
      const clock = steppedClock();
      const {url} = await serving({clock, heartbeatMs: 10, limits: {backlogBytes: 100_000}});
      const path = '/events?cadence=500ms&count=3&fault=gzip=flush&fault=event-size=500000';
      // The first heartbeat comes while the first event is compressed, the others right behind theirs.
      expect((await readOneByOne(`${url}${path}`, clock, 10, 500)).seqs).to.deep.equal([1, 2, 3]);
    });

    it('is not for who does not want it', async () => {
      const {port} = await serving();
      for (const accepted of ['gzip;q=0', 'br, gzip; q=0.0', 'deflate', 'x-gzip-like']) {
        const {headers} = await observe(port, `${COUNTED}&fault=gzip=flush`, {
          headers: [`Accept-Encoding: ${accepted}`],
        });
        expect(headers, accepted).to.not.have.property('content-encoding');
      }
      for (const accepted of ['gzip;q=0.5', 'br, GZIP', 'gzip ; q=1']) {
        const {headers} = await observe(port, `${COUNTED}&fault=gzip=flush`, {
          headers: [`Accept-Encoding: ${accepted}`],
        });
        expect(headers, accepted).to.include({'content-encoding': 'gzip'});
        expect(headers.vary?.toLowerCase()).to.include('accept-encoding');
      }
    });
  });

  it('take effect together', async () => {
    const {port} = await serving();
    const of = (...faults: string[]) => observe(port, [COUNTED, ...faults.map((fault) => `fault=${fault}`)].join('&'));
    expect((await of('content-type=text/plain', 'cache')).headers).to.include({
      'content-type': 'text/plain',
      age: '42',
    });
    const padded = await of('max-bytes=30000', 'event-size=20000');
    expect([padded.end, textOf(padded).length]).to.deep.equal(['truncated', 30_000]);
    expect(seqsOf(await of('duplicate-seq=1', 'end-after=3'))).to.deep.equal([1, 1, 2]);
    expect(textOf(await of('event-size=1000', 'split-utf8'))).to.include('"text":"grüße');
  });

  it('of the process need what they change', async () => {
    const refused = await startServer({faults: ['endpoint=double-base']}).catch((error: Error) => error.message);
    expect(refused).to.include('no base path');
    const {port} = await serving();
    expect((await observe(port, '/mcp/sse?fault=endpoint=no-base')).status).to.equal(400);
    const {port: based} = await startServer({basePath: '/j', faults: ['endpoint=double-base']});
    expect(await (await rawGet(based, '/j/mcp/sse')).until('sessionId')).to.include('data: /j/j/mcp/sse/messages/');
  });

  it('redirect to the public path where a hop strips the prefix', async () => {
    const {port} = await serving({basePath: '/j', stripPrefix: true});
    const {status, headers} = await observe(port, '/mcp/sse/messages?sessionId=x&fault=endpoint=no-slash', {
      method: 'POST',
      body: '{}',
    });
    expect([status, headers.location?.replace(/&fault.*/, '')]).to.deep.equal([
      307,
      'http://localhost/j/mcp/sse/messages/?sessionId=x',
    ]);
  });

  it('are not for who may not ask', async () => {
    const {port} = await serving({bearerToken: 'a-token-of-sixteen'});
    for (const fault of ['header-delay=1h', 'connect-status=502', 'nonsense']) {
      expect((await observe(port, `/events?fault=${fault}`)).status, fault).to.equal(401);
    }
    const keepAlive = async (method: string, fault: string) => {
      const client = await rawGet(port, `/events?fault=${fault}`, [], 'localhost', method);
      return /^keep-alive: .*$/im.exec(await client.until('\r\n\r\n'))?.[0];
    };
    for (const method of ['GET', 'OPTIONS']) {
      expect(await keepAlive(method, 'keep-alive-timeout=1h'), method).to.equal('Keep-Alive: timeout=75');
    }
    // A browser asks without the token whether its page may ask with it.
    const preflight = {
      method: 'OPTIONS',
      headers: ['Origin: http://localhost', 'Access-Control-Request-Method: GET'],
    };
    const allowed = 'access-control-allow-origin';
    expect((await observe(port, '/events?fault=end-after=5', preflight)).headers).to.have.property(allowed);
    expect((await observe(port, '/events?fault=no-cors', preflight)).headers).to.not.have.property(allowed);
  });

  it('hold no more requests back than there are stream slots', async () => {
    const clock = steppedClock();
    const {port} = await serving({clock, limits: {streams: 2}});
    const held = [];
    for (let n = 1; n <= 2; n++) {
      held.push(await rawGet(port, '/events?fault=header-delay=1h'));
      await clock.sleeperAt(3_600_000, n);
    }
    expect((await observe(port, '/events?fault=header-delay=1h')).status).to.equal(503);
    for (const client of held) client.reset();
    const again = async () => (await (await rawGet(port, '/events')).until('\r\n\r\n')).includes(' 200 ');
    while (!(await again()));
  });

  it('keep-alive-timeout keeps no connection that its client closes', async () => {
    const {port} = await serving();
    const {headers} = await observe(port, '/health/?fault=keep-alive-timeout=1h');
    expect(headers.connection).to.equal('close');
  });
});

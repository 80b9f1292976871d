import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {setTimeout} from 'node:timers/promises';
import {expect} from 'chai';

const SERVER = path.join(import.meta.dirname, 'support/measured-server.ts');
const STREAMS = 2000;
const LIMITS = {
  streams: STREAMS + 100,
  streamsPerAddress: STREAMS + 100,
  sessionIdleMs: 300,
  headerBytes: 8192,
  bodyBytes: 10_000,
  backlogBytes: 1024 * 1024,
  backlogTotalBytes: 20 * 1024 * 1024,
};

/** The longest time that this test may be stalled between a connection and what it sends on it. */
const IMPATIENT = {headTimeoutMs: 1500, requestTimeoutMs: 2000};

interface Counted {
  readonly streams: number;
  readonly sessions: number;
  readonly causes: Readonly<Record<string, number>>;
}

interface Measured extends Counted {
  readonly heap: number;
  readonly peak: number;
  readonly timers: number;
}

interface MeasuredServer {
  readonly port: number;
  count(): Promise<Counted>;
  measure(): Promise<Measured>;
  /** Nothing may have been written to its stderr. */
  stop(): Promise<void>;
}

async function startMeasured(limits: object): Promise<MeasuredServer> {
  const child = spawn(process.execPath, ['--expose-gc', SERVER, JSON.stringify(limits)]);
  const lines = createInterface(child.stdout);
  let stderr = '';
  child.stderr.on('data', (text: Buffer) => {
    stderr += text;
  });
  const [line] = (await once(lines, 'line')) as [string];
  async function ask(what: string) {
    child.stdin.write(`${what}\n`);
    const [line] = (await once(lines, 'line')) as [string];
    return JSON.parse(line);
  }
  return {
    port: JSON.parse(line).port,
    count: () => ask('count'),
    measure: () => ask('measure'),
    async stop() {
      child.kill('SIGKILL');
      await once(child, 'exit');
      expect(stderr).to.equal('');
    },
  };
}

describe('e2e: the reference server and raw sockets', function () {
  this.timeout(300_000);
  let server: MeasuredServer;

  before(async () => {
    server = await startMeasured(LIMITS);
  });

  after(() => server.stop());

  /** Asks again until it is true: what it waits for has a time limit, and so does this test. */
  async function measureOnce(isSo: (counted: Counted) => boolean): Promise<Measured> {
    while (!isSo(await server.count())) await setTimeout(20);
    return server.measure();
  }

  /** What is in use at the most is measured all the time: without garbage that nobody collected. */
  async function measureUntil(isSo: (counted: Counted) => boolean): Promise<Measured> {
    for (;;) {
      const measured = await server.measure();
      if (isSo(measured)) return measured;
    }
  }

  /**
   * What is still in use once nothing more is released: three measurements in a row agree. Right after the last end,
   * parts are still in use by a socket that is about to close.
   */
  async function measureAtRest(isSo: (counted: Counted) => boolean, begin = measureOnce): Promise<Measured> {
    let last = await begin(isSo);
    let {peak} = last;
    for (let steady = 1; steady < 3; ) {
      const next = await server.measure();
      steady = next.heap > last.heap * 0.99 ? steady + 1 : 1;
      peak = Math.max(peak, next.peak);
      last = next;
    }
    return {...last, peak};
  }

  async function opened(port = server.port): Promise<Socket> {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'connect');
    return socket;
  }

  /** Everything that comes until the connection is over. */
  async function answered(socket: Socket): Promise<string> {
    let text = '';
    socket.setEncoding('latin1').on('data', (part: string) => {
      text += part;
    });
    // Not with `once`, which rejects when a late byte hits a closed connection: what came before counts.
    await new Promise((resolve) => socket.once('close', resolve));
    return text;
  }

  async function isWell(): Promise<void> {
    const socket = await opened();
    socket.write('GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n');
    expect(await answered(socket)).to.include('200 OK');
  }

  describe('one byte after the other', () => {
    let impatient: MeasuredServer;

    before(async () => {
      impatient = await startMeasured(IMPATIENT);
    });

    after(() => impatient.stop());

    for (const [what, start] of [
      ['nothing at all', ''],
      ['the head', 'GET /health HTTP/1.1\r\nHost: localhost\r\nX-Slow: '],
      ['the body', 'POST /api/v1/echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n'],
      ['a chunk', 'POST /mcp HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1000\r\n'],
    ] as const) {
      it(`is given up: ${what}`, async () => {
        const socket = await opened(impatient.port);
        const dripping = start === '' ? undefined : setInterval(() => socket.write('x'), 50);
        socket.write(start);
        const text = await answered(socket);
        clearInterval(dripping);
        expect(text).to.match(/^HTTP\/1\.1 408 /);
      });
    }

    it('leaves a connection alone that idles between two requests', async () => {
      const socket = await opened(impatient.port);
      const request = 'GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n';
      socket.write(request);
      await once(socket, 'data');
      const slow = await opened(impatient.port);
      await answered(slow); // For as long as both timers run.
      socket.write(request);
      const [text] = await once(socket, 'data');
      expect(String(text)).to.include('200 OK');
      socket.destroy();
    });
  });

  describe('what is not a request', () => {
    const REQUESTS: readonly (readonly [string, string, RegExp])[] = [
      ['no HTTP', 'hello\r\n\r\n', /^HTTP\/1\.1 400 /],
      ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', /^HTTP\/1\.1 400 /],
      ['no Host', 'GET /api/v1/status HTTP/1.1\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 400 /],
      [
        'two lengths',
        'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx',
        /^HTTP\/1\.1 400 /,
      ],
      [
        'a length and chunks',
        'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
        /^HTTP\/1\.1 400 /,
      ],
      [
        'a length that is none',
        'POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n',
        /^HTTP\/1\.1 400 /,
      ],
      ['NUL in the path', 'GET /\0 HTTP/1.1\r\nHost: localhost\r\n\r\n', /^HTTP\/1\.1 400 /],
      ['NUL in a header', 'GET / HTTP/1.1\r\nHost: localhost\r\nX: a\0b\r\n\r\n', /^HTTP\/1\.1 400 /],
      [
        'a head too large',
        `GET /health HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(9000)}\r\n\r\n`,
        /^HTTP\/1\.1 431 /,
      ],
      [
        'a body too large',
        `POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20000\r\n\r\n${'x'.repeat(20_000)}`,
        /^HTTP\/1\.1 413 /,
      ],
      [
        'a whole URL',
        'GET http://localhost/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n',
        /^HTTP\/1\.1 200 /,
      ],
      ['two slashes', 'GET //health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n', /^HTTP\/1\.1 404 /],
      [
        'an unknown expectation',
        'GET /health HTTP/1.1\r\nHost: localhost\r\nExpect: cookies\r\nConnection: close\r\n\r\n',
        /^HTTP\/1\.1 417 /,
      ],
    ];
    for (const [what, request, answer] of REQUESTS) {
      it(`is answered, and does no harm: ${what}`, async () => {
        const socket = await opened();
        socket.write(Buffer.from(request, 'latin1'));
        expect(await answered(socket)).to.match(answer);
        await isWell();
      });
    }
  });

  async function openStreams(count: number): Promise<Socket[]> {
    const sockets: Socket[] = [];
    // In groups, as the queue of connections waiting to be accepted is limited.
    while (sockets.length < count) {
      const group = await Promise.all(
        Array.from({length: Math.min(100, count - sockets.length)}, async (_, index) => {
          const socket = await opened();
          const stream = index % 2 === 0 ? '/mcp/sse/events?cadence=1h' : '/mcp/sse/stream';
          socket.write(`GET ${stream} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
          await once(socket, 'data');
          return socket;
        }),
      );
      sockets.push(...group);
    }
    return sockets;
  }

  it(`holds ${STREAMS} idle streams, and has its memory back when their clients vanish: three rounds`, async () => {
    // Whatever is loaded and created only once is not counted.
    for (const socket of await openStreams(STREAMS)) socket.resetAndDestroy();
    const before = await measureAtRest(({streams}) => streams === 0);
    for (let round = 1; round <= 3; round++) {
      const sockets = await openStreams(STREAMS);
      expect((await server.measure()).streams).to.equal(STREAMS);
      await isWell();
      for (const socket of sockets) socket.resetAndDestroy();
      const after = await measureAtRest(({streams}) => streams === 0);
      expect(after.heap / before.heap, `round ${round}`).to.be.below(1.1);
      expect(after.timers, `round ${round}`).to.be.at.most(before.timers);
    }
  });

  it('has its memory back when sessions idle away: three rounds', async () => {
    const params = {protocolVersion: '2025-11-25', capabilities: {}, clientInfo: {name: 'raw', version: '1'}};
    const body = JSON.stringify({jsonrpc: '2.0', id: 1, method: 'initialize', params});
    const headers = {'Content-Type': 'application/json', Accept: 'application/json, text/event-stream'};
    const begin = async () => {
      for (let group = 0; group < 4; group++) {
        await Promise.all(
          Array.from({length: 50}, async () => {
            const answer = await fetch(`http://localhost:${server.port}/mcp`, {method: 'POST', headers, body});
            expect(await answer.text()).to.include('protocolVersion');
          }),
        );
      }
    };
    await begin();
    const before = await measureAtRest(({sessions}) => sessions === 0);
    for (let round = 1; round <= 3; round++) {
      await begin();
      const after = await measureAtRest(({sessions}) => sessions === 0);
      expect(after.heap / before.heap, `round ${round}`).to.be.below(1.1);
    }
  });

  it('cuts readers that do not read, and keeps no more for them than it may: three rounds', async () => {
    const READERS = 40;
    const MIB = 1024 * 1024;
    const stalled = async () => {
      const sockets = await Promise.all(Array.from({length: READERS}, () => opened()));
      for (const socket of sockets) {
        socket.pause();
        socket.write('GET /mcp/sse/events?cadence=10ms&size=200000 HTTP/1.1\r\nHost: localhost\r\n\r\n');
      }
      return sockets;
    };
    let cut = (await server.measure()).causes['slow-reader'] ?? 0;
    const round = async () => {
      const sockets = await stalled();
      const after = await measureAtRest(({causes}) => (causes['slow-reader'] ?? 0) >= cut + READERS, measureUntil);
      cut += READERS;
      expect(after).to.include({streams: 0});
      for (const socket of sockets) socket.destroy();
      return after;
    };
    const before = await round();
    for (let n = 1; n <= 3; n++) {
      const after = await round();
      expect(after.heap / before.heap, `round ${n}`).to.be.below(1.1);
      // What may wait of all, an event more of each, and what is made and not yet collected.
      expect((after.peak - before.heap) / MIB, `round ${n}`).to.be.below(LIMITS.backlogTotalBytes / MIB + 60);
    }
  });

  it('keeps nothing of a large event that its readers have', async () => {
    const [STREAMS_WITH_PAD, PAD] = [200, 262_144];
    const before = await measureAtRest(({streams}) => streams === 0);
    const sockets = await Promise.all(
      Array.from({length: STREAMS_WITH_PAD}, async () => {
        const socket = await opened();
        socket.write(`GET /events?cadence=1h&size=${PAD} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
        let received = 0;
        socket.on('data', (part) => {
          received += part.length;
        });
        while (received < PAD) await once(socket, 'data');
        return socket;
      }),
    );
    const after = await measureAtRest(({streams}) => streams === STREAMS_WITH_PAD);
    expect((after.heap - before.heap) / STREAMS_WITH_PAD).to.be.below(PAD / 4);
    for (const socket of sockets) socket.resetAndDestroy();
    await measureAtRest(({streams}) => streams === 0);
  });

  it('is not stopped by what one client asks of it', async () => {
    const before = await measureAtRest(({streams}) => streams === 0);
    const sockets = await Promise.all(
      Array.from({length: 200}, async () => {
        const socket = await opened();
        socket.resume();
        socket.write('GET /mcp/sse/events?cadence=10ms&size=262144 HTTP/1.1\r\nHost: localhost\r\n\r\n');
        return socket;
      }),
    );
    await isWell();
    await isWell();
    for (const socket of sockets) socket.resetAndDestroy();
    const after = await measureAtRest(({streams}) => streams === 0);
    expect(after.heap / before.heap).to.be.below(1.1);
  });
});

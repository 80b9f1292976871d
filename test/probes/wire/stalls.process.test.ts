import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {createServer, type Server, type ServerResponse} from 'node:http';
import {
  constants,
  createSecureServer,
  type Http2SecureServer,
  type Http2ServerResponse,
  type ServerHttp2Session,
} from 'node:http2';
import type {AddressInfo} from 'node:net';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import {makeTestAuthority, type TestAuthority} from '../../support/test-authority.ts';

const LOOK = fileURLToPath(new URL('../../support/stalled-look.ts', import.meta.url));

const HOST = 'mcp.run.example.test';

interface Said {
  readonly status: string;
  readonly summary: string;
  readonly heals?: boolean;
}

/**
 * What is judged while the process that judges is stopped, starved or busy. No test here relies on when the test's own
 * process comes to run: what it does while the other one is stopped comes before what that one does next.
 */
describe('a look by a process that is not always there', () => {
  let server: Server;
  let http2: Http2SecureServer;
  let authority: TestAuthority;
  let answer: (response: ServerResponse) => void = () => {};
  const children = new Set<ChildProcess>();
  const sessions = new Set<ServerHttp2Session>();

  before(async () => {
    server = createServer((_request, response) => answer(response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    authority = await makeTestAuthority();
    http2 = createSecureServer(await authority.certificateFor([HOST]), (_request, response) =>
      // What these tests do with a response is the same in both.
      answer(response as unknown as ServerResponse),
    );
    http2.on('session', (session) => {
      sessions.add(session);
      session.on('close', () => sessions.delete(session));
    });
    await once(http2.listen(0, '127.0.0.1'), 'listening');
  });
  afterEach(() => {
    for (const child of children) child.kill('SIGKILL');
    children.clear();
    server.closeAllConnections();
    for (const session of sessions) session.destroy();
  });
  after(() => {
    server.close();
    http2.close();
  });

  /** Looks in a process of its own; `holding` is called when it has response headers. */
  async function look(
    check: string,
    params: object,
    {
      holding = async () => {},
      isHttp2 = false,
      ...busy
    }: {
      holding?: (child: ChildProcess) => Promise<void>;
      busyAfterMs?: number;
      busyMs?: number;
      isHttp2?: boolean;
    } = {},
  ): Promise<Said> {
    const {port} = (isHttp2 ? http2 : server).address() as AddressInfo;
    const where = isHttp2 ? {url: `https://${HOST}/`} : {url: `http://127.0.0.1:${port}/`};
    const tls = isHttp2 ? {tls: {ca: authority.cert, port}} : {};
    // One look: what is done to the stream is done to one.
    const one = check === 'sse/stream-holds' ? {protocols: [isHttp2 ? 'h2' : 'http/1.1'], codings: ['identity']} : {};
    const asked = JSON.stringify({check, params: {...where, ...one, ...params}, ...busy, ...tls});
    const child = spawn(process.execPath, [LOOK, asked], {stdio: ['ignore', 'pipe', 'inherit']});
    children.add(child);
    looking = child;
    for await (const line of createInterface(child.stdout as NodeJS.ReadableStream)) {
      if (line === 'holds') await holding(child);
      if (line.startsWith('{')) return JSON.parse(line);
    }
    throw new Error('it ended without a word');
  }
  let looking: ChildProcess | null = null;

  const stream = (response: ServerResponse) => {
    response.writeHead(200, {'Content-Type': 'text/event-stream'});
    response.write('data: hello\n\n');
  };
  const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
  const stopped = async (child: ChildProcess | null, ms: number, meanwhile: () => unknown = () => {}) => {
    child?.kill('SIGSTOP');
    await hasStopped(child);
    meanwhile();
    await pause(ms);
    child?.kill('SIGCONT');
  };

  /** What is reported about a stream that was cut, while we were stopped, before this age. */
  async function cutWithin(
    holdForMs: number,
    cut: (response: ServerResponse) => unknown,
    isHttp2 = false,
  ): Promise<Said> {
    for (;;) {
      let ageMs = 0;
      let onCut = () => {};
      answer = (response) => {
        const openedMs = performance.now();
        stream(response);
        onCut = () => {
          cut(response);
          ageMs = performance.now() - openedMs;
        };
      };
      const said = await look(
        'sse/stream-holds',
        {holdFor: `${holdForMs}ms`},
        {isHttp2, holding: (child) => stopped(child, holdForMs + 200, () => onCut())},
      );
      // Had this process come to run too late for that, it would prove nothing.
      if (ageMs < holdForMs) return said;
    }
  }

  for (const [how, cut] of [
    ['is broken off', (response: ServerResponse) => response.destroy()],
    ['is reset', (response: ServerResponse) => response.socket?.resetAndDestroy()],
    ['ends', (response: ServerResponse) => response.end()],
    ['says something and ends', (response: ServerResponse) => response.end(': bye\n\n')],
    ['says a lot and ends', (response: ServerResponse) => response.end(`: ${'x'.repeat(100)}\n`.repeat(10_000))],
  ] as const) {
    it(`does not pass a stream that ${how} while it is stopped over the end of the hold`, async () => {
      const said = await cutWithin(700, cut);
      expect(said.summary).to.match(/this machine was not scheduled for .* whether it stays open for 700 ms/);
      expect(said).to.deep.include({status: 'CannotTell', heals: true});
    });
  }

  for (const [how, cut] of [
    ['is broken off', (response: Http2ServerResponse) => response.stream.session?.destroy()],
    [
      'is given up',
      (response: Http2ServerResponse) => response.stream.session?.goaway(constants.NGHTTP2_ENHANCE_YOUR_CALM),
    ],
    ['says a lot and ends', (response: Http2ServerResponse) => response.end(`: ${'x'.repeat(100)}\n`.repeat(10_000))],
  ] as const) {
    it(`does not pass a stream of HTTP/2 that ${how} while it is stopped over the end of the hold`, async () => {
      const said = await cutWithin(700, (response) => cut(response as unknown as Http2ServerResponse), true);
      expect(said.summary).to.match(/this machine was not scheduled for .* whether it stays open for 700 ms/);
      expect(said).to.deep.include({status: 'CannotTell', heals: true});
    });
  }

  for (const isHttp2 of [false, true]) {
    const over = isHttp2 ? ', over HTTP/2' : '';
    it(`does not pass a stream that had ended in time, but had more to send than fits into the buffers${over}`, async () => {
      // The end cannot come before all of this, and most of this only comes when we read again, after the hold.
      const piece = `data: ${'x'.repeat(60_000)}\n\n`;
      const sendMuch = (response: ServerResponse) => {
        for (let n = 0; n < 300; n++) response.write(piece);
        response.end();
      };
      const said = await cutWithin(700, sendMuch, isHttp2);
      expect(said.summary).to.match(/this machine was not scheduled for .* whether it stays open for 700 ms/);
    });
  }

  it('passes a stream of HTTP/2 that is seen open after the hold', async () => {
    answer = stream;
    const options = {isHttp2: true, holding: (child: ChildProcess) => stopped(child, 700)};
    const said = await look('sse/stream-holds', {holdFor: '500ms', expect: 'headers'}, options);
    expect(said.status).to.equal('pass');
  });

  it('fails a stream that ends long before the end of the hold, however late that is seen', async () => {
    let open: ServerResponse | null = null;
    answer = (response) => {
      open = response;
      stream(response);
    };
    const said = await look(
      'sse/stream-holds',
      {holdFor: '60s'},
      {holding: (child) => stopped(child, 500, () => open?.destroy())},
    );
    expect(said.status).to.equal('fail');
  });

  it('passes a stream that is seen open after the hold, as long as nothing else is asked of it', async () => {
    answer = stream;
    const said = await look(
      'sse/stream-holds',
      {holdFor: '500ms', expect: 'headers'},
      {holding: (child) => stopped(child, 700)},
    );
    expect(said.status).to.equal('pass');
  });

  it('cannot tell of a heartbeat that came while it was stopped', async () => {
    let open: ServerResponse | null = null;
    answer = (response) => {
      open = response;
      stream(response);
    };
    const said = await look(
      'sse/stream-holds',
      {holdFor: '300ms', heartbeatWithin: '1s'},
      {holding: (child) => stopped(child, 1500, () => open?.write(': beat\n\n'))},
    );
    expect(said.summary).to.contain('whether it was ever silent for more than 1 s');
  });

  it('fails a stream that was cut in time beside work of our own that takes longer than the hold', async () => {
    answer = (response) => {
      stream(response);
      response.end();
    };
    const said = await look('sse/stream-holds', {holdFor: '60s'}, {busyAfterMs: 0, busyMs: 600});
    expect(said.status).to.equal('fail');
  });

  it('does not blame a page for the time that it did not run in itself', async () => {
    answer = (response) => void stopped(looking, 1000, () => response.end('ok'));
    const said = await look('http/responds', {within: '500ms'});
    expect(said.summary).to.match(/this machine was not scheduled for .* whether it is complete within 500 ms/);
  });

  it('blames a page that takes longer than its limit and our absence together', async () => {
    answer = (response) => {
      void stopped(looking, 200);
      setTimeout(() => response.end('late'), 3000);
      response.writeHead(200, {'Content-Length': 4});
      response.flushHeaders();
    };
    const said = await look('http/responds', {within: '500ms'});
    expect(said.summary).to.contain('its body did not end within 500 ms');
  });

  it('waits on for headers for as long as it was stopped', async () => {
    answer = (response) => void stopped(looking, 1500).then(() => setTimeout(() => response.end('ok'), 1));
    const said = await look('http/responds', {within: '1s'});
    expect(said.status).to.equal('CannotTell');
    expect(said.summary).to.contain('whether it is complete within 1 s');
  });

  it('says that nothing came when nothing comes in the time that it was there either', async () => {
    answer = () => void stopped(looking, 600);
    const said = await look('http/responds', {within: '500ms'});
    expect(said.status).to.equal('fail');
    expect(said.summary).to.contain('no response headers came within 500 ms, though the same address answers');
  });

  it('passes a page however often it is stopped for a moment', async () => {
    answer = (response) => {
      void (async () => {
        for (let n = 0; n < 10; n++) {
          await stopped(looking, 30);
          await pause(30);
        }
        response.end('ok');
      })();
    };
    const said = await look('http/responds', {within: '30s'});
    expect(said.status).to.equal('pass');
  });
});

/** A signal is delivered when the kernel comes to it. */
async function hasStopped(child: ChildProcess | null): Promise<void> {
  for (let turns = 0; turns < 1000; turns++) {
    const state = /^State:\s+(\w)/m.exec(readFileSync(`/proc/${child?.pid}/status`, 'utf8'))?.[1];
    if (state === 'T') return;
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

import {expect} from 'chai';
import {steppedClock} from '../../support/stepped-clock.ts';
import {call, initialize, JSON_POST, openSession, post, stateless} from '../support/mcp-requests.ts';
import {rawGet} from '../support/raw-client.ts';
import {startServer, stopServers} from '../support/started-server.ts';
import {type Observed, observe, textOf} from './observed.ts';

const COUNT = {name: 'count', arguments: {to: 3, intervalMs: 1}};
const ORIGIN = 'Origin: http://localhost';

/** A call that reports progress three times, then answers: on each of the two revisions' streams. */
const STREAMS: readonly (readonly [string, (port: number, fault: string) => Promise<Observed>])[] = [
  [
    '2025-11-25',
    async (port, fault) => {
      const session = await openSession(port);
      const params = {...COUNT, _meta: {progressToken: 1}};
      const body = JSON.stringify({jsonrpc: '2.0', id: 2, method: 'tools/call', params});
      return await observe(port, `/mcp?fault=${fault}`, {method: 'POST', headers: [...JSON_POST, ...session], body});
    },
  ],
  ['2026-07-28', (port, fault) => observe(port, `/mcp?fault=${fault}`, stateless(2, 'tools/call', COUNT))],
];

function progressIn(observed: Observed): readonly number[] {
  return [...textOf(observed).matchAll(/"progress":(\d)/g)].map(([, number]) => Number(number));
}

describe("mcp-server faults on MCP's streams over HTTP", () => {
  afterEach(stopServers);

  const serving = (options: Parameters<typeof startServer>[0] = {}) =>
    startServer({allowFaults: true, heartbeatMs: 0, ...options});

  for (const [revision, counted] of STREAMS) {
    describe(revision, () => {
      const of = async (fault: string) => counted((await serving()).port, fault);

      it('without one, has three messages and a result', async () => {
        const good = await of('no-heartbeat');
        expect([good.status, good.end, ...progressIn(good)]).to.deep.equal([200, 'complete', 1, 2, 3]);
        expect(textOf(good)).to.include('counted to 3');
      });

      for (const [fault, end] of [
        ['fin-after=2', 'truncated'],
        ['reset-after=2', 'reset'],
        ['end-after=2', 'complete'],
      ] as const) {
        it(`${fault}: ${end}, without a result`, async () => {
          const observed = await of(fault);
          expect(observed.end).to.equal(end);
          expect(textOf(observed)).to.not.include('counted');
        });
      }

      it('max-bytes: truncated', async () => {
        const observed = await of('max-bytes=150');
        expect([observed.end, textOf(observed).length]).to.deep.equal(['truncated', 150]);
      });

      it('missing-seq and duplicate-seq: a message less or more', async () => {
        // The priming event of 2025-11-25 is one, too.
        const all = (await of('no-heartbeat')).chunks.length;
        expect((await of('missing-seq=2')).chunks.length).to.be.lessThan(all);
        expect((await of('duplicate-seq=2')).chunks.length).to.be.greaterThan(all);
      });

      it('no-result: an end without it', async () => {
        const observed = await of('no-result');
        expect([observed.end, ...progressIn(observed)]).to.deep.equal(['complete', 1, 2, 3]);
        expect(textOf(observed)).to.not.include('counted');
      });

      it('event-size: the JSON is as long, and nothing else', async () => {
        const text = textOf(await of('event-size=2000'));
        expect(text).to.match(/^data: \{.{1998,}$/m);
        if (revision === '2025-11-25') expect(text).to.match(/^data: $/m);
      });

      it('content-type, line-ending, odd-fields: as on any stream', async () => {
        expect((await of('content-type=text/html')).headers['content-type']).to.equal('text/html');
        expect(textOf(await of('line-ending=crlf'))).to.not.match(/[^\r]\n/);
        expect(textOf(await of('odd-fields'))).to.include('\n data: led by a space');
      });

      it('connect-status and connection-cap: turned away', async () => {
        const {status, headers} = await of('connect-status=503');
        expect([status, headers['content-type']]).to.deep.equal([503, 'text/html']);
        const {port} = await serving();
        await (await rawGet(port, '/events')).until('"seq":1');
        expect((await counted(port, 'connection-cap=1')).status).to.equal(503);
      });
    });
  }

  it('a call without messages of its own meets them too, in the stateless revision', async () => {
    const {port} = await serving();
    const echo = {name: 'echo', arguments: {message: 'hello'}};
    const good = await observe(port, '/mcp', stateless(3, 'tools/call', echo));
    expect(good.headers['content-type']).to.equal('application/json');
    const without = await observe(port, '/mcp?fault=no-result', stateless(3, 'tools/call', echo));
    expect([without.status, textOf(without).includes('hello')]).to.deep.equal([200, false]);
    const other = await rawGet(port, '/mcp/sse');
    await other.until('sessionId=');
    await observe(port, '/mcp?fault=wrong-stream', stateless(4, 'tools/call', echo));
    expect(await other.until('hello'))
      .to.include('"id":4')
      .and.not.match(/^id: /m);
  });

  it('wrong-stream keeps to what the other stream is like', async () => {
    const {port} = await serving();
    const other = await rawGet(port, '/mcp/sse?fault=line-ending=crlf');
    await other.until('sessionId=');
    await observe(
      port,
      '/mcp?fault=wrong-stream',
      stateless(4, 'tools/call', {name: 'echo', arguments: {message: 'x'}}),
    );
    expect(await other.until('"id":4')).to.match(/event: message\r\n|data: .*"id":4.*\r\n/);
  });

  it('header-delay holds back the head of a subscription', async () => {
    const clock = steppedClock();
    const {port} = await serving({clock});
    const {headers, body} = stateless(5, 'subscriptions/listen', {notifications: {toolsListChanged: true}});
    const client = await post(port, '/mcp?fault=header-delay=2s', headers, body);
    await clock.sleeperAt(2000);
    clock.advance(2000);
    expect(await client.until('acknowledged')).to.match(/^HTTP\/1\.1 200 /);
  });

  it('lost-session answers as another instance would, so that a page can read it', async () => {
    const {port} = await serving();
    const session = await openSession(port);
    const {status, headers, raw} = await observe(port, '/mcp?fault=lost-session=100', {
      method: 'POST',
      headers: [...JSON_POST, ...session, ORIGIN],
      body: JSON.stringify(call(2, 'echo', {message: 'x'})),
    });
    expect([status, headers['access-control-allow-origin']]).to.deep.equal([404, 'http://localhost']);
    expect(raw.toString()).to.include('"code":-32001');
  });

  it('reject and connect-status send no CORS headers, like the hops they imitate', async () => {
    const {port} = await serving();
    for (const fault of ['reject=origin', 'connect-status=502']) {
      const {status, headers} = await observe(port, `/events?fault=${fault}`, {headers: [ORIGIN]});
      expect(status, fault).to.be.oneOf([403, 502]);
      expect(headers, fault).to.not.have.property('access-control-allow-origin');
    }
  });

  it('lost-last-event-id and ignore-resume lose what a client of 2025-11-25 missed', async () => {
    const {port} = await serving();
    const session = await openSession(port);
    const {raw} = await observe(port, '/mcp', {
      method: 'POST',
      headers: [...JSON_POST, ...session],
      body: JSON.stringify(call(2, 'echo', {message: 'missed'})),
    });
    const [, id = ''] = /^id: (\S+)$/m.exec(raw.toString()) ?? [];
    const resume = (fault: string) =>
      rawGet(port, `/mcp?fault=${fault}`, [...session, 'Accept: text/event-stream', `Last-Event-ID: ${id}`]);
    expect(await (await resume('nul')).until('missed')).to.include('"id":2');
    for (const fault of ['lost-last-event-id', 'ignore-resume']) {
      const client = await resume(fault);
      expect(await client.until(': open'), fault).to.match(/^HTTP\/1\.1 200 /);
      await observe(port, '/health');
      expect(await client.until(': open'), fault).to.not.include('missed');
      client.reset();
      while ((await observe(port, '/api/v1/status')).raw.includes('"openStreams":1'));
    }
  });

  it("of a session's stream are those of its messages, and of nothing else that names it", async () => {
    const {port} = await serving();
    const stream = await rawGet(port, '/mcp/sse?fault=content-type=text/plain');
    const [, session = ''] = /sessionId=(\S+)/.exec(await stream.until('sessionId=')) ?? [];
    const {headers} = await observe(port, `/events?count=1&sessionId=${session}`);
    expect(headers['content-type']).to.equal('text/event-stream');
  });

  it('session-id=hidden leaves a client without a session', async () => {
    const {port} = await serving();
    const {headers} = await observe(port, '/mcp?fault=session-id=hidden', {
      method: 'POST',
      headers: JSON_POST,
      body: initialize(),
    });
    expect(headers).to.not.have.property('mcp-session-id');
    const body = JSON.stringify(call(2, 'echo', {message: 'x'}));
    expect((await observe(port, '/mcp', {method: 'POST', headers: JSON_POST, body})).status).to.equal(400);
  });
});

import {expect} from 'chai';
import {EventSource} from 'eventsource';
import {steppedClock} from '../../support/stepped-clock.ts';
import {rawGet} from '../support/raw-client.ts';
import {startServer, stopServers} from '../support/started-server.ts';

interface Measured {
  readonly seq: number;
  readonly serverTime: string;
  readonly sinceStartMs: number;
  readonly stream: string;
  readonly cadenceMs: number;
}

/** The first `count` events that a real EventSource receives. */
function eventsFrom(url: string, count: number): Promise<Measured[]> {
  return new Promise((resolve, reject) => {
    const source = new EventSource(url);
    const events: Measured[] = [];
    source.onmessage = ({data}) => {
      events.push(JSON.parse(data));
      if (events.length < count) return;
      source.close();
      resolve(events);
    };
    source.onerror = (error) => {
      source.close();
      reject(new Error(error.message ?? 'connection lost'));
    };
  });
}

describe('mcp-server measuring stream', () => {
  afterEach(stopServers);

  for (const path of ['/mcp/sse/events', '/events']) {
    it(`sends numbered, timed events at ${path}`, async () => {
      const {url} = await startServer({basePath: '/jessica-service'});
      const events = await eventsFrom(`${url}${path}?cadence=10ms`, 5);
      expect(events.map(({seq}) => seq)).to.deep.equal([1, 2, 3, 4, 5]);
      expect(new Set(events.map(({stream}) => stream)).size).to.equal(1);
      expect(events.map(({cadenceMs}) => cadenceMs)).to.deep.equal([10, 10, 10, 10, 10]);
      const times = events.map(({sinceStartMs}) => sinceStartMs);
      expect(times).to.deep.equal([...times].sort((a, b) => a - b));
      expect(events.every(({serverTime}) => new Date(serverTime).toISOString() === serverTime)).to.equal(true);
    });
  }

  it('has the headers that keep hops from holding it back, and begins at once', async () => {
    const {port} = await startServer({clock: steppedClock()});
    const head = (await (await rawGet(port, '/events')).until('"seq":1')).toLowerCase();
    expect(head).to.match(/^http\/1\.1 200 ok\r\n/);
    expect(head).to.include('content-type: text/event-stream\r\n');
    expect(head).to.include('cache-control: no-cache, no-transform\r\n');
    expect(head).to.include('x-accel-buffering: no\r\n');
    expect(head).to.include(': open\n\n');
  });

  it('keeps the beat of events and of heartbeats apart, and each event to its multiple of the cadence', async () => {
    const clock = steppedClock();
    const {port} = await startServer({clock, heartbeatMs: 15_000, cadenceMs: 40_000});
    const client = await rawGet(port, '/events');
    await Promise.all([client.until('"seq":1'), clock.sleeperAt(15_000), clock.sleeperAt(40_000)]);
    clock.advance(15_000);
    expect(await client.until(': heartbeat')).to.not.include('"seq":2');
    await clock.sleeperAt(30_000);
    clock.advance(26_000); // Late: the event is due at 40 s, the clock is at 41 s.
    expect(await client.until('"seq":2')).to.include('"sinceStartMs":41000');
    await clock.sleeperAt(80_000);
  });

  it('keeps heartbeats to their multiples when one is late, and makes up for none that was missed', async () => {
    const clock = steppedClock();
    const {port} = await startServer({clock, heartbeatMs: 15_000});
    const client = await rawGet(port, '/events?cadence=1h');
    await Promise.all([client.until('"seq":1'), clock.sleeperAt(15_000)]);
    clock.advance(15_007);
    await clock.sleeperAt(30_000);
    clock.advance(60_000); // As on a machine that was stopped.
    await clock.sleeperAt(90_010);
    const inChunks = [': heartbeat\n\n', 'd', ': heartbeat\n\n'].join('\r\n');
    expect((await client.until(inChunks)).match(/: heartbeat/g)).to.have.length(2);
  });

  it('sends no heartbeat when asked not to', async () => {
    const clock = steppedClock();
    const {port} = await startServer({clock, heartbeatMs: 15_000});
    const client = await rawGet(port, '/events?heartbeat=0&cadence=20s');
    await Promise.all([client.until('"seq":1'), clock.sleeperAt(20_000)]);
    clock.advance(20_000);
    expect(await client.until('"seq":2')).to.not.include('heartbeat\n');
  });

  it('ends after `count` events', async () => {
    const {url} = await startServer();
    const text = await (await fetch(`${url}/events?count=3&cadence=10`)).text();
    expect(text.match(/^data: /gm)).to.have.length(3);
  });

  it('pads each event, tells when to come back once, and gives each event an id that needs no preflight', async () => {
    const {url} = await startServer();
    const text = await (await fetch(`${url}/events?count=2&cadence=10&size=100000&retry=1234`)).text();
    expect(text.match(/^retry: .*$/gm)).to.deep.equal(['retry: 1234']);
    const ids = [...text.matchAll(/^id: (.*)$/gm)].map(([, id]) => id);
    expect(ids).to.have.length(2);
    for (const id of ids) expect(id).to.match(/^[A-Za-z0-9._-]{1,128}$/);
    const events = [...text.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data));
    expect(events.map(({seq, pad}) => [seq, pad.length])).to.deep.equal([
      [1, 100_000],
      [2, 100_000],
    ]);
    expect(await (await fetch(`${url}/events?count=2&cadence=10&ids=0`)).text()).to.not.match(/^id:/m);
  });

  it('goes on where a client was, on whichever instance, and tells it when there is no more', async () => {
    const [one, other] = [await startServer(), await startServer()];
    const first = await (await fetch(`${one.url}/events?count=2&cadence=10`)).text();
    const id = [...first.matchAll(/^id: (.*)$/gm)].at(-1)?.[1] ?? '';
    const headers = {'Last-Event-ID': id};
    const second = await (await fetch(`${other.url}/events?count=4&cadence=10`, {headers})).text();
    const events = [...second.matchAll(/^data: (.*)$/gm)].map(([, data = '']) => JSON.parse(data));
    expect(events.map(({seq}) => seq)).to.deep.equal([3, 4]);
    expect(events[0]).to.include({resumedAfter: 2, stream: id.split('.')[0], instance: other.server.instance});
    expect(events[0]?.connection)
      .to.match(/^[0-9a-f-]{36}$/)
      .and.not.equal(id.split('.')[0]);
    const over = await fetch(`${other.url}/events?count=2&cadence=10`, {headers});
    expect([over.status, await over.text()]).to.deep.equal([204, '']);
    const anew = await (await fetch(`${other.url}/events?count=2&cadence=10&resume=0`, {headers})).text();
    expect(anew).to.include('"seq":1,').and.not.include(id);
  });

  it('refuses parameters that it cannot keep to, naming them', async () => {
    const {url} = await startServer();
    for (const parameter of [
      'cadence=soon',
      'cadence=0',
      'cadence=',
      'heartbeat=1ms',
      'count=0',
      'count=1.5',
      'count=x',
    ]) {
      const response = await fetch(`${url}/events?${parameter}`);
      expect(response.status, parameter).to.equal(400);
      expect(await response.text()).to.include(parameter);
    }
  });

  it('tells concurrent streams apart', async () => {
    const {server, url} = await startServer();
    const streams = await Promise.all(Array.from({length: 20}, () => eventsFrom(`${url}/events?cadence=10ms`, 3)));
    for (const events of streams) expect(events.map(({seq}) => seq)).to.deep.equal([1, 2, 3]);
    expect(new Set(streams.map(([first]) => first?.stream)).size).to.equal(20);
    expect(server.openStreams()).to.be.at.most(20);
  });

  it('forgets a client that vanished', async () => {
    const {server, url, port} = await startServer();
    const client = await rawGet(port, '/events');
    await client.until('"seq":1');
    expect(server.openStreams()).to.equal(1);
    client.reset();
    while (server.openStreams() > 0) await (await fetch(`${url}/health`)).text();
  });
});

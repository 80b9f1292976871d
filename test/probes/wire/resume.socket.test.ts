import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {expect} from 'chai';
import {resumes} from '../../../src/checks/sse/resumes.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {ResumeRequest} from '../../../src/model/facts/wire/resumption.ts';
import {attempt} from '../../support/attempt.ts';
import {liveWire} from '../../support/live-wire.ts';
import {worldOf} from '../../support/wire-facts.ts';

type Route = (lastEventId: string | undefined, response: ServerResponse, request: IncomingMessage) => void;

function stream(response: ServerResponse, first: number, idOf: (n: number) => string = String): void {
  response.writeHead(200, {'Content-Type': 'text/event-stream'});
  response.write('retry: 20\n\n');
  let next = first;
  const timer = setInterval(() => {
    response.write(`id: ${idOf(next)}\ndata: ${next}\n\n`);
    next += 1;
  }, 2);
  response.on('close', () => clearInterval(timer));
}

const ROUTES: Readonly<Record<string, Route>> = {
  '/goes-on': (last, response) => stream(response, Number(last ?? 0) + 1),
  '/ignores': (_last, response) => stream(response, 1),
  '/inclusive': (last, response) => stream(response, Number(last ?? 1)),
  '/loses': (last, response) => stream(response, last === undefined ? 1 : Number(last) + 3),
  '/opaque': (last, response) =>
    stream(response, Number(last?.split('/')[0] ?? 0) + 1, (n) => `${n}/${(n * 7919) % 97}x`),
  '/unicode': (last, response) => stream(response, Number(last ?? 0) + 1, (n) => `ü${n}`),
  '/says-no-more': (last, response) => (last === undefined ? stream(response, 1) : response.writeHead(204).end()),
  '/breaks': (last, response) => (last === undefined ? stream(response, 1) : response.writeHead(500).end('oops')),
  '/closes': (last, response) => (last === undefined ? stream(response, 1) : response.destroy()),
  '/no-ids': (_last, response) => {
    response.writeHead(200, {'Content-Type': 'text/event-stream'});
    response.write('data: a\n\ndata: b\n\ndata: c\n\n');
  },
  '/ends': (last, response) => {
    const first = Number(last ?? 0) + 1;
    response.writeHead(200, {'Content-Type': 'text/event-stream'});
    response.end(`retry: 20\nid: ${first}\ndata: a\n\nid: ${first + 1}\ndata: b\n\nid: 99\ndata: lost`);
  },
  '/later': (_last, response) => {
    response.writeHead(200, {'Content-Type': 'text/event-stream'});
    response.write('retry: 600000\nid: 1\ndata: a\n\nid: 2\ndata: b\n\nid: 3\ndata: c\n\n');
  },
  '/page': (_last, response) => response.writeHead(200, {'Content-Type': 'text/html'}).end('<html>'),
};

describe('a client of a stream that is cut', () => {
  let server: Server;
  let origin: string;
  const asked: (string | string[] | undefined)[] = [];

  before(async () => {
    server = createServer((request, response) => {
      const last = request.headers['last-event-id'];
      asked.push(last);
      // Node.js reads headers as Latin-1.
      const id = typeof last === 'string' ? Buffer.from(last, 'latin1').toString() : undefined;
      ROUTES[request.url ?? '']?.(id?.replace('ü', ''), response, request);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const look = (path: string, differing: Partial<ResumeRequest> = {}) =>
    liveWire()
      .sse(attempt())
      .resume({
        ...{url: `${origin}${path}`, headers: {'X-Of-Ours': 'sent'}, headersWithinMs: 60_000, retryAtMostMs: 60_000},
        ...{events: 3, eventsWithinMs: 60_000},
        ...differing,
      });

  it('comes back with the id of its last event', async () => {
    asked.length = 0;
    const {connections, gaveUp, url} = await look('/goes-on');
    expect(url).to.equal(`${origin}/goes-on`);
    expect(gaveUp).to.equal(null);
    const [cut, resumed] = connections;
    expect(cut).to.deep.include({lastEventId: null});
    expect(cut?.ids.slice(0, 3)).to.deep.equal(['1', '2', '3']);
    expect(cut?.observation.answer?.end).to.equal('held');
    expect(resumed?.lastEventId).to.equal(cut?.lastId);
    expect(Number(resumed?.ids[0])).to.equal(Number(cut?.lastId) + 1);
    expect(asked).to.deep.equal([undefined, cut?.lastId]);
  });

  it('comes back to the address it is given', async () => {
    // Nothing is looked up: no such name exists.
    const {port} = new URL(origin);
    const params = resumes.params.parse({
      ...{url: `http://nowhere.invalid:${port}/goes-on`, address: '127.0.0.1'},
      ...{codings: ['identity'], protocols: ['http/1.1']},
    });
    const {status} = await resumes.run(params, worldOf({sse: liveWire().sse(attempt())}));
    expect(status).to.equal('pass');
  });

  it('takes what an unfinished event says for nothing', async () => {
    const {connections} = await look('/ends');
    expect(connections.map(({lastId, lastEventId}) => [lastEventId, lastId])).to.deep.equal([
      [null, '2'],
      ['2', '4'],
    ]);
  });

  it('sends an id as UTF-8', async () => {
    const {connections} = await look('/unicode');
    expect(connections[1]?.lastEventId)
      .to.equal(connections[0]?.lastId)
      .and.match(/^ü\d+$/);
  });

  it('gives up where the server says no more, and says why', async () => {
    expect((await look('/says-no-more')).gaveUp).to.include('204');
    expect((await look('/breaks')).gaveUp).to.include('500');
    const page = await look('/page');
    expect(page.connections).to.have.length(1);
  });

  it('is not waited for longer than is said', async () => {
    const {connections, gaveUp} = await look('/later', {retryAtMostMs: 599_999});
    expect(connections.map(({observation}) => observation.answer?.framing.retryMs)).to.deep.equal([600_000]);
    expect(gaveUp).to.equal(null);
  });

  describe('as sse/resumes judges it', () => {
    const judge = (path: string) => {
      const params = resumes.params.parse({url: `${origin}${path}`, codings: ['identity'], protocols: ['http/1.1']});
      return resumes.run(params, worldOf({sse: liveWire().sse(attempt())})).then(
        ({status, summary}) => `${status} ${summary}`,
        (thrown: unknown) => (thrown instanceof CannotTell ? `error ${thrown.message}` : Promise.reject(thrown)),
      );
    };
    const rows: readonly (readonly [string, RegExp])[] = [
      ['/goes-on', /^pass .*cut by us, its client came back .*: nothing missed, nothing twice$/],
      ['/ends', /^pass .*ended by the other side \(complete\)/],
      ['/unicode', /^pass .*cut by us/],
      ['/ignores', /^fail .*sends \d+ events? again after Last-Event-ID \d+/],
      ['/inclusive', /^fail .*sends \d+ again after Last-Event-ID/],
      ['/loses', /^fail .*leaves 2 events out after Last-Event-ID/],
      ['/opaque', /^error .*do not count by equal steps.*none came twice/],
      ['/says-no-more', /^fail .*to the client that comes back: answers 204/],
      ['/breaks', /^fail .*to the client that comes back: answers 500/],
      ['/closes', /^fail .*to the client that comes back: the connection was closed/],
      ['/no-ids', /^fail .*cannot be resumed: its 3 events had no id/],
      ['/later', /^error .*come back after 10 min \(retry\)/],
      ['/page', /^fail .*HTML page/],
    ];
    for (const [path, says] of rows) {
      it(`${path.slice(1)}: ${says.source.slice(1, 5)}`, async () => {
        expect(await judge(path)).to.match(says);
      });
    }
  });
});

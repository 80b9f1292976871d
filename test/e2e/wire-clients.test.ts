import {expect} from 'chai';
import {makeBeds} from './wire/beds.ts';
import {type Follower, NODE_FOLLOWERS, type Received, startChromium} from './wire/clients.ts';
import type {ClientsGet, WireRow} from './wire/row.ts';
import {WIRE_ROWS} from './wire/rows.ts';

/** What comes at all comes by then, on a busy machine too. */
const COMES_WITHIN_MS = 20_000;
/** What has not come by then does not: rows send something every 2 s at most. */
const NOTHING_WITHIN_MS = 3000;

type AskedRow = WireRow & {readonly clients: ClientsGet};

const ROWS = Object.values(WIRE_ROWS)
  .flat()
  .filter((row): row is AskedRow => row.clients !== undefined);

/** The table says what real clients make of its rows: they are asked. */
describe('e2e: what real clients make of the rows of the wire', function () {
  this.timeout(180_000);
  const started = new AsyncDisposableStack();
  const urls = new Map<AskedRow, string>();
  let followers: Readonly<Record<string, Follower>>;

  before(async () => {
    const beds = makeBeds(started);
    for (const row of ROWS) {
      const target = await row.start(beds);
      urls.set(row, typeof target === 'string' ? target : target.url);
    }
    followers = {...NODE_FOLLOWERS, Chromium: await startChromium(started)};
  });

  after(() => started.disposeAsync());

  for (const name of [...Object.keys(NODE_FOLLOWERS), 'Chromium']) {
    it(name, async () => {
      // The certificate of the rows over TLS is one that only the browser is told to take.
      const rows = ROWS.filter((row) => name === 'Chromium' || urls.get(row)?.startsWith('http:'));
      const wrong: (string | null)[] = [];
      for (const get of ['events', 'refused', 'nothing'] as const) {
        const asked = rows.filter(({clients}) => clients.get === get);
        const withinMs = get === 'nothing' ? NOTHING_WITHIN_MS : COMES_WITHIN_MS;
        const follower = followers[name];
        const received = await follower?.follow(
          asked.map((row) => urls.get(row) ?? ''),
          withinMs,
        );
        wrong.push(...asked.map((row, index) => difference(row, received?.[index])));
      }
      expect(wrong.filter((text) => text !== null)).to.deep.equal([]);
    });
  }
});

/** What differs from what the row says; null: nothing. */
function difference({what, clients: {get, first}}: AskedRow, received: Received | undefined): string | null {
  const isAsSaid =
    received?.events === (get === 'events' ? 1 : 0) &&
    received.closed === (get === 'refused') &&
    (first === undefined || first === (typeof first === 'number' ? received.firstLength : received.first));
  return isAsSaid ? null : `${what}: not ${get}: ${JSON.stringify(received)}`;
}

import {Client as ModernClient, SSEClientTransport as ModernSse} from '@modelcontextprotocol/client';
import {Client} from '@modelcontextprotocol/sdk/client/index.js';
import {SSEClientTransport} from '@modelcontextprotocol/sdk/client/sse.js';
import {expect} from 'chai';
import {inParallel} from './support/in-parallel.ts';
import {PythonSdks} from './support/python-sdk.ts';
import {makeBeds} from './wire/beds.ts';
import {expectRowSaid, saidOf} from './wire/expect-said.ts';
import {BASE_PATH_ROWS, type BasePathRow, ENDPOINT_ROWS} from './wire/rows/base-path.ts';
import {type Looked, lookAtRows} from './wire/run.ts';
import {readSaid, writeSaid} from './wire/said.ts';

/** How long a client waits where it has to be served: longer than a busy machine takes. */
const SERVED_WITHIN_MS = 60_000;
/** And where it is not served: in some rows nothing ever answers it. */
const PATIENCE_MS = 5000;
/** Two workers let four messages of a session through by chance one time in 16. */
const TRIES = 6;

/** Most of it is waiting for answers that do not come. */
const AT_ONCE = 6;

const MESSAGE = 'grüße';

/** Opens a session and calls a tool; what the tool said. Rejects where the client does not get so far. */
type Ask = (url: URL, patienceMs: number) => Promise<string>;

const textOf = (content: unknown) => (content as readonly {readonly text: string}[])[0]?.text ?? '';

const PYTHON = new PythonSdks();

const CLIENTS: Readonly<Record<string, Ask>> = {
  'the TypeScript SDK 1.x': async (url, timeout) => {
    const client = new Client({name: 'e2e', version: '1'});
    try {
      await client.connect(new SSEClientTransport(url), {timeout});
      const asked = {name: 'echo', arguments: {message: MESSAGE}};
      return textOf((await client.callTool(asked, undefined, {timeout})).content);
    } finally {
      await client.close();
    }
  },
  'the TypeScript SDK 2.x': async (url, timeout) => {
    const client = new ModernClient({name: 'e2e', version: '2'}, {versionNegotiation: {mode: 'legacy'}});
    try {
      await client.connect(new ModernSse(url), {timeout});
      return textOf((await client.callTool({name: 'echo', arguments: {message: MESSAGE}}, {timeout})).content);
    } finally {
      await client.close();
    }
  },
  'the Python SDK 1.x': async (url, timeout) => {
    const {code, stdout, stderr} = await PYTHON.run('venv', 'mcp_client.py', ['sse', url.href], (2 * timeout) / 1000);
    if (code !== 0) throw new Error(`mcp_client.py ended with ${code}:\n${stderr}`);
    return JSON.parse(stdout).text;
  },
};

/** `UPDATE_GOLDEN=1` writes what is said anew, for a reviewer to read; `npm run generate` then makes the page of it. */
const IS_UPDATE = process.env.UPDATE_GOLDEN === '1';

const ROWS = {'fastapi-mcp': BASE_PATH_ROWS, 'over TLS': ENDPOINT_ROWS};

describe('e2e: MCP below a base path', function () {
  this.timeout(600_000);
  const started = new AsyncDisposableStack();
  const beds = makeBeds(started);
  after(async () => {
    PYTHON.close();
    await started.disposeAsync();
  });

  describe('as official clients find it', () => {
    let found: ReadonlyMap<BasePathRow, Promise<void>>;

    before(() => {
      found = inParallel(AT_ONCE, BASE_PATH_ROWS, async ({start, works}) => {
        const target = await start(beds);
        const url = new URL(typeof target === 'string' ? target : target.url);
        await Promise.all(
          Object.entries(CLIENTS).map(async ([name, ask]) => {
            if (works) expect(await ask(url, SERVED_WITHIN_MS), name).to.include(MESSAGE);
            else expect(await firstFailure(ask, url), `${name} works ${TRIES} times`).to.be.an.instanceOf(Error);
          }),
        );
      });
    });

    for (const row of BASE_PATH_ROWS) {
      it(`${row.works ? 'works' : 'does not work'}: ${row.what}`, () => found.get(row));
    }
  });

  describe('as the tool finds it, with the right one of the causes', () => {
    let looked: readonly Looked[];

    before(async () => {
      looked = await lookAtRows(Object.values(ROWS).flat(), beds);
      if (IS_UPDATE) writeSaid('base-path', saidOf(ROWS, looked));
    });

    for (const row of Object.values(ROWS).flat()) {
      it(row.what, () => {
        expectRowSaid(row, looked, readSaid('base-path'));
      });
    }

    it('is in the docs as it is now', () => {
      const told = readSaid('base-path').map(({where, what}) => ({where, what}));
      expect(told).to.deep.equal(saidOf(ROWS, looked).map(({where, what}) => ({where, what})));
    });
  });
});

async function firstFailure(ask: Ask, url: URL): Promise<unknown> {
  for (let tried = 1; tried <= TRIES; tried++) {
    try {
      await ask(url, PATIENCE_MS);
    } catch (thrown) {
      return thrown;
    }
  }
  return null;
}

import path from 'node:path';
import {Client as ModernClient, SSEClientTransport as ModernSse} from '@modelcontextprotocol/client';
import {Client} from '@modelcontextprotocol/sdk/client/index.js';
import {SSEClientTransport} from '@modelcontextprotocol/sdk/client/sse.js';
import {expect} from 'chai';
import {run} from './support/run.ts';
import {ROOT} from './support/tool.ts';
import {makeBeds} from './wire/beds.ts';
import {BASE_PATH_ROWS, ENDPOINT_ROWS} from './wire/rows/base-path.ts';
import {lookAtRows} from './wire/run.ts';

/** How long a client may take where nothing answers it. */
const PATIENCE_MS = 5000;
/** Two workers let four messages of a session through by chance one time in 16. */
const TRIES = 6;

const MESSAGE = 'grüße';

/** Opens a session and calls a tool; what the tool said. Rejects where the client does not get so far. */
type Ask = (url: URL) => Promise<string>;

const textOf = (content: unknown) => (content as readonly {readonly text: string}[])[0]?.text ?? '';

const CLIENTS: Readonly<Record<string, Ask>> = {
  'the TypeScript SDK 1.x': async (url) => {
    const client = new Client({name: 'e2e', version: '1'});
    try {
      await client.connect(new SSEClientTransport(url), {timeout: PATIENCE_MS});
      const asked = {name: 'echo', arguments: {message: MESSAGE}};
      return textOf((await client.callTool(asked, undefined, {timeout: PATIENCE_MS})).content);
    } finally {
      await client.close();
    }
  },
  'the TypeScript SDK 2.x': async (url) => {
    const client = new ModernClient({name: 'e2e', version: '2'}, {versionNegotiation: {mode: 'legacy'}});
    try {
      await client.connect(new ModernSse(url), {timeout: PATIENCE_MS});
      return textOf(
        (await client.callTool({name: 'echo', arguments: {message: MESSAGE}}, {timeout: PATIENCE_MS})).content,
      );
    } finally {
      await client.close();
    }
  },
  'the Python SDK 1.x': async (url) => {
    const script = path.join(import.meta.dirname, 'python/mcp_client.py');
    const limit = ['-k', '1', String((2 * PATIENCE_MS) / 1000)];
    const python = path.join(ROOT, '.e2e/venv/bin/python');
    const {code, stdout, stderr} = await run('timeout', [...limit, python, script, 'sse', url.href], {PYTHONUTF8: '1'});
    if (code !== 0) throw new Error(`${script} ended with ${code}:\n${stderr}`);
    return JSON.parse(stdout).text;
  },
};

describe('e2e: official clients behind a base path', function () {
  this.timeout(300_000);
  const started = new AsyncDisposableStack();
  const beds = makeBeds(started);
  after(() => started.disposeAsync());

  for (const {what, start, works} of BASE_PATH_ROWS) {
    it(`${works ? 'work' : 'do not work'}: ${what}`, async () => {
      const target = await start(beds);
      const url = new URL(typeof target === 'string' ? target : target.url);
      await Promise.all(
        Object.entries(CLIENTS).map(async ([name, ask]) => {
          if (works) expect(await ask(url), name).to.include(MESSAGE);
          else expect(await firstFailure(ask, url), `${name} works ${TRIES} times`).to.be.an.instanceOf(Error);
        }),
      );
    });
  }
});

describe('e2e: what the tool says behind a base path', function () {
  this.timeout(600_000);

  it('is the right one of the causes in each row, and that the others work', async () => {
    for (const {row, look, item} of await lookAtRows([...BASE_PATH_ROWS, ...ENDPOINT_ROWS])) {
      if (item instanceof Error) throw item;
      const said = `${row.what}: ${look.check}: ${item.status}: ${item.summary}\n  to do: ${item.fix}`;
      expect(item.status, said).to.equal(look.status);
      for (const words of look.says ?? []) expect(item.summary, said).to.match(words);
      for (const words of look.toDo ?? []) expect(item.fix, said).to.match(words);
    }
  });
});

async function firstFailure(ask: Ask, url: URL): Promise<unknown> {
  for (let tried = 1; tried <= TRIES; tried++) {
    try {
      await ask(url);
    } catch (thrown) {
      return thrown;
    }
  }
  return null;
}

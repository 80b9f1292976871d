import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {type ServeFlags, serveOptions} from '../../../src/cli/serve/serve-options.ts';

const FLAGS: ServeFlags = {
  host: '127.0.0.1',
  port: 8000,
  'base-path': '/j',
  'strip-prefix': false,
  dotenv: undefined,
  heartbeat: '15s',
  cadence: '1s',
  'allow-host': undefined,
  'allow-origin': undefined,
  'bearer-token-file': undefined,
  tls: false,
  'tls-cert': undefined,
  'tls-key': undefined,
  'forwarded-hops': 0,
  'show-header': undefined,
  limit: undefined,
  fault: undefined,
  'allow-faults': false,
  grace: '10s',
  'drain-delay': '0s',
  'expire-after': undefined,
  log: 'streams',
};

const REQUEST = {event: 'request', method: 'GET', path: '/', address: '', status: 200, ms: 0} as const;

describe('mcp-server serve options', () => {
  for (const [log, logged] of [
    ['streams', [false, true]],
    ['requests', [true, true]],
    ['off', [false, false]],
  ] as const) {
    it(`logs what --log ${log} says`, async () => {
      const {logs} = await serveOptions({...FLAGS, log}, {});
      expect([logs(REQUEST), logs({event: 'stopped'})]).to.deep.equal(logged);
    });
  }

  it('takes the token from a file before the environment, and none of them from nowhere', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'serve-options-'));
    const file = join(folder, 'token');
    await writeFile(file, 'the-token-of-a-file\n');
    const environment = {MIGRATE_CHECK_BEARER_TOKEN: 'that-of-the-environment'};
    const tokenOf = async (flags: Partial<ServeFlags>, env: NodeJS.ProcessEnv) =>
      (await serveOptions({...FLAGS, ...flags}, env)).server.bearerToken;
    expect(await tokenOf({'bearer-token-file': file}, environment)).to.equal('the-token-of-a-file');
    expect(await tokenOf({}, environment)).to.equal('that-of-the-environment');
    expect(await tokenOf({}, {MIGRATE_CHECK_BEARER_TOKEN: ''})).to.equal(undefined);
    await rm(folder, {recursive: true});
  });

  it('expires at the given time, at most as late as a timer can', async () => {
    const expiryOf = async (text: string) => (await serveOptions({...FLAGS, 'expire-after': text}, {})).expireAfterMs;
    expect(await expiryOf('24h')).to.equal(86_400_000);
    expect(await expiryOf('24d')).to.equal(2_073_600_000);
    for (const text of ['25d', '0s']) {
      expect(await expiryOf(text).catch((error: Error) => error.message), text).to.match(/at most 24d$/);
    }
  });
});

import {existsSync} from 'node:fs';
import path from 'node:path';
import {expect} from 'chai';
import {run} from './support/run.ts';
import {type ReferenceServer, startReferenceServer} from './support/tool.ts';

const INSPECTOR = path.join(import.meta.dirname, '../../.e2e/peers/node_modules/.bin/mcp-inspector');

/** Each transport, with the eras that the inspector can ask for on it. */
const WAYS = [
  {transport: 'sse', at: '/mcp/sse/stream', era: 'legacy'},
  {transport: 'sse', at: '/mcp/sse', era: 'legacy'},
  {transport: 'http', at: '/mcp', era: 'legacy'},
  {transport: 'http', at: '/mcp', era: 'auto'},
  {transport: 'http', at: '/mcp', era: 'modern'},
] as const;

describe("e2e: MCP's inspector", function () {
  this.timeout(180_000);
  let server: ReferenceServer;

  before(async () => {
    if (!existsSync(INSPECTOR)) throw new Error(`${INSPECTOR} is missing; run scripts/e2e-setup`);
    server = await startReferenceServer(['--base-path', '/jessica-service']);
  });

  after(async () => {
    await server.process.close();
  });

  for (const {transport, at, era} of WAYS) {
    it(`initializes, lists and calls over ${transport} at ${at}, ${era}`, async () => {
      const url = `http://127.0.0.1:${server.port}/jessica-service${at}`;
      const ask = (...method: string[]) =>
        run(process.execPath, [
          ...[INSPECTOR, '--cli', url, '--transport', transport, '--protocol-era', era, '--format', 'json'],
          ...['--method', ...method],
        ]);
      const asked = era === 'modern' ? [] : [ask('initialize')];
      const [listed, called, ...initialized] = await Promise.all([
        ask('tools/list'),
        ask('tools/call', '--tool-name', 'echo', '--tool-arg', 'message=seen by the inspector'),
        ...asked,
      ]);
      expect(listed, listed?.stderr).to.have.property('code', 0);
      expect(listed?.stdout).to.include('"describe_connection"');
      expect(called, called?.stderr).to.have.property('code', 0);
      expect(called?.stdout).to.include('seen by the inspector');
      for (const {code, stdout, stderr} of initialized) {
        expect(code, stderr).to.equal(0);
        expect(stdout).to.include('migrate-check-reference');
      }
    });
  }
});

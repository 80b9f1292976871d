import {existsSync} from 'node:fs';
import path from 'node:path';
import {expect} from 'chai';
import {type Nginx, startNginx} from './support/nginx.ts';
import {run} from './support/run.ts';
import {type ReferenceServer, startReferenceServer} from './support/tool.ts';

const PEERS = path.join(import.meta.dirname, '../../.e2e/peers/node_modules');

/** The official suites, of both release lines. The older one knows the revisions to 2025-11-25. */
const SUITES = [
  {line: '0.1', cli: '@modelcontextprotocol/conformance', args: ['--suite', 'all'], least: 30},
  {line: '0.2', cli: 'conformance-next', args: ['--suite', 'all', '--spec-version', '2025-06-18'], least: 25},
  {line: '0.2', cli: 'conformance-next', args: ['--suite', 'all', '--spec-version', '2025-11-25'], least: 30},
  {line: '0.2', cli: 'conformance-next', args: ['--suite', 'all', '--spec-version', '2026-07-28'], least: 35},
] as const;

describe('e2e: the official MCP conformance suites', () => {
  let server: ReferenceServer;
  let nginx: Nginx;

  before(async () => {
    server = await startReferenceServer(['--base-path', '/jessica-service']);
    nginx = await startNginx({
      upstreamPort: server.port,
      readTimeoutSeconds: 60,
      hosts: {localhost: '/jessica-service'},
      isPlain: true,
    });
  });

  after(async () => {
    await nginx.close();
    await server.process.close();
  });

  for (const {line, cli, args, least} of SUITES) {
    for (const way of ['directly', 'through nginx']) {
      it(`${line} ${args.slice(2).join(' ')} pass ${way}, each scenario`, async () => {
        const port = way === 'directly' ? server.port : nginx.port;
        const main = path.join(PEERS, cli, 'dist/index.js');
        if (!existsSync(main)) throw new Error(`${main} is missing; run scripts/e2e-setup`);
        const url = `http://localhost:${port}/jessica-service/mcp`;
        const {code, stdout, stderr} = await run(process.execPath, [main, 'server', '--url', url, ...args]);
        const summary = stdout.slice(stdout.indexOf('=== SUMMARY ==='));
        const scenarios = summary.match(/^[✓✗] .*$/gmu) ?? [];
        expect(scenarios.filter((scenario) => !/^✓ .* 0 failed\b/u.test(scenario))).to.deep.equal([]);
        expect(scenarios.length, stdout + stderr).to.be.at.least(least);
        expect(code).to.equal(0);
      });
    }
  }
});

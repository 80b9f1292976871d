import {expect} from 'chai';
import {foreignOriginRefused} from '../../../src/checks/mcp/foreign-origin-refused.ts';
import {handshake} from '../../../src/checks/mcp/handshake.ts';
import {hostAllowed} from '../../../src/checks/mcp/host-allowed.ts';
import {toolsAnswer} from '../../../src/checks/mcp/tools-answer.ts';
import {MCP_REVISIONS, type McpRevision} from '../../../src/model/facts/wire/mcp.ts';
import type {Verdict} from '../../../src/model/outcome.ts';
import {startServer, stopServers} from '../../mcp-server/support/started-server.ts';
import {attempt} from '../../support/attempt.ts';
import {liveWire} from '../../support/live-wire.ts';
import {worldOf} from '../../support/wire-facts.ts';

const CHECKS = {handshake, hostAllowed, foreignOriginRefused, toolsAnswer};
type Claim = keyof typeof CHECKS;

const BOTH: readonly McpRevision[] = ['2025-11-25', '2024-11-05'];

/** What the reference server does wrong, in which revision, and which claim of it has to fail, and how. */
const FAULTS: readonly (readonly [
  fault: string,
  eras: readonly McpRevision[],
  claim: Claim,
  says: RegExp,
  toDo: RegExp,
])[] = [
  ['connect-status=502', ['2025-11-25', '2026-07-28'], 'handshake', /answers 502/, /./],
  ['connect-status=503', ['2024-11-05'], 'handshake', /^GET at .*answers 503/, /./],
  ['content-type=text/html', ['2025-11-25'], 'handshake', /HTML page|content type text\/html/, /./],
  ['content-type=text/html', ['2024-11-05'], 'handshake', /HTML page/, /listener rule/],
  [
    'session-id=hidden',
    ['2025-11-25'],
    'handshake',
    /notifications\/initialized at .*answers 400.*session/,
    /Mcp-Session-Id/,
  ],
  ['lost-session=100', ['2025-11-25'], 'handshake', /answers 404.*session/, /instance/],
  ['lost-session=100', ['2024-11-05'], 'handshake', /answers 404.*session/, /instance/],
  [
    'endpoint=other-origin',
    ['2024-11-05'],
    'handshake',
    /https:\/\/elsewhere\.invalid.* at another origin/,
    /without scheme and host/,
  ],
  ['endpoint=no-base', ['2024-11-05'], 'handshake', /POST initialize at http:\/\/[^/]+\/mcp\/sse\/.*answers 404/, /./],
  [
    'endpoint=double-base',
    ['2024-11-05'],
    'handshake',
    /POST initialize at http:\/\/[^/]+\/svc\/svc\/.*answers 404/,
    /./,
  ],
  ['invalid-host=421', BOTH, 'hostAllowed', /answers 421.*Host/, /allowed_hosts/],
  ['reject=host', BOTH, 'hostAllowed', /answers 403.*Host/, /allowed/],
  ['redirect=http', ['2025-11-25'], 'handshake', /answers 307/, /./],
  ['no-result', BOTH, 'toolsAnswer', /echo|tools\/call/, /./],
  ['content-type=application/xml', ['2026-07-28'], 'toolsAnswer', /tools\/call is answered 200|content type/, /./],
];

describe('what the checks of MCP say of the reference server', () => {
  after(stopServers);

  const wire = liveWire();

  async function judge(claim: Claim, url: string, params: Record<string, unknown>): Promise<Verdict> {
    const check = CHECKS[claim];
    const given = check.params.parse({url, within: '10s', ...params});
    return check.run(given as never, worldOf({mcp: wire.mcp(attempt())}));
  }

  const pathOf = (era: McpRevision) => (era === '2024-11-05' ? '/svc/mcp/sse/stream' : '/svc/mcp');
  const call = {tool: 'echo', arguments: {message: 'hello'}, safe: true, within: '3s'};

  for (const era of MCP_REVISIONS) {
    for (const claim of Object.keys(CHECKS) as Claim[]) {
      it(`${claim} passes in ${era}`, async () => {
        const {port} = await startServer({basePath: '/svc'});
        const verdict = await judge(claim, `http://127.0.0.1:${port}${pathOf(era)}`, {
          ...{era, within: '10s'},
          ...(claim === 'toolsAnswer' ? {call: {...call, within: '10s'}} : {}),
        });
        expect(verdict.status, verdict.summary).to.equal('pass');
      });
    }
  }

  for (const [fault, eras, claim, says, toDo] of FAULTS) {
    for (const era of eras) {
      it(`${claim} fails in ${era} with ${fault}`, async () => {
        const {port} = await startServer({basePath: '/svc', faults: [fault]});
        const verdict = await judge(claim, `http://127.0.0.1:${port}${pathOf(era)}`, {
          // A page that never ends is read for as long as this.
          ...{era, within: fault.startsWith('content-type') ? '3s' : '10s'},
          ...(claim === 'toolsAnswer' ? {call} : {}),
        });
        expect(verdict.status, verdict.summary).to.equal('fail');
        expect(verdict.summary).to.match(says);
        expect(verdict.fix).to.match(toDo);
      });
    }
  }

  it('a call that reports its progress as it works passes in each revision', async () => {
    const {port} = await startServer({basePath: '/svc'});
    const count = {tool: 'count', arguments: {to: 3, intervalMs: 50}, safe: true, within: '20s', progressWithin: '10s'};
    for (const era of MCP_REVISIONS) {
      const verdict = await judge('toolsAnswer', `http://127.0.0.1:${port}${pathOf(era)}`, {
        era,
        within: '10s',
        call: count,
      });
      expect(verdict.summary, era).to.match(/count answers after .* with [23] reports of progress/);
    }
  });

  it('a server that allows all origins is open', async () => {
    const {port} = await startServer({basePath: '/svc', allowedOrigins: ['*']});
    for (const era of BOTH) {
      const verdict = await judge('foreignOriginRefused', `http://127.0.0.1:${port}${pathOf(era)}`, {era});
      expect(verdict.summary).to.match(/with Origin https:\/\/foreign\.invalid is taken \(20[02]\), not refused/);
    }
  });
});

import {expect} from 'chai';
import {foreignOriginRefused} from '../../../src/checks/mcp/foreign-origin-refused.ts';
import {handshake} from '../../../src/checks/mcp/handshake.ts';
import {hostAllowed} from '../../../src/checks/mcp/host-allowed.ts';
import {toolsAnswer} from '../../../src/checks/mcp/tools-answer.ts';
import type {AnyCheck} from '../../../src/model/check.ts';
import {MCP_REVISIONS, type McpRevision} from '../../../src/model/facts/wire/mcp.ts';
import type {Verdict} from '../../../src/model/outcome.ts';
import {startServer, stopServers} from '../../mcp-server/support/started-server.ts';
import {attempt} from '../../support/attempt.ts';
import {liveWire} from '../../support/live-wire.ts';
import {worldOf} from '../../support/wire-facts.ts';
import {BOTH, type Claim, FAULTS} from './faults.ts';

const CHECKS: Readonly<Record<Claim, AnyCheck>> = {handshake, hostAllowed, foreignOriginRefused, toolsAnswer};

/** A call that works for a while, and says so. */
const COUNT = {tool: 'count', arguments: {to: 100, intervalMs: 100}, safe: true, within: '20s'};

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
          ...(claim === 'toolsAnswer' ? {call: fault.startsWith('max-duration') ? COUNT : call} : {}),
        });
        expect(verdict.status, verdict.summary).to.equal('fail');
        expect(verdict.summary).to.match(says);
        expect(verdict.fix).to.match(toDo);
      });
    }
  }

  it('a call that reports its progress as it works passes in each revision', async () => {
    const {port} = await startServer({basePath: '/svc'});
    const count = {...COUNT, arguments: {to: 3, intervalMs: 50}, progressWithin: '10s'};
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

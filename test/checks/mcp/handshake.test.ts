import {expect} from 'chai';
import {handshake} from '../../../src/checks/mcp/handshake.ts';
import {CannotTell, NoAnswer} from '../../../src/model/errors.ts';
import type {McpConversation} from '../../../src/model/facts/wire/mcp.ts';
import {
  conversation,
  INITIALIZED,
  MCP_URL,
  mcpError,
  mcpProbe,
  mcpStep,
  NOTIFIED,
  notBegunWith,
  PINGED,
} from '../../support/mcp-facts.ts';
import {thrownBy} from '../../support/thrown-by.ts';
import {worldOf} from '../../support/wire-facts.ts';

function judge(seen: McpConversation, given: Record<string, unknown> = {}) {
  return handshake.run(handshake.params.parse({url: MCP_URL, ...given}), worldOf({mcp: mcpProbe(() => seen)}));
}

const DISCOVERED = mcpStep({purpose: 'discover', rpc: 'server/discover', answer: {status: 400}});

describe('mcp/handshake', () => {
  it('passes where each message of it is answered', async () => {
    const verdict = await judge(conversation());
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.equal(
      `${MCP_URL}: MCP 2025-11-25 over Streamable HTTP, with a session, and its handshake is answered`,
    );
    expect(verdict.evidence.map(({what}) => what)).to.deep.equal([
      'POST initialize',
      'POST notifications/initialized',
      'POST ping',
    ]);
  });

  it('fails where a message after the first is not', async () => {
    const lost = mcpStep({
      purpose: 'ping',
      rpc: 'ping',
      answer: {status: 404},
      reply: mcpError(-32_001, 'Session not found'),
    });
    const verdict = await judge(conversation({steps: [INITIALIZED, NOTIFIED, lost]}));
    expect(verdict.status).to.equal('fail');
    expect(verdict.summary).to.match(/^POST ping at .*: answers 404, not 200/);
    const refused = mcpStep({purpose: 'initialized', rpc: 'notifications/initialized', answer: {status: 400}});
    expect((await judge(conversation({steps: [INITIALIZED, refused, PINGED]}))).status).to.equal('fail');
  });

  it('fails on another revision than the one wanted, and on one that nobody knows', async () => {
    expect((await judge(conversation(), {era: '2025-06-18'})).summary).to.include(
      'agrees on revision 2025-11-25, not on 2025-06-18',
    );
    expect((await judge(conversation(), {era: '2025-11-25'})).status).to.equal('pass');
    expect((await judge(conversation({revision: '2031-01-01'}))).summary).to.include('which no client knows');
    expect((await judge(conversation({revision: '2024-10-07'}))).status).to.equal('pass');
  });

  it('says what answers where no revision is spoken', async () => {
    const page = {format: 'other', headers: {'content-type': 'text/html'}, text: '<title>Sign in</title>'} as const;
    const login = await judge(
      notBegunWith(
        mcpStep({purpose: 'discover', answer: page}),
        mcpStep({answer: page}),
        mcpStep({purpose: 'stream', method: 'GET', rpc: null, answer: page}),
      ),
    );
    expect(login.status).to.equal('fail');
    const stripped = await judge(notBegunWith(DISCOVERED, mcpStep({answer: {status: 406}})));
    expect(stripped.summary).to.match(/^POST initialize at .*406/);
    expect(stripped.fix).to.match(/whether a hop changes the header/);
  });

  it('cannot tell where nothing came back', async () => {
    const silence = {kind: 'no-answer', phase: 'headers', message: 'no response headers came'} as const;
    const lost = mcpStep({purpose: 'ping', rpc: 'ping', answer: null, silence});
    await thrownBy(judge(conversation({steps: [INITIALIZED, NOTIFIED, lost]})), NoAnswer);
    const slow = {kind: 'unknown', message: 'this machine slept', fix: 'wake it', transient: true} as const;
    const unknown = mcpStep({answer: null, silence: slow});
    await thrownBy(judge(notBegunWith(DISCOVERED, unknown)), CannotTell);
  });
});

import {expect} from 'chai';
import {foreignOriginRefused} from '../../../src/checks/mcp/foreign-origin-refused.ts';
import {CannotTell, NoAnswer} from '../../../src/model/errors.ts';
import type {McpConversation, McpRequest, McpStep} from '../../../src/model/facts/wire/mcp.ts';
import {
  conversation,
  INITIALIZED,
  MCP_URL,
  mcpError,
  mcpMessage,
  mcpProbe,
  mcpStep,
  NOTIFIED,
  notBegunWith,
  PINGED,
} from '../../support/mcp-facts.ts';
import {thrownBy} from '../../support/thrown-by.ts';
import {worldOf} from '../../support/wire-facts.ts';

const asked: McpRequest[] = [];

function judge(seen: McpConversation) {
  const mcp = mcpProbe((request) => {
    asked.push(request);
    return seen;
  });
  return foreignOriginRefused.run(foreignOriginRefused.params.parse({url: MCP_URL}), worldOf({mcp}));
}

const answered = (differing: Parameters<typeof mcpStep>[0]) =>
  conversation({
    steps: [INITIALIZED, NOTIFIED, PINGED, mcpStep({purpose: 'guarded', rpc: 'ping', ...differing}) as McpStep],
  });

describe('mcp/foreign-origin-refused', () => {
  it('passes where the message is refused for its Origin', async () => {
    const verdict = await judge(answered({answer: {status: 403, text: 'Invalid Origin header'}}));
    expect(verdict.status).to.equal('pass');
    expect(verdict.summary).to.include('with Origin https://foreign.invalid is refused with 403');
    expect(asked.at(-1)).to.deep.include({task: 'guard', variants: [{origin: 'https://foreign.invalid'}]});
    const older = await judge(answered({answer: {status: 400, text: 'Bad Request: Origin not allowed'}}));
    expect(older.summary).to.include('refused with 400 (403 since revision 2025-11-25)');
  });

  it('fails where it is answered', async () => {
    const verdict = await judge(answered({reply: mcpMessage()}));
    expect(verdict.status).to.equal('fail');
    expect(verdict.fix).to.match(/allowed_origins/);
  });

  it('cannot tell where something came that is no reply, and takes an error about Origin for a refusal', async () => {
    const page = {
      headers: {'content-type': 'text/html'},
      format: 'other',
      text: '<title>Access denied</title>',
    } as const;
    const blocked = await thrownBy(judge(answered({answer: page})), CannotTell);
    expect(blocked.message).to.include('answered 200, which is neither taken nor refused for its Origin');
    expect(blocked.fix).to.include('Access denied');
    await thrownBy(judge(answered({answer: {status: 202}})), CannotTell);
    const refused = await judge(answered({reply: mcpError(-32_000, 'Invalid Origin header')}));
    expect(refused.summary).to.include('refused with an error in an answer 200');
  });

  it('does not take a session that is not found for a refusal', async () => {
    const {message} = await thrownBy(judge(answered({answer: {status: 404, text: 'Session not found'}})), CannotTell);
    expect(message).to.include('neither taken nor refused for its Origin');
    await thrownBy(judge(answered({answer: {status: 503}})), CannotTell);
  });

  it('cannot tell where nobody is let in, or nothing comes back', async () => {
    const refused = await thrownBy(judge(notBegunWith(mcpStep({answer: {status: 401}}))), CannotTell);
    expect(refused.message).to.include('so it is not known whether a message of another origin is refused');
    const silence = {kind: 'no-answer', phase: 'connect', message: 'no connection'} as const;
    await thrownBy(judge(answered({answer: null, silence})), NoAnswer);
  });

  it('cannot tell where the same message without the Origin is refused, too', async () => {
    const refused = mcpStep({purpose: 'ping', rpc: 'ping', answer: {status: 403}});
    const guarded = mcpStep({purpose: 'guarded', rpc: 'ping', answer: {status: 403}});
    await thrownBy(judge(conversation({steps: [INITIALIZED, NOTIFIED, refused, guarded]})), CannotTell);
  });

  it('means hold where it fails', () => {
    expect(foreignOriginRefused.holdsBecause).to.be.a('string');
  });
});

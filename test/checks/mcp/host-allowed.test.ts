import {expect} from 'chai';
import {hostAllowed} from '../../../src/checks/mcp/host-allowed.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {McpAnswer, McpConversation} from '../../../src/model/facts/wire/mcp.ts';
import {
  conversation,
  INITIALIZED,
  MCP_URL,
  mcpMessage,
  mcpProbe,
  mcpStep,
  NOTIFIED,
  notBegunWith,
} from '../../support/mcp-facts.ts';
import {thrownBy} from '../../support/thrown-by.ts';
import {worldOf} from '../../support/wire-facts.ts';

function judge(seen: McpConversation, given: Record<string, unknown> = {}) {
  return hostAllowed.run(hostAllowed.params.parse({url: MCP_URL, ...given}), worldOf({mcp: mcpProbe(() => seen)}));
}

const refusedAtOnce = (answer: Partial<McpAnswer>) =>
  notBegunWith(mcpStep({purpose: 'discover', rpc: 'server/discover', answer}));
const ANSWERED = mcpStep({purpose: 'guarded', rpc: 'ping', reply: mcpMessage()});

describe('mcp/host-allowed', () => {
  it('passes where a conversation begins, and where each further name is answered', async () => {
    expect((await judge(conversation())).summary).to.equal(`${MCP_URL}: the server answers to Host mcp.example.com`);
    const two = await judge(conversation({steps: [INITIALIZED, NOTIFIED, ANSWERED]}), {hosts: ['alb.example.com']});
    expect(two.summary).to.include('answers to Host mcp.example.com, alb.example.com');
  });

  it('tells 421 and 403 apart', async () => {
    const misdirected = await judge(refusedAtOnce({status: 421, text: 'Invalid Host header'}));
    expect(misdirected.status).to.equal('fail');
    expect(misdirected.summary).to.match(/answers 421, not 200: the server refuses the Host header/);
    expect(misdirected.fix).to.match(/allowed_hosts/);
    const forbidden = await judge(refusedAtOnce({status: 403, text: '{"error":"Invalid Host: mcp.example.com"}'}));
    expect(forbidden.fix).to.match(/allowedHosts/);
    const second = mcpStep({purpose: 'guarded', rpc: 'ping', answer: {status: 421, text: 'Invalid Host header'}});
    const other = await judge(conversation({steps: [INITIALIZED, NOTIFIED, second]}), {hosts: ['10.0.0.7:8000']});
    expect(other.summary).to.include('a message with Host 10.0.0.7:8000: answers 421');
  });

  it('says nothing of the host where something else is refused', async () => {
    const {message} = await thrownBy(judge(refusedAtOnce({status: 403, text: 'Forbidden'})), CannotTell);
    expect(message).to.include('so it is not known whether the server answers to mcp.example.com');
    await thrownBy(judge(refusedAtOnce({status: 401})), CannotTell);
    await thrownBy(judge(refusedAtOnce({status: 502})), CannotTell);
  });
});

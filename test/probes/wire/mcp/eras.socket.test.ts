import {expect} from 'chai';
import {MCP_REVISIONS, type McpConversation, type McpRevision} from '../../../../src/model/facts/wire/mcp.ts';
import {startServer, stopServers} from '../../../mcp-server/support/started-server.ts';
import {attempt} from '../../../support/attempt.ts';
import {liveWire} from '../../../support/live-wire.ts';

function shake(url: string, era?: McpRevision): Promise<McpConversation> {
  return liveWire()
    .mcp(attempt())
    .converse({task: 'handshake', url, headers: {}, withinMs: 10_000, ...(era === undefined ? {} : {era})});
}

const purposes = ({steps}: McpConversation) => steps.map(({purpose}) => purpose);

describe('a conversation with a server of MCP', () => {
  after(stopServers);

  for (const era of MCP_REVISIONS) {
    it(`speaks ${era} where that is wanted`, async () => {
      const {port} = await startServer({basePath: '/svc'});
      const path = era === '2024-11-05' ? '/svc/mcp/sse/stream' : '/svc/mcp';
      const seen = await shake(`http://127.0.0.1:${port}${path}`, era);
      expect(seen.revision).to.equal(era);
      expect(seen.steps.every(({silence, refusal}) => silence === null && refusal === null)).to.equal(true);
      const last = seen.steps.find(({purpose}) => purpose === 'ping');
      expect(last?.reply?.kind).to.equal('result');
      expect(JSON.stringify(seen)).not.to.match(/sessionId=(?!\[redacted\])|[0-9a-f]{8}-[0-9a-f]{4}-/);
    });
  }

  it('finds out what a server speaks, the newest first', async () => {
    const {port} = await startServer({});
    const newest = await shake(`http://127.0.0.1:${port}/mcp`);
    expect(newest.transport).to.equal('stateless');
    expect(purposes(newest)).to.deep.equal(['discover', 'ping']);
    const oldest = await shake(`http://127.0.0.1:${port}/mcp/sse/stream`);
    expect(oldest.transport).to.equal('http-sse');
    expect(purposes(oldest)).to.deep.equal(['discover', 'initialize', 'stream', 'initialize', 'initialized', 'ping']);
    const stream = oldest.steps.find(({purpose}) => purpose === 'stream');
    expect(stream?.answer?.endpoint?.data).to.equal('/mcp/sse/stream/messages/?sessionId=[redacted]');
  });
});

import {expect} from 'chai';
import {mcpByHand} from '../../src/domain/mcp/by-hand.ts';
import {LIST_TOOLS_BY_HAND} from '../../src/model/mcp-params.ts';
import {conversation, INITIALIZED, PINGED} from '../support/mcp-facts.ts';
import {run} from './support/run.ts';
import {type ReferenceServer, startReferenceServer} from './support/tool.ts';

/** What a failure prints for a person has to show the same to them. */
describe('e2e: a conversation of MCP by hand', function () {
  this.timeout(60_000);
  let server: ReferenceServer;
  let url: string;

  before(async () => {
    server = await startReferenceServer(['--base-path', '/svc']);
    url = `http://127.0.0.1:${server.port}/svc/mcp`;
  });

  after(() => server?.process.close());

  async function shown(command: string): Promise<string> {
    // A stream that stays open is held as long as the command says.
    const {stdout} = await run('sh', ['-c', command.replaceAll('--max-time 15', '--max-time 3')], {});
    return stdout;
  }

  const list = {...PINGED, rpc: 'tools/list'};

  it('begins with curl alone', async () => {
    expect(await shown(mcpByHand({...conversation(), url}, INITIALIZED))).to.match(/"protocolVersion":"2025-11-25"/);
  });

  it('asks in the session that it began', async () => {
    expect(await shown(mcpByHand({...conversation(), url}, list))).to.match(/"tools":\[\{"name":"echo"/);
    expect(await shown(LIST_TOOLS_BY_HAND.replaceAll('<url>', url))).to.match(/"tools":\[\{"name":"echo"/);
  });

  it('asks without a session', async () => {
    const command = mcpByHand({...conversation({transport: 'stateless'}), url}, list);
    expect(await shown(command)).to.match(/"tools":\[\{"name":"echo"/);
  });

  it('reads the stream, and posts to the path that it names', async () => {
    const command = mcpByHand({...conversation({transport: 'http-sse'}), url: `${url}/sse/stream`}, list);
    const seen = await shown(command);
    expect(seen).to.match(/event: endpoint/);
    expect(seen).to.match(/^HTTP\/1\.1 202/m);
    expect(seen).to.match(/"protocolVersion":"2025-11-25"/);
  });
});

import {Client as ModernClient, StreamableHTTPClientTransport as ModernHttp} from '@modelcontextprotocol/client';
import {Client} from '@modelcontextprotocol/sdk/client/index.js';
import {StreamableHTTPClientTransport} from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type {Transport} from '@modelcontextprotocol/sdk/shared/transport.js';
import {expect} from 'chai';
import {type CuttingHop, startCuttingHop} from './support/cutting-hop.ts';
import {type ReferenceServer, startReferenceServer} from './support/tool.ts';

interface CallingClient {
  /** `knowsId` is called when it has an event id, with which it can resume. */
  callTool(call: {name: string; arguments: Record<string, unknown>}, knowsId: () => void): Promise<object>;
  close(): Promise<void>;
}

/** The official SDKs that reconnect for what they missed. */
const CLIENTS: readonly (readonly [string, (url: URL) => Promise<CallingClient>])[] = [
  [
    '1.x',
    async (url) => {
      const client = new Client({name: 'e2e', version: '1'});
      await client.connect(new StreamableHTTPClientTransport(url) as Transport);
      return {
        callTool: (call, knowsId) => client.callTool(call, undefined, {onresumptiontoken: knowsId}),
        close: () => client.close(),
      };
    },
  ],
  [
    '2.x',
    async (url) => {
      const client = new ModernClient({name: 'e2e', version: '2'}, {versionNegotiation: {mode: 'legacy'}});
      await client.connect(new ModernHttp(url));
      return {
        callTool: (call, knowsId) => client.callTool(call, {onresumptiontoken: knowsId}),
        close: () => client.close(),
      };
    },
  ],
];

describe('e2e: a hop that cuts a quiet stream in the middle of a call', () => {
  let server: ReferenceServer;
  let hop: CuttingHop;

  before(async () => {
    server = await startReferenceServer(['--base-path', '/jessica-service', '--heartbeat', '0']);
    hop = await startCuttingHop(server.port);
  });

  after(async () => {
    await hop.close();
    await server.process.close();
  });

  async function openStreams(): Promise<number> {
    const {openStreams: open} = await (
      await fetch(`http://localhost:${server.port}/jessica-service/api/v1/status`)
    ).json();
    return open;
  }

  for (const [line, connected] of CLIENTS) {
    it(`does not cost the TypeScript SDK ${line} its result`, async () => {
      const client = await connected(new URL(`http://localhost:${hop.port}/jessica-service/mcp`));
      while ((await openStreams()) < 1); // The one of the session.
      const known = Promise.withResolvers<void>();
      const called = client.callTool({name: 'sleep', arguments: {ms: 4000}}, known.resolve);
      await known.promise;
      expect(await openStreams()).to.equal(2);
      hop.cut();
      const {content} = (await called) as {content: {text: string}[]};
      expect(content[0]?.text).to.equal('slept 4000 ms');
      await client.close();
      while ((await openStreams()) > 0);
    });
  }
});

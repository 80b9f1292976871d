import {once} from 'node:events';
import {createServer, IncomingMessage} from 'node:http';
import {type AddressInfo, connect, type Socket} from 'node:net';
import {DEFAULT_LIMITS} from '../../../src/mcp-server/limits.ts';
import {Backlog} from '../../../src/mcp-server/streams/backlog.ts';
import type {StreamAccount, StreamHost} from '../../../src/mcp-server/streams/open-stream.ts';
import {OpenStreams} from '../../../src/mcp-server/streams/open-streams.ts';
import {OutgoingResponse} from '../../../src/mcp-server/streams/outgoing-response.ts';
import {SharedTicks} from '../../../src/mcp-server/streams/shared-ticks.ts';
import {serverClock} from '../../../src/mcp-server/system-clock.ts';
import {type SteppedClock, steppedClock} from '../../support/stepped-clock.ts';

export interface Outgoing {
  readonly response: OutgoingResponse;
  /** Paused: nothing is read unless the test reads. */
  readonly client: Socket;
  /** How each stream of the server ended. */
  readonly accounts: readonly StreamAccount[];
  readonly clock: SteppedClock;
  /** Everything the client receives until the connection is over. */
  received(): Promise<string>;
  close(): Promise<void>;
}

/** A response of the server's kind before anything is written to it, and the client that waits for it. */
export async function outgoing(limits: Partial<typeof DEFAULT_LIMITS> = {}): Promise<Outgoing> {
  const accounts: StreamAccount[] = [];
  const streams = new OpenStreams({opened: () => {}, closed: (_stream, account) => accounts.push(account)});
  const clock = steppedClock();
  const served = serverClock(clock);
  const host: StreamHost = {
    limits: {...DEFAULT_LIMITS, ...limits},
    streams,
    backlog: new Backlog(limits.backlogTotalBytes ?? DEFAULT_LIMITS.backlogTotalBytes),
    heartbeatMs: 0,
    clock: served,
    ticks: new SharedTicks(served),
    forwardedHops: 0,
  };
  const server = createServer({IncomingMessage, ServerResponse: OutgoingResponse});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = connect((server.address() as AddressInfo).port, '127.0.0.1');
  client.pause();
  client.write('GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n');
  const [, response] = (await once(server, 'request')) as [unknown, OutgoingResponse];
  response.host = host;
  return {
    response,
    client,
    accounts,
    clock,
    async received() {
      let text = '';
      client.setEncoding('utf8').on('data', (part) => {
        text += part;
      });
      client.resume();
      if (!client.closed) await once(client, 'close');
      return text;
    },
    async close() {
      client.destroy();
      server.close();
      if (server.listening) await once(server, 'close');
    },
  };
}

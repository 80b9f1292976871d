import {createSocket, type RemoteInfo} from 'node:dgram';
import {once} from 'node:events';
import {createServer} from 'node:net';

/** Bytes of an answer; null: silence; several are sent one after the other. */
type Reply = Buffer | null | readonly Buffer[];

export interface TestDnsServer {
  readonly address: string;
  readonly port: number;
  /** What came, in order. */
  readonly seen: readonly {readonly over: 'udp' | 'tcp'; readonly query: Buffer; readonly from: RemoteInfo | null}[];
  close(): Promise<void>;
}

/** A DNS server on loopback, over UDP and TCP at one port, that answers as the test says. */
export async function dnsServer(
  reply: (query: Buffer, over: 'udp' | 'tcp', nth: number) => Reply,
): Promise<TestDnsServer> {
  const tcp = createServer();
  tcp.listen(0, '127.0.0.1');
  await once(tcp, 'listening');
  const {port} = tcp.address() as {port: number};
  const udp = createSocket('udp4');
  const seen: {over: 'udp' | 'tcp'; query: Buffer; from: RemoteInfo | null}[] = [];
  const answer = (query: Buffer, over: 'udp' | 'tcp', from: RemoteInfo | null): readonly Buffer[] => {
    seen.push({over, query, from});
    const said = reply(query, over, seen.length);
    return said === null ? [] : Buffer.isBuffer(said) ? [said] : said;
  };
  udp.on('message', (query, from) => {
    for (const message of answer(query, 'udp', from)) udp.send(message, from.port, from.address);
  });
  tcp.on('connection', (socket) => {
    socket.on('error', () => {});
    socket.on('data', (framed: Buffer) => {
      const messages = answer(framed.subarray(2), 'tcp', null);
      if (messages.length === 0) socket.destroy();
      for (const message of messages) {
        const length = Buffer.alloc(2);
        length.writeUInt16BE(message.length);
        socket.write(Buffer.concat([length, message]));
      }
    });
  });
  udp.bind(port, '127.0.0.1');
  await once(udp, 'listening');
  return {
    address: '127.0.0.1',
    port,
    seen,
    async close() {
      udp.close();
      tcp.close();
      await once(tcp, 'close');
    },
  };
}

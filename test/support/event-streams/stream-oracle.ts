import {once} from 'node:events';
import {createSecureServer} from 'node:http2';
import type {AddressInfo} from 'node:net';
import type {Transform, Writable} from 'node:stream';
import {createBrotliCompress, createDeflate, createGzip, createZstdCompress} from 'node:zlib';
import {expect} from 'chai';
import type {Protocol} from '../../../src/model/facts/wire/connection.ts';
import {KnownSecrets} from '../../../src/model/text/secrets/known-secrets.ts';
import {systemClock} from '../../../src/probes/clock.ts';
import {createPresence} from '../../../src/probes/presence.ts';
import {createWire, type Wire} from '../../../src/probes/wire/wire.ts';
import {attempt, passingStore} from '../attempt.ts';
import {makeTestAuthority} from '../test-authority.ts';
import {randomStream} from './random-event-streams.ts';
import {interpret, type SpecifiedStream} from './whatwg-event-stream.ts';

const HOST = 'mcp.run.example.test';

const ENCODERS: Readonly<Record<string, () => Transform & {flush(done: () => void): void}>> = {
  gzip: createGzip,
  deflate: createDeflate,
  br: createBrotliCompress,
  zstd: createZstdCompress,
};

/** What a server may send a random stream in; `identity`: in no coding. */
export const CODINGS_SENT = ['identity', ...Object.keys(ENCODERS)];

export interface StreamOracle {
  /** Compares what a look says of the stream of this seed with what the specification says. */
  compare(seed: number, protocol: Protocol, coding: string): Promise<void>;
  close(): Promise<void>;
}

/** A server of random streams, in HTTP/1.1 and HTTP/2, and a wire that looks at it. */
export async function startStreamOracle(): Promise<StreamOracle> {
  const authority = await makeTestAuthority();
  const server = createSecureServer({...(await authority.certificateFor([HOST])), allowHTTP1: true});
  server.on('request', (request, response) => {
    const [, seed, coding = ''] = request.url.split('/');
    response.writeHead(200, {
      'content-type': 'text/event-stream',
      ...(coding === 'identity' ? {} : {'content-encoding': coding}),
    });
    void send(randomStream(Number(seed)).chunks, coding, response as unknown as Writable);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const {port} = server.address() as AddressInfo;
  const wire = createWire({
    store: passingStore(),
    clock: systemClock,
    presence: createPresence(),
    connectTo: () => ({address: '127.0.0.1', port}),
    ca: authority.cert,
    secrets: new KnownSecrets(),
  });
  return {
    compare: (seed, protocol, coding) => compare(wire, seed, protocol, coding),
    async close() {
      server.close();
      await once(server, 'close');
    },
  };
}

/** Each piece by itself, as far as the transport keeps them apart. */
async function send(chunks: readonly Buffer[], coding: string, response: Writable): Promise<void> {
  const encoder = ENCODERS[coding]?.();
  encoder?.pipe(response);
  const out = encoder ?? response;
  for (const [index, chunk] of chunks.entries()) {
    out.write(chunk);
    if (encoder !== undefined) await new Promise<void>((resolve) => encoder.flush(resolve));
    if (index % 5 === 0) await new Promise((resolve) => setImmediate(resolve));
  }
  out.end();
}

async function compare(wire: Wire, seed: number, protocol: Protocol, coding: string): Promise<void> {
  const {answer, connection} = await wire.sse(attempt()).stream({
    url: `https://${HOST}/${seed}/${coding}`,
    headers: {},
    headersWithinMs: 60_000,
    // Longer than the slowest machine takes: each ends by itself.
    holdForMs: 300_000,
    protocol,
    coding: coding === 'identity' ? 'identity' : 'browser',
  });
  const {bytes} = randomStream(seed);
  const specified = interpret(bytes);
  const where = `seed ${seed}, ${protocol}, ${coding}`;
  expect(connection?.protocol, where).to.equal(protocol);
  expect(
    answer?.end,
    `${where}: ${answer?.endMessage}, ${answer?.coding.problem}, after ${answer?.endAtMs} ms`,
  ).to.equal('complete');
  expect(answer?.bytes, where).to.equal(bytes.length);
  const lines = (kind: string) => answer?.lines.filter((line) => line.kind === kind) ?? [];
  expect(
    lines('event').map(({type, text}) => ({type, data: text})),
    where,
  ).to.deep.equal(shown(specified));
  expect(
    lines('comment').map(({text}) => text),
    where,
  ).to.deep.equal(specified.comments.map((text) => (text.startsWith(' ') ? text.slice(1) : text)));
  expect(answer?.framing.retryMs, where).to.equal(specified.reconnectionTimeMs);
}

function shown({events}: SpecifiedStream) {
  return events.map(({type, data}) => ({type, data}));
}

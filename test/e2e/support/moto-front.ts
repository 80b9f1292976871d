import {once} from 'node:events';
import {createServer, type IncomingHttpHeaders} from 'node:http';
import type {AddressInfo} from 'node:net';
import {buffer} from 'node:stream/consumers';
import {Agent, request as ask} from 'undici';

/** A request of the SDK, of any of its protocols. */
export interface AwsRequest {
  /** The signing name in its credential scope, such as `route53` or `elasticloadbalancing`. */
  readonly service: string;
  /** Of the query, JSON and RPC protocols (`DescribeRules`); of REST ones the method and the path: `GET /2013-04-01/…`. */
  readonly operation: string;
  readonly body: string;
}

export interface AwsAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** What the emulator lacks, said as AWS would say it. */
export interface Supplement {
  /** AWS's page that the answer follows. */
  readonly page: string;
  readonly service: string;
  readonly operation: string | RegExp;
  /** `emulated` asks the emulator the same. Undefined: the emulator's answer stands. */
  answer(
    request: AwsRequest,
    emulated: () => Promise<AwsAnswer>,
  ): AwsAnswer | undefined | Promise<AwsAnswer | undefined>;
}

/**
 * A server on loopback that answers for the emulator what it lacks, and hands everything else through unchanged.
 * What supplements remember between calls is in what `make` closes over: it is made anew by `reset`.
 */
export async function startMotoFront(moto: string, make: () => readonly Supplement[]) {
  let supplements = make();
  const agent = new Agent();
  const server = createServer(async (incoming, outgoing) => {
    const {method = 'GET', url = '/', headers} = incoming;
    const body = await buffer(incoming);
    // Signatures are over the name that the SDK asked for, so that it is handed on as well.
    const pass = async () => {
      const answer = await ask(`${moto}${url}`, {method, headers: endToEnd(headers), body, dispatcher: agent});
      return {answer, bytes: Buffer.from(await answer.body.arrayBuffer())};
    };
    const request = readRequest(method, url, headers, body.toString());
    try {
      for (const {service, operation, answer} of supplements) {
        if (service !== request.service || !matches(operation, request.operation)) continue;
        const said = await answer(request, async () => {
          const emulated = await pass();
          const contentType = String(emulated.answer.headers['content-type'] ?? '');
          return {status: emulated.answer.statusCode, contentType, body: emulated.bytes.toString()};
        });
        if (said === undefined) continue;
        outgoing.writeHead(said.status, {'content-type': said.contentType, 'x-amzn-requestid': 'front'});
        outgoing.end(said.body);
        return;
      }
      const emulated = await pass();
      outgoing.writeHead(emulated.answer.statusCode, endToEnd(emulated.answer.headers));
      outgoing.end(emulated.bytes);
    } catch (thrown) {
      outgoing.writeHead(502, {'content-type': 'text/plain'});
      outgoing.end(String(thrown));
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    reset() {
      supplements = make();
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await agent.close();
    },
  };
}

function readRequest(method: string, url: string, headers: IncomingHttpHeaders, body: string): AwsRequest {
  const scope = /Credential=[^/]+\/[^/]+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '');
  const target = headers['x-amz-target'];
  const operation =
    typeof target === 'string'
      ? target.slice(target.indexOf('.') + 1)
      : (/\/operation\/(\w+)$/.exec(url)?.[1] ?? new URLSearchParams(body).get('Action') ?? `${method} ${url}`);
  return {service: scope?.[1] ?? '', operation, body};
}

function matches(wanted: string | RegExp, operation: string): boolean {
  return typeof wanted === 'string' ? wanted === operation : wanted.test(operation);
}

const OF_ONE_HOP = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'expect', 'upgrade']);

function endToEnd<Value>(headers: Readonly<Record<string, Value>>): Record<string, NonNullable<Value>> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      OF_ONE_HOP.has(name) || value === undefined || value === null ? [] : [[name, value]],
    ),
  );
}

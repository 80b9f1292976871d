import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {createServer, type IncomingMessage, request as requestTo, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';

interface Message {
  id?: number | string;
  readonly method: string;
  readonly params?: {
    readonly protocolVersion?: string;
    readonly cursor?: string;
    readonly _meta?: {progressToken: unknown};
  };
}

/** One request of a client, and how to answer it. */
export interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly path: string;
  readonly session: string | undefined;
  /** Null: the request carries none. */
  readonly message: Message | null;
  end(status: number, text?: string, headers?: Readonly<Record<string, string>>): true;
  reply(result: object): true;
  error(code: number, message: string, status?: number): true;
}

/** True: answered. */
export type Oddity = (asked: Asked) => boolean;

const servers: Server[] = [];
const JSON_TYPE = {'content-type': 'application/json'};

export async function startHttp(take: (request: IncomingMessage, response: ServerResponse) => void): Promise<string> {
  const server = createServer(take).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

export function stopMcpServers(): void {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
}

/** Gives connections to these origins in turn. */
export async function startRoundRobin(origins: readonly string[]): Promise<string> {
  let turn = 0;
  return startHttp((request, response) => {
    const {hostname, port} = new URL(origins[turn++ % origins.length] ?? '');
    const {method, url: path, headers} = request;
    const passed = requestTo({hostname, port, method, path, headers}, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    passed.on('error', () => response.destroy());
    response.on('close', () => passed.destroy());
    request.pipe(passed);
  });
}

async function askedOf(request: IncomingMessage, response: ServerResponse): Promise<Asked> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString();
  const message = text === '' ? null : (JSON.parse(text) as Message);
  const end: Asked['end'] = (status, said = '', headers = {}) => {
    response.writeHead(status, headers).end(said);
    return true;
  };
  const send = (status: number, members: object) =>
    end(status, JSON.stringify({jsonrpc: '2.0', id: message?.id ?? null, ...members}), JSON_TYPE);
  return {
    ...{request, response, message, end},
    path: new URL(request.url ?? '/', 'http://any.invalid').pathname,
    session: request.headers['mcp-session-id']?.toString(),
    reply: (result) => send(200, {result}),
    error: (code, said, status = 200) => send(status, {error: {code, message: said}}),
  };
}

function resultOf({method, params}: Message): object | null {
  if (method === 'initialize') {
    const serverInfo = {name: 'odd', version: '1'};
    return {protocolVersion: params?.protocolVersion, capabilities: {tools: {}}, serverInfo};
  }
  if (method === 'ping') return {};
  if (method === 'tools/list') return {tools: [{name: 'a', inputSchema: {type: 'object'}}]};
  return method === 'tools/call' ? {content: [{type: 'text', text: 'done'}]} : null;
}

/** A server of Streamable HTTP at /mcp with sessions in its memory, but for what `oddity` answers. */
export async function startStreamable(oddity: Oddity = () => false): Promise<string> {
  const sessions = new Set<string>();
  const origin = await startHttp(async (request, response) => {
    const asked = await askedOf(request, response);
    const {message, session, end, error, reply} = asked;
    if (oddity(asked)) return;
    if (message === null) return void end(request.method === 'DELETE' ? 200 : 405);
    if (message.method === 'initialize') {
      const id = randomUUID();
      sessions.add(id);
      response.setHeader('mcp-session-id', id);
    } else if (session === undefined) return void error(-32_000, 'Bad Request: Mcp-Session-Id header is required', 400);
    else if (!sessions.has(session)) return void error(-32_001, 'Session not found', 404);
    if (message.id === undefined) return void end(202);
    const result = resultOf(message);
    if (result === null) error(-32_601, 'Method not found');
    else reply(result);
  });
  return `${origin}/mcp`;
}

/** A server of HTTP+SSE with its stream at `path`, but for what `oddity` answers. */
export async function startHttpSse(path: string, oddity: Oddity = () => false): Promise<string> {
  const streams = new Map<string, ServerResponse>();
  const origin = await startHttp(async (request, response) => {
    const asked = await askedOf(request, response);
    const {message, end} = asked;
    if (oddity(asked)) return;
    if (request.method === 'GET' && asked.path === path) {
      const id = randomUUID().replaceAll('-', '');
      streams.set(id, response);
      response.writeHead(200, {'content-type': 'text/event-stream'});
      response.write(`event: endpoint\ndata: ${path}/messages/?session_id=${id}\n\n`);
      return;
    }
    if (message === null || asked.path !== `${path}/messages/`) return void end(asked.path === path ? 405 : 404);
    const id = new URL(request.url ?? '', 'http://any.invalid').searchParams.get('session_id');
    const stream = streams.get(id ?? '');
    if (stream === undefined) return void end(404, '{"detail":"Could not find session"}', JSON_TYPE);
    end(202, 'Accepted');
    const result = resultOf(message);
    if (message.id !== undefined && result !== null) {
      stream.write(`event: message\ndata: ${JSON.stringify({jsonrpc: '2.0', id: message.id, result})}\n\n`);
    }
  });
  return `${origin}${path}`;
}

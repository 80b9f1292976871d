import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer as createHttpServer, type RequestListener} from 'node:http';
import {createSecureServer, type Http2ServerRequest, type Http2ServerResponse} from 'node:http2';
import type {AddressInfo, Socket} from 'node:net';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {labAuthority} from '../../../src/lab/certificates.ts';
import {HOST, type ProxyServer, type ProxySettings} from '../support/proxies/proxy.ts';
import {type PythonEnvironment, startGunicorn, startPython} from '../support/python.ts';
import {startRawUpstream} from '../support/raw-upstream.ts';
import {startReferenceServer} from '../support/tool.ts';

/** What rows start their servers with; everything is stopped at the end. */
export interface Beds {
  /** The reference server, with faults on request; one for each list of arguments. Its port. */
  serve(...args: readonly string[]): Promise<number>;
  /** The same over TLS, in HTTP/2 and HTTP/1.1, with a certificate for {@link HOST}. */
  serveTls(): Promise<number>;
  /** A script of `test/e2e/python`; one for each script and environment. Its port. */
  python(script: string, env?: NodeJS.ProcessEnv, venv?: PythonEnvironment): Promise<number>;
  gunicorn(app: string, args: readonly string[]): Promise<number>;
  /** Writes bytes. Its port. */
  raw(answer: (socket: Socket, head: string) => void): Promise<number>;
  http(answer: RequestListener): Promise<number>;
  /** Speaks HTTP/2, and HTTP/1.1 where it is not told otherwise, with a certificate for {@link HOST}. */
  http2(
    answer: (request: Http2ServerRequest, response: Http2ServerResponse) => void,
    options?: {readonly allowHTTP1: boolean},
  ): Promise<number>;
  proxy(start: (settings: ProxySettings) => Promise<ProxyServer>, settings: ProxySettings): Promise<ProxyServer>;
  /** Called at the end, for what a row has started by itself. */
  stopAtEnd(stop: () => Promise<void>): void;
  /** A port at which nobody listens. */
  nobody(): Promise<number>;
}

export function plain(port: number, path = '/'): string {
  return `http://127.0.0.1:${port}${path}`;
}

/** Over TLS, so that HTTP/2 is looked at as well. */
export function secure(port: number | null, path = '/'): string {
  if (port === null) throw new Error('this proxy knows no TLS');
  return `https://${HOST}:${port}${path}`;
}

export function makeBeds(started: AsyncDisposableStack): Beds {
  const once = new Map<string, Promise<number>>();
  const shared = (key: readonly unknown[], start: () => Promise<number>): Promise<number> => {
    const name = JSON.stringify(key);
    const port = once.get(name) ?? start();
    once.set(name, port);
    return port;
  };
  const raw: Beds['raw'] = async (answer) => {
    const upstream = await startRawUpstream(answer);
    started.defer(() => upstream.close());
    return upstream.port;
  };
  const ofProcess = async (
    starting: Promise<{readonly port: number; readonly process: {close(): Promise<unknown>}}>,
  ) => {
    const {port, process} = await starting;
    started.defer(async () => void (await process.close()));
    return port;
  };
  return {
    raw,
    serve: (...args) =>
      shared(['serve', ...args], () =>
        ofProcess(startReferenceServer(['--allow-faults', '--allow-host', HOST, ...args])),
      ),
    serveTls: () =>
      shared(['serveTls'], async () => {
        const folder = await mkdtemp(path.join(tmpdir(), 'migrate-check-certificate-'));
        started.defer(() => rm(folder, {recursive: true}));
        const {key, cert} = await (await labAuthority()).issue([HOST]);
        const files = {key: path.join(folder, 'server.key'), cert: path.join(folder, 'server.pem')};
        await writeFile(files.key, key, {mode: 0o600});
        await writeFile(files.cert, cert);
        const args = ['--allow-faults', '--allow-host', HOST, '--tls-cert', files.cert, '--tls-key', files.key];
        return ofProcess(startReferenceServer(args));
      }),
    python: (script, env = {}, venv = 'venv') =>
      shared(['python', script, env, venv], () => ofProcess(startPython(script, {env, venv}))),
    gunicorn: (app, args) => shared(['gunicorn', app, args], () => ofProcess(startGunicorn(app, args))),
    async http(answer) {
      const server = createHttpServer(answer);
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      started.defer(() => {
        server.closeAllConnections();
        server.close();
      });
      return (server.address() as AddressInfo).port;
    },
    async http2(answer, {allowHTTP1} = {allowHTTP1: true}) {
      const {key, cert} = await (await labAuthority()).issue([HOST]);
      const server = createSecureServer({key, cert, allowHTTP1}, answer);
      const sessions = new Set<{destroy(): void}>();
      server.on('session', (session) => {
        sessions.add(session);
        session.on('close', () => sessions.delete(session));
        session.on('error', () => {});
      });
      server.on('secureConnection', (socket) => {
        sessions.add(socket);
        socket.on('close', () => sessions.delete(socket));
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      started.defer(() => {
        for (const session of sessions) session.destroy();
        server.close();
      });
      return (server.address() as AddressInfo).port;
    },
    async proxy(start, settings) {
      const proxy = await start(settings);
      started.defer(() => proxy.stop());
      return proxy;
    },
    stopAtEnd: (stop) => started.defer(stop),
    // Not one that was free a moment ago: another test may be given it.
    nobody: async () => 1,
  };
}

import {chmod, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {type LoopbackServer, startTcp} from '../../support/tls-servers.ts';
import {onFreePorts} from '../support/free-port.ts';
import {HOST} from '../support/proxies/proxy.ts';
import {startServer} from '../support/server-process.ts';
import {type Chains, makeChains, type OnDisk} from './chains.ts';

/** What rows present: one root that clients trust, and what it signed. */
export interface Certificates {
  readonly root: OnDisk;
  readonly middle: OnDisk;
  readonly leaf: OnDisk;
}

/** What rows start their servers with; everything is stopped at the end. */
export interface TlsBed extends Certificates {
  readonly chains: Chains;
  /** `openssl s_server -www` with these arguments. Its port. */
  serve(...args: readonly string[]): Promise<number>;
  /** The same at several addresses of loopback, on one port. */
  serveAt(byAddress: Readonly<Record<string, readonly string[]>>): Promise<number>;
  /** nginx with a server of these directives, in which `<port>` is its port. Its port. */
  nginx(...directives: readonly string[]): Promise<number>;
  tcp(...served: Parameters<typeof startTcp>): Promise<number>;
}

export async function makeBed(started: AsyncDisposableStack): Promise<TlsBed> {
  const chains = await makeChains();
  started.defer(() => chains.close());
  const root = await chains.issue('root', null, {commonName: 'Bed Root', isAuthority: true, toDays: 300});
  const middle = await chains.issue('middle', root, {commonName: 'Bed Intermediate', isAuthority: true, toDays: 200});
  const leaf = await chains.issue('leaf', middle, {commonName: HOST, names: [HOST], toDays: 90});
  const stopping = (server: {close(): Promise<unknown>}) => started.defer(async () => void (await server.close()));
  const openssl = async (accept: string, args: readonly string[]): Promise<number> => {
    const server = await startServer('openssl', ['s_server', '-accept', accept, '-www', ...args], {
      // The port is only said where the system chose it.
      ready: /ACCEPT(?: \S*:(\d+))?\n/,
      env: {PATH: process.env.PATH},
    });
    stopping(server);
    return Number(server.ready[1]);
  };
  return {
    chains,
    root,
    middle,
    leaf,
    serve: (...args) => openssl('127.0.0.1:0', args),
    serveAt: (byAddress) =>
      onFreePorts(1, async ([port = 0]) => {
        for (const [address, args] of Object.entries(byAddress)) await openssl(`${address}:${port}`, args);
        return port;
      }),
    async nginx(...directives) {
      const folder = await mkdtemp(path.join(tmpdir(), 'migrate-check-tls-nginx-'));
      // As root, its workers run as another user.
      await chmod(folder, 0o755);
      await mkdir(path.join(folder, 'logs'));
      started.defer(() => rm(folder, {recursive: true}));
      return onFreePorts(1, async ([port = 0]) => {
        const file = path.join(folder, 'nginx.conf');
        await writeFile(file, configurationOf(folder, port, directives));
        const server = await startServer('nginx', ['-p', folder, '-e', 'stderr', '-c', file], {
          ready: /start worker process \d+/,
          env: {PATH: `${process.env.PATH}:/usr/sbin:/sbin`},
        });
        stopping(server);
        return port;
      });
    },
    async tcp(serve) {
      const server: LoopbackServer = await startTcp(serve);
      stopping(server);
      return server.port;
    },
  };
}

/** For `s_server`: a certificate, its key, and what is sent with it. */
export function presents({cert, key}: OnDisk, chain?: string): readonly string[] {
  return ['-cert', cert, '-key', key, ...(chain === undefined ? [] : ['-cert_chain', chain])];
}

function configurationOf(folder: string, port: number, directives: readonly string[]): string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (one) => `${one}_temp_path ${folder}/${one};`,
  );
  return [
    `daemon off; pid ${folder}/nginx.pid; error_log stderr notice; worker_processes 1;`,
    'events { worker_connections 64; }',
    `http { access_log off; ${temporary.join(' ')}`,
    `server { listen 127.0.0.1:${port} ssl http2; return 200 "ok\\n"; ${directives.join(' ').replaceAll('<port>', String(port))} } }`,
    '',
  ].join('\n');
}

import {chmod, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {type Authority, makeAuthority} from './authority.ts';
import {onFreePorts} from './free-port.ts';
import {type ServerProcess, startServer} from './server-process.ts';

export interface Nginx {
  readonly port: number;
  /** The certificate to trust, PEM, and a file that holds it. */
  readonly ca: string;
  readonly caFile: string;
  close(): Promise<void>;
}

export interface NginxOptions {
  /** A server on 127.0.0.1 to pass requests to. */
  readonly upstreamPort: number;
  /** nginx cuts a response that was silent for this long, as a load balancer's idle timeout does. */
  readonly readTimeoutSeconds: number;
  /**
   * By host, the path prefix that is passed on; other paths get a 404. There is a certificate for these hosts; any
   * other name is refused in the handshake.
   */
  readonly hosts: Readonly<Record<string, string>>;
  /** Speaks plain HTTP, to any host whose name is not listed too: for clients that cannot be given a certificate. */
  readonly isPlain?: boolean;
  /** Passes requests on without the prefix. */
  readonly stripsPrefix?: boolean;
}

/** Starts nginx with TLS on a free loopback port, as the current user, with all its files in a folder of its own. */
export async function startNginx(options: NginxOptions): Promise<Nginx> {
  const folder = await mkdtemp(path.join(tmpdir(), 'migrate-check-nginx-'));
  // As root, nginx's worker runs as another user, which needs access to the folders for temporary files.
  await chmod(folder, 0o755);
  await mkdir(path.join(folder, 'logs'));
  const authority = await makeAuthority(Object.keys(options.hosts));
  await writeFiles(folder, authority);
  try {
    const {server, port} = await listenSomewhere(folder, options);
    return {
      port,
      ca: authority.ca,
      caFile: path.join(folder, 'ca.pem'),
      close: async () => {
        await server.close();
        await rm(folder, {recursive: true});
      },
    };
  } catch (thrown) {
    await rm(folder, {recursive: true});
    throw thrown;
  }
}

async function writeFiles(folder: string, authority: Authority): Promise<void> {
  await writeFile(path.join(folder, 'ca.pem'), authority.ca);
  await writeFile(path.join(folder, 'server.pem'), authority.certificate);
  await writeFile(path.join(folder, 'server.key'), authority.key, {mode: 0o600});
}

function listenSomewhere(
  folder: string,
  options: NginxOptions,
): Promise<{readonly server: ServerProcess; readonly port: number}> {
  return onFreePorts(1, async ([port = 0]) => {
    const file = path.join(folder, 'nginx.conf');
    await writeFile(file, configuration(folder, port, options));
    const server = await startServer('nginx', ['-p', folder, '-e', 'stderr', '-c', file], {
      // Written once the sockets are bound and the configuration is loaded.
      ready: /start worker process \d+/,
      env: {PATH: `${process.env.PATH}:/usr/sbin:/sbin`},
    });
    return {server, port};
  });
}

function configuration(folder: string, port: number, options: NginxOptions): string {
  const {upstreamPort, readTimeoutSeconds, hosts, isPlain = false, stripsPrefix = false} = options;
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `  ${name}_temp_path ${folder}/${name};`)
    .join('\n');
  const site = (host: string, prefix: string): string => `  server {
    listen 127.0.0.1:${port}${isPlain ? '' : ' ssl'};
    server_name ${host};
    ${prefix === '/' ? '' : 'location / { return 404; }'}
    location ^~ ${stripsPrefix ? `${prefix}/` : prefix} {
      proxy_pass http://127.0.0.1:${upstreamPort}${stripsPrefix ? '/' : ''};
      proxy_http_version 1.1;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header Connection "";
      proxy_buffering off;
      proxy_read_timeout ${readTimeoutSeconds}s;
    }
  }
`;
  return `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr notice;
events { worker_connections 256; }
http {
${temporary}
  access_log off;
  ssl_certificate ${folder}/server.pem;
  ssl_certificate_key ${folder}/server.key;
${isPlain ? '' : `  server {\n    listen 127.0.0.1:${port} ssl default_server;\n    ssl_reject_handshake on;\n  }\n`}${Object.entries(
  hosts,
)
  .map(([host, prefix]) => site(host, prefix))
  .join('')}}
`;
}

import {chmod, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {labAuthority} from '../../../../src/lab/certificates.ts';
import type {IssuedCertificate} from '../../../../src/mcp-server/wire/certificate-authority.ts';
import {onFreePorts} from '../free-port.ts';
import {run} from '../run.ts';
import {type ServerProcess, startServer} from '../server-process.ts';

/** The name that the certificates of the proxies are for; nothing resolves it. */
export const HOST = 'mcp.example.test';

/** A real proxy on loopback ports, in front of one upstream. */
export interface ProxyServer {
  /** As it says itself, for example `nginx/1.22.1`. */
  readonly version: string;
  readonly plainPort: number;
  /** Speaks HTTP/2 and HTTP/1.1; null where the proxy knows no TLS. */
  readonly tlsPort: number | null;
  /** The certificate to trust for {@link HOST}, PEM. */
  readonly ca: string;
  /** Everything it wrote so far. */
  output(): string;
  stop(): Promise<void>;
}

/** What a proxy is started with; how lines of configuration read depends on the proxy. */
export interface ProxySettings {
  /** On 127.0.0.1; nobody has to listen there. */
  readonly upstreamPort: number;
  /** Where requests are passed on: nginx's `location`, HAProxy's `backend`, Caddy's `reverse_proxy`, …. */
  readonly route?: readonly string[];
  /** For the whole server: nginx's `server`, HAProxy's `frontend`, Caddy's site, …. */
  readonly site?: readonly string[];
}

/** Where the files of one proxy are, and where it is to listen. */
export interface Place {
  readonly folder: string;
  readonly plainPort: number;
  readonly tlsPort: number;
  /** Files in the folder: the certificate, its key, and both in one. */
  readonly certificate: string;
  readonly key: string;
  readonly both: string;
}

export interface Program {
  readonly command: string;
  readonly versionArgs: readonly string[];
  /** Its first group is the version. */
  readonly version: RegExp;
  readonly speaksTls: boolean;
  /** Writes its files and says how it is called. */
  readonly args: (place: Place) => Promise<readonly string[]>;
  /** Written once it listens. */
  readonly ready: RegExp;
}

/** Debian puts servers where a user's PATH does not look. */
const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;

/** Starts a proxy as the current user, with all its files in a folder of its own. */
export async function startProxy(program: Program): Promise<ProxyServer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'migrate-check-proxy-'));
  try {
    // Started as root, some work as another user, who needs access.
    await chmod(folder, 0o755);
    const authority = await labAuthority();
    const files = await writeCertificates(folder, await authority.issue([HOST]));
    const version = await versionOf(program);
    const {server, plainPort, tlsPort} = await listen(program, folder, files);
    return {
      version,
      plainPort,
      tlsPort: program.speaksTls ? tlsPort : null,
      ca: authority.cert,
      output: () => server.output(),
      stop: async () => {
        await server.close();
        await rm(folder, {recursive: true});
      },
    };
  } catch (thrown) {
    await rm(folder, {recursive: true});
    throw thrown;
  }
}

function listen(
  {command, args, ready}: Program,
  folder: string,
  files: Pick<Place, 'certificate' | 'key' | 'both'>,
): Promise<{readonly server: ServerProcess; readonly plainPort: number; readonly tlsPort: number}> {
  return onFreePorts(2, async ([plainPort = 0, tlsPort = 0]) => {
    const given = await args({folder, plainPort, tlsPort, ...files});
    const server = await startServer(command, given, {ready, env: {PATH, HOME: folder}, cwd: folder});
    return {server, plainPort, tlsPort};
  });
}

async function writeCertificates(folder: string, {cert, key}: IssuedCertificate) {
  const files = {
    certificate: path.join(folder, 'server.pem'),
    key: path.join(folder, 'server.key'),
    both: path.join(folder, 'both.pem'),
  };
  await writeFile(files.certificate, cert);
  await writeFile(files.key, key, {mode: 0o600});
  await writeFile(files.both, `${cert}\n${key}`, {mode: 0o600});
  return files;
}

async function versionOf({command, versionArgs, version}: Program): Promise<string> {
  const {stdout, stderr} = await run(command, versionArgs, {PATH});
  const [, found] = version.exec(`${stdout}${stderr}`) ?? [];
  if (found === undefined) throw new Error(`${command} ${versionArgs.join(' ')} says no version:\n${stdout}${stderr}`);
  return found;
}

/** Writes a file of the proxy's folder and gives its path. */
export async function configured(folder: string, name: string, lines: readonly string[]): Promise<string> {
  const file = path.join(folder, name);
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {type ServerProcess, startServer} from '../../support/server-process.ts';
import {refuseTakenPort, SERVER_PATH} from './ports.ts';

export interface ResolverSettings {
  readonly address: string;
  readonly port: number;
  /** The servers of each zone, by its name without a trailing dot; at the same port. */
  readonly stubs: Readonly<Record<string, readonly string[]>>;
  /** Lines of unbound's `server:`. */
  readonly settings?: readonly string[];
  /** It believes what is signed from there: DS records as in a zone file. Empty: it does not validate. */
  readonly trustAnchors?: readonly string[];
}

/** unbound as a resolver that finds each zone at a port of its own, which delegations cannot say. */
export async function startUnbound(
  folder: string,
  {address, port, stubs, settings = [], trustAnchors = []}: ResolverSettings,
): Promise<ServerProcess> {
  await mkdir(folder, {recursive: true});
  const file = path.join(folder, 'unbound.conf');
  const lines = [
    'server:',
    `directory: "${folder}"`,
    'chroot: ""',
    'username: ""',
    'pidfile: ""',
    'use-syslog: no',
    'logfile: ""',
    'verbosity: 1',
    'num-threads: 1',
    `interface: ${address}@${port}`,
    'do-not-query-localhost: no',
    'do-ip6: no',
    'access-control: 127.0.0.0/8 allow',
    `module-config: "${trustAnchors.length > 0 ? 'validator ' : ''}iterator"`,
    // `test.` is one of the names that unbound answers by itself, with "no such name" (RFC 6761).
    'local-zone: "test." nodefault',
    'qname-minimisation: no',
    'harden-referral-path: no',
    ...trustAnchors.map((anchor) => `trust-anchor: "${anchor}"`),
    ...settings,
    'remote-control:',
    'control-enable: no',
    ...Object.entries(stubs).flatMap(([zone, servers]) => [
      'stub-zone:',
      `name: "${zone}."`,
      'stub-prime: no',
      ...servers.map((server) => `stub-addr: ${server}@${port}`),
    ]),
    '',
  ];
  await writeFile(file, lines.join('\n'));
  const ready = /start of service/;
  const env = {PATH: SERVER_PATH, HOME: folder};
  return refuseTakenPort('unbound', await startServer('unbound', ['-d', '-p', '-c', file], {ready, env, cwd: folder}));
}

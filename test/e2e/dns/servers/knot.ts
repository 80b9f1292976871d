import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {run} from '../../support/run.ts';
import {type ServerProcess, startServer} from '../../support/server-process.ts';
import {type ServedZone, zoneFile, zoneFileName} from './authority.ts';
import {refuseTakenPort, SERVER_PATH} from './ports.ts';

export interface Knot {
  /** The DS record's data of a zone that it signs. */
  signerOf(zone: string): Promise<string>;
  /** All of its zones are at all of its addresses. */
  start(zones: readonly KnotZone[]): Promise<ServerProcess>;
}

export interface KnotZone extends ServedZone {
  readonly isSigned: boolean;
}

/** Knot DNS, which signs zones by itself; their keys are made before it starts, so that a parent can name them. */
export async function makeKnot(
  folder: string,
  port: number,
  addresses: readonly string[],
  signed: readonly string[],
): Promise<Knot> {
  await mkdir(folder, {recursive: true});
  const file = path.join(folder, 'knot.conf');
  const configure = (zones: readonly {readonly name: string; readonly isSigned: boolean}[]) =>
    writeFile(
      file,
      [
        'server:',
        `  rundir: "${folder}"`,
        `  listen: [${addresses.map((address) => `${address}@${port}`).join(', ')}]`,
        '  udp-workers: 1',
        '  tcp-workers: 1',
        '  background-workers: 1',
        'log:',
        '  - target: stderr',
        '    any: info',
        'database:',
        `  storage: "${folder}"`,
        'policy:',
        '  - id: own',
        '    single-type-signing: on',
        '    algorithm: ECDSAP256SHA256',
        'zone:',
        ...zones.flatMap(({name, isSigned}) => [
          `  - domain: "${name}."`,
          `    file: "${path.join(folder, zoneFileName(name))}"`,
          '    zonefile-sync: -1',
          '    journal-content: none',
          ...(isSigned ? ['    dnssec-signing: on', '    dnssec-policy: own'] : []),
        ]),
        '',
      ].join('\n'),
    );
  await configure(signed.map((name) => ({name, isSigned: true})));
  const keymgr = async (zone: string, ...args: readonly string[]) => {
    const {code, stdout, stderr} = await run('keymgr', ['-c', file, `${zone}.`, ...args], {PATH: SERVER_PATH});
    if (code !== 0) throw new Error(`keymgr ${zone} ${args.join(' ')}: ${stdout}${stderr}`);
    return stdout;
  };
  for (const zone of signed) await keymgr(zone, 'generate', 'algorithm=ECDSAP256SHA256', 'ksk=yes', 'zsk=yes');
  return {
    async signerOf(zone) {
      // One line for each digest: SHA-256's is `... DS 12345 13 2 ABCD...`.
      const [, data] = /DS (\d+ 13 2 [0-9a-f]+)/i.exec(await keymgr(zone, 'ds')) ?? [];
      if (data === undefined) throw new Error(`keymgr names no DS record of ${zone}`);
      return data;
    },
    async start(zones) {
      for (const zone of zones) await writeFile(path.join(folder, zoneFileName(zone.name)), zoneFile(zone));
      await configure(zones);
      const env = {PATH: SERVER_PATH, HOME: folder};
      const ready = /server started/;
      return refuseTakenPort('knotd', await startServer('knotd', ['-c', file], {ready, env, cwd: folder}));
    },
  };
}

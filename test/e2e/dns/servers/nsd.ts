import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {type ServerProcess, startServer} from '../../support/server-process.ts';
import {type ServedZone, zoneFile, zoneFileName} from './authority.ts';
import {refuseTakenPort, SERVER_PATH} from './ports.ts';

/** NSD, with all of its zones at all of its addresses. */
export async function startNsd(
  folder: string,
  port: number,
  addresses: readonly string[],
  zones: readonly ServedZone[],
): Promise<ServerProcess> {
  await mkdir(folder, {recursive: true});
  for (const zone of zones) await writeFile(path.join(folder, zoneFileName(zone.name)), zoneFile(zone));
  const file = path.join(folder, 'nsd.conf');
  const lines = [
    'server:',
    ...addresses.map((address) => `  ip-address: ${address}@${port}`),
    '  server-count: 1',
    '  username: ""',
    '  chroot: ""',
    `  zonesdir: "${folder}"`,
    `  zonelistfile: "${folder}/zone.list"`,
    `  xfrdfile: "${folder}/xfrd.state"`,
    `  xfrdir: "${folder}"`,
    `  cookie-secret-file: "${folder}/cookies"`,
    '  database: ""',
    '  pidfile: ""',
    '  verbosity: 1',
    '  rrl-ratelimit: 0',
    'remote-control:',
    '  control-enable: no',
    ...zones.flatMap(({name}) => ['zone:', `  name: "${name}."`, `  zonefile: "${zoneFileName(name)}"`]),
    '',
  ];
  await writeFile(file, lines.join('\n'));
  const ready = /nsd started/;
  const env = {PATH: SERVER_PATH, HOME: folder};
  return refuseTakenPort('nsd', await startServer('nsd', ['-d', '-c', file], {ready, env, cwd: folder}));
}

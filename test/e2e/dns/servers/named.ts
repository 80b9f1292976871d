import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {type ServerProcess, startServer} from '../../support/server-process.ts';
import {type ServedZone, zoneFile, zoneFileName} from './authority.ts';
import {refuseTakenPort, SERVER_PATH} from './ports.ts';

/** BIND, with all of its zones at all of its addresses, which have to be those of an interface: 127.0.0.1 and ::1. */
export async function startNamed(
  folder: string,
  port: number,
  addresses: readonly string[],
  zones: readonly ServedZone[],
): Promise<ServerProcess> {
  await mkdir(folder, {recursive: true});
  for (const zone of zones) await writeFile(path.join(folder, zoneFileName(zone.name)), zoneFile(zone));
  const listen = (isV6: boolean) => {
    const own = addresses.filter((address) => address.includes(':') === isV6);
    return `{ ${(own.length === 0 ? ['none'] : own).map((address) => `${address};`).join(' ')} }`;
  };
  const file = path.join(folder, 'named.conf');
  const lines = [
    'options {',
    `directory "${folder}";`,
    `managed-keys-directory "${folder}";`,
    `session-keyfile "${folder}/session.key";`,
    'pid-file none;',
    `listen-on port ${port} ${listen(false)};`,
    `listen-on-v6 port ${port} ${listen(true)};`,
    'recursion no;',
    'notify no;',
    'empty-zones-enable no;',
    'dnssec-validation no;',
    '};',
    'controls {};',
    ...zones.map(({name}) => `zone "${name}." { type primary; file "${zoneFileName(name)}"; };`),
    '',
  ];
  await writeFile(file, lines.join('\n'));
  const args = ['-g', '-n', '1', '-c', file];
  const env = {PATH: SERVER_PATH, HOME: folder};
  const ready = /^\S+ \S+ running$/m;
  return refuseTakenPort('named', await startServer('named', args, {ready, env, cwd: folder}));
}

import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {openFactSource} from '../../../src/app/fact-source.ts';
import {loadChecklist} from '../../../src/checklist/load.ts';
import {CHECKS} from '../../../src/checks/index.ts';
import type {ItemReport, Report} from '../../../src/model/report.ts';
import {runQuietly} from '../../support/run-quietly.ts';
import {reachIn} from './names.ts';
import {type DnsRow, PLAIN} from './row.ts';
import type {DnsWorld} from './world.ts';

const OVERRIDES = {endpointUrl: null, resolve: [], connectTo: [], caFile: null, dnsServer: []};

/** What the tool has to say of a row: all of its looks in one run, with its resolvers beside the one that all rows share. */
export async function lookAtRow(row: DnsRow, world: DnsWorld): Promise<readonly ItemReport[]> {
  const items = row.looks.map(({check, with: params}, index) => ({
    id: `look-${index}`,
    title: check,
    check,
    with: params,
    timeout: '60s',
  }));
  const resolvers = row.asks ?? [PLAIN, ...(row.resolvers ?? []).map(({name}) => name)];
  const {items: reports} = await runIn(world, resolvers, items);
  return reports;
}

/** A run of these items in the world, with these resolvers and no others. */
export async function runIn(
  world: DnsWorld,
  resolvers: readonly string[],
  items: readonly {readonly check: string}[],
): Promise<Report> {
  const folder = await mkdtemp(path.join(tmpdir(), 'migrate-check-dns-run-'));
  try {
    const file = path.join(folder, 'checklist.yaml');
    await writeFile(file, JSON.stringify({version: 1, title: 'DNS', items}));
    const given = {environment: null, vars: {}, varFiles: [], processEnv: {}};
    const {checklist, problems} = await loadChecklist({file, checks: CHECKS, ...given});
    if (checklist === null) throw new Error(problems.map(({message}) => message).join('\n'));
    const source = {
      ...openFactSource({mode: 'live', overrides: OVERRIDES, ca: null}, {secrets: [], record: false}),
      names: {
        instead: resolvers.map((name) => `${world.address(name)}:${world.port}`),
        roots: null,
        reach: reachIn(world),
      },
    };
    return await runQuietly({checklist, source, concurrency: 4});
  } finally {
    await rm(folder, {recursive: true});
  }
}

import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {runChecklist} from '../../../src/app/run-checklist.ts';
import {loadChecklist} from '../../../src/checklist/load.ts';
import {CHECKS} from '../../../src/checks/index.ts';
import {labAuthority} from '../../../src/lab/certificates.ts';
import type {ItemReport} from '../../../src/model/report.ts';
import {HOST} from '../support/proxies/proxy.ts';
import {makeBeds} from './beds.ts';
import {type ExpectedLook, QUICK, type Target, type WireRow} from './row.ts';

export interface Looked {
  readonly row: WireRow;
  readonly look: ExpectedLook;
  readonly item: ItemReport;
}

/** What the tool has to say of all rows: they are looked at in one run, many at a time. Takes about a minute. */
export async function lookAtRows(rows: readonly WireRow[]): Promise<readonly Looked[]> {
  await using started = new AsyncDisposableStack();
  const beds = makeBeds(started);
  const wanted = [];
  for (const row of rows) {
    const target = targetOf(await row.start(beds));
    for (const look of row.looks) wanted.push({row, look, id: `look-${wanted.length}`, target});
  }
  const items = await runItems(wanted.map(({id, look, target}) => itemOf(id, look, target)));
  return wanted.map(({row, look, id}) => {
    const item = items.find((each) => each.id === id);
    if (item === undefined) throw new Error(`${row.what}: no ${look.check} was run`);
    return {row, look, item};
  });
}

function targetOf(target: string | Target): Target {
  return typeof target === 'string' ? {url: target} : target;
}

/** Where this machine was too slow to tell, it looks again. */
function itemOf(id: string, {check, with: params = {}}: ExpectedLook, {url, headers}: Target) {
  const given = {
    ...(check.startsWith('sse/') ? QUICK : {}),
    ...(headers === undefined ? {} : {headers}),
    ...params,
  };
  return {id, title: id, check, with: {url, ...given}, retry: {attempts: 3, delay: '1s'}, timeout: '30s'};
}

async function runItems(items: readonly object[]): Promise<readonly ItemReport[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'migrate-check-wire-'));
  try {
    const file = path.join(folder, 'checklist.yaml');
    await writeFile(file, JSON.stringify({version: 1, title: 'The wire', items}));
    const given = {environment: null, vars: {}, varFiles: [], processEnv: {}};
    const {checklist, problems} = await loadChecklist({file, checks: CHECKS, ...given});
    if (checklist === null) throw new Error(problems.map(({message}) => message).join('\n'));
    const {report, bugs} = await runChecklist({
      checklist,
      waivers: [],
      signOffs: [],
      source: {
        mode: 'live',
        ca: (await labAuthority()).cert,
        overrides: {endpointUrl: null, resolve: [], connectTo: [`${HOST}::127.0.0.1:`], caFile: null},
      },
      stage: null,
      selection: {only: [], skip: [], tags: [], withNeeds: false},
      concurrency: 24,
      bail: false,
      region: null,
      profile: null,
      vantage: null,
      record: false,
      emit: () => {},
      signal: new AbortController().signal,
    });
    if (bugs.length > 0) throw bugs[0];
    return report.items;
  } finally {
    await rm(folder, {recursive: true});
  }
}

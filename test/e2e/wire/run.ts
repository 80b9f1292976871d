import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {loadChecklist} from '../../../src/checklist/load.ts';
import {CHECKS} from '../../../src/checks/index.ts';
import {labAuthority} from '../../../src/lab/certificates.ts';
import type {ItemReport} from '../../../src/model/report.ts';
import {runQuietly} from '../../support/run-quietly.ts';
import {HOST} from '../support/proxies/proxy.ts';
import {type Beds, makeBeds} from './beds.ts';
import {type ExpectedLook, QUICK, type Target, type WireRow} from './row.ts';

export interface Looked {
  readonly row: WireRow;
  readonly look: ExpectedLook;
  /** Why it could not be looked at: its servers did not start. */
  readonly item: ItemReport | Error;
}

/** Rows that are started at a time: each takes the better part of a second of CPU. */
const STARTING = 4;

/** What cannot be told on a busy machine is asked again, so often and with less and less beside it. */
const ASKED = 10;
const AT_ONCE = [24, 4, 4, 2];

interface Wanted extends Omit<Looked, 'item'> {
  readonly id: string;
  readonly target: Target | Error;
}

/**
 * What the tool has to say of all rows: they are looked at in one run, many at a time. Takes about half a minute.
 *
 * @param beds with servers that are there already; default: of this call, stopped at its end.
 */
export async function lookAtRows(rows: readonly WireRow[], beds?: Beds): Promise<readonly Looked[]> {
  await using started = new AsyncDisposableStack();
  const targets = await startRows(rows, beds ?? makeBeds(started));
  const wanted = rows.flatMap((row, r) =>
    row.looks.map(
      (look, l): Wanted => ({row, look, id: `look-${r}-${l}`, target: targets[r] ?? new Error('it was not started')}),
    ),
  );
  const items = new Map<string, ItemReport>();
  let left: readonly Wanted[] = wanted;
  for (let asked = 1; asked <= ASKED && left.length > 0; asked++) {
    for (const item of await runItems(left.flatMap(itemOf), AT_ONCE[asked - 1] ?? 1)) items.set(item.id, item);
    left = left.filter(({id, look}) => isUntold(look, items.get(id)));
  }
  return wanted.map(({row, look, id, target}) => ({
    row,
    look,
    item: items.get(id) ?? (target instanceof Error ? target : new Error(`${look.check} was not run`)),
  }));
}

/** Whether the run could not tell, and not for the reason for which it should not: it may have been this machine. */
function isUntold(look: ExpectedLook, item: ItemReport | undefined): boolean {
  if (item?.status !== 'error') return false;
  return look.status !== 'error' || !(look.says ?? []).every((words) => words.test(item.summary));
}

async function startRows(rows: readonly WireRow[], beds: Beds): Promise<readonly (Target | Error)[]> {
  const targets: (Target | Error)[] = [];
  const left = rows.entries();
  const startNext = async (): Promise<void> => {
    for (const [index, row] of left) {
      targets[index] = await row.start(beds).then(targetOf, (error: Error) => error);
    }
  };
  await Promise.all(Array.from({length: STARTING}, startNext));
  return targets;
}

function targetOf(target: string | Target): Target {
  return typeof target === 'string' ? {url: target} : target;
}

function itemOf({id, look: {check, with: params = {}}, target}: Wanted) {
  if (target instanceof Error) return [];
  const {url, headers} = target;
  const given = {
    ...(check.startsWith('sse/') ? QUICK : {}),
    ...(headers === undefined ? {} : {headers}),
    ...params,
  };
  return [{id, title: id, check, with: {url, ...given}, timeout: '30s'}];
}

/** @param ca who is trusted in addition, PEM; default: the lab's authority. */
export async function runItems(
  items: readonly {readonly check: string}[],
  concurrency: number,
  ca?: string,
): Promise<readonly ItemReport[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'migrate-check-wire-'));
  try {
    const file = path.join(folder, 'checklist.yaml');
    await writeFile(file, JSON.stringify({version: 1, title: 'The wire', items}));
    const given = {environment: null, vars: {}, varFiles: [], processEnv: {}};
    const {checklist, problems} = await loadChecklist({file, checks: CHECKS, ...given});
    if (checklist === null) throw new Error(problems.map(({message}) => message).join('\n'));
    const report = await runQuietly({
      checklist,
      source: {
        mode: 'live',
        ca: ca ?? (await labAuthority()).cert,
        overrides: {endpointUrl: null, resolve: [], connectTo: [`${HOST}::127.0.0.1:`], caFile: null, dnsServer: []},
      },
      concurrency,
    });
    return report.items;
  } finally {
    await rm(folder, {recursive: true});
  }
}

import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {readableFolders} from '../../../../src/checklist/readable-folders.ts';
import {CHECKS} from '../../../../src/checks/index.ts';
import {CannotTell} from '../../../../src/model/errors.ts';
import type {Verdict} from '../../../../src/model/outcome.ts';
import {createRepo} from '../../../../src/probes/repo/repo.ts';
import {attempt, passingStore} from '../../../support/attempt.ts';
import {worldOf} from '../../../support/wire-facts.ts';

export interface Looking {
  /** By path. */
  readonly files: Readonly<Record<string, string | Buffer>>;
  readonly check: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export interface Found {
  readonly status: 'pass' | 'fail' | 'error';
  readonly says: string;
  readonly toDo: string;
}

/** What a check says of a folder with just these files. */
export async function lookAt({files, check: id, params}: Looking): Promise<Found> {
  const folder = await mkdtemp(join(tmpdir(), 'migrate-check-repository-'));
  const repo = createRepo({folders: readableFolders(folder, []), noteFile: () => {}, store: passingStore()});
  const check = CHECKS.find((one) => one.id === id);
  if (check === undefined) throw new Error(`there is no check ${id}`);
  try {
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), {recursive: true});
      await writeFile(join(folder, name), content);
    }
    const world = worldOf({files: repo.files(attempt()), terraform: repo.terraform(attempt())});
    const run = check.run as (given: unknown, world: unknown) => Promise<Verdict>;
    const verdict = await run(check.params.parse(params), world);
    return {status: verdict.status, says: verdict.summary, toDo: verdict.status === 'fail' ? (verdict.fix ?? '') : ''};
  } catch (thrown) {
    if (!(thrown instanceof CannotTell)) throw thrown;
    return {status: 'error', says: thrown.message, toDo: thrown.fix};
  } finally {
    await repo.close();
    await rm(folder, {recursive: true});
  }
}

import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect} from 'chai';
import {shardRecipes} from '../support/shard-recipes.ts';
import {ROOT} from './support/tool.ts';

const VALIDATOR = path.join(ROOT, '.e2e/venv/bin/kubernetes-validate');

describe('e2e: the Indexed Job of docs/shards.md, by the schemas of Kubernetes', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'indexed-job-'));
  });
  after(() => rmSync(folder, {recursive: true}));

  function problemsIn(text: string): {status: number | null; said: string} {
    const file = path.join(folder, 'job.yaml');
    writeFileSync(file, text);
    const {status, stdout, stderr, error} = spawnSync(VALIDATOR, ['--strict', file], {encoding: 'utf8'});
    if (error !== undefined) throw new Error(`${VALIDATOR} cannot be run; run scripts/e2e-setup`, {cause: error});
    return {status, said: stdout + stderr};
  }

  it('is one', () => {
    const {status, said} = problemsIn(shardRecipes().indexedJob);
    expect(status, said).to.equal(0);
    expect(said).to.contain('passed for resource job/migrate-check');
  });

  it('would not be with a field that Jobs do not have, or of another type', () => {
    for (const [from, to] of [
      ['completionMode: Indexed', 'completionMode: [Indexed]'],
      ['completions: 3', 'completionz: 3'],
      ['parallelism: 3', 'parallelism: three'],
    ] as const) {
      const changed = shardRecipes().indexedJob.replace(from, to);
      expect(changed).not.to.equal(shardRecipes().indexedJob);
      expect(problemsIn(changed).status, to).to.equal(1);
    }
  });
});

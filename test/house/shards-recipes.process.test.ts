import {mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, dirname, join} from 'node:path';
import {expect} from 'chai';
import {parse} from 'yaml';
import {BUILT_TOOL} from '../support/built-tool.ts';
import {type Job, runJob} from '../support/ci-example.ts';
import {shardRecipes} from '../support/shard-recipes.ts';

const CHECKLIST = `version: 1
title: Move it
items:
${['alpha', 'beta', 'gamma', 'delta']
  .map((id) => `  - {id: ${id}, title: ${id}, check: repo/file-contains, with: {path: notes.md, text: moved}}`)
  .join('\n')}
`;

describe('the recipes of docs/shards.md', function () {
  this.timeout(60_000);
  let folder: string;
  let env: NodeJS.ProcessEnv;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'shards-'));
    mkdirSync(join(folder, 'node_modules/.bin'), {recursive: true});
    symlinkSync(BUILT_TOOL, join(folder, 'node_modules/.bin/migrate-check'));
    // `npm ci` would take the link away.
    mkdirSync(join(folder, 'shims'));
    writeFileSync(join(folder, 'shims/npm'), '#!/bin/sh\n[ "$*" = ci ]\n', {mode: 0o755});
    writeFileSync(join(folder, 'checklist.yaml'), CHECKLIST);
    writeFileSync(join(folder, 'notes.md'), 'It has moved.\n');
    const PATH = [
      join(folder, 'shims'),
      join(folder, 'node_modules/.bin'),
      dirname(process.execPath),
      process.env.PATH,
    ].join(delimiter);
    env = {...process.env, CI: 'true', HOME: folder, PATH};
  });

  afterEach(() => rmSync(folder, {recursive: true}));

  it('work as a CI matrix, whose last job proceeds with all shards and holds without one', () => {
    const {jobs} = parse(shardRecipes().workflow) as {
      jobs: Record<string, Job & {strategy?: {matrix: {shard: number[]}}}>;
    };
    const [look, decide] = [jobs.look, jobs.decide];
    if (look === undefined || decide === undefined) throw new Error('the workflow has no jobs look and decide');
    for (const shard of look.strategy?.matrix.shard ?? []) {
      const ended = runJob(look, folder, {...env, SHARD: String(shard)});
      expect(ended.code, ended.output).to.equal(0);
    }
    const all = runJob(decide, folder, env);
    expect(all.ran.at(-1), all.output).to.deep.equal(['decide', 0]);
    rmSync(join(folder, 'shard-2.json'));
    const without = runJob(decide, folder, env);
    expect(without.ran.at(-1), without.output).to.deep.equal(['decide', 10]);
    expect(without.output).to.contain('shard 2 of 3 is missing');
  });

  it('work as an Indexed Job of Kubernetes, and its script as an array of AWS Batch', () => {
    const {spec} = parse(shardRecipes().indexedJob) as {
      spec: {completions: number; template: {spec: {containers: {command: string[]; args: string[]}[]}}};
    };
    const script = spec.template.spec.containers[0]?.args[0] ?? '';
    expect(script).to.contain(`--shard auto/${spec.completions} `);
    const local = script.replaceAll('/reports/', `${folder}/`);
    const batch = local.replace(/auto\/\d+/, 'auto').replace('$JOB_COMPLETION_INDEX', '$AWS_BATCH_JOB_ARRAY_INDEX');
    for (const [run, variables] of [
      [local, (index: number) => ({JOB_COMPLETION_INDEX: String(index)})],
      [batch, (index: number) => ({AWS_BATCH_JOB_ARRAY_INDEX: String(index), AWS_BATCH_JOB_ARRAY_SIZE: '3'})],
    ] as const) {
      for (let index = 0; index < spec.completions; index++) {
        const ended = runJob({steps: [{run}]}, folder, {...env, ...variables(index)});
        expect(ended.code, ended.output).to.equal(0);
        expect(JSON.parse(readFileSync(join(folder, `shard-${index}.json`), 'utf8')).selection.shard.index).to.equal(
          index + 1,
        );
      }
      const decided = runJob({steps: [{run: 'migrate-check decide shard-*.json --stage ready'}]}, folder, env);
      expect(decided.code, decided.output).to.equal(0);
      for (let index = 0; index < spec.completions; index++) rmSync(join(folder, `shard-${index}.json`));
    }
  });
});

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
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
    const {completions, args: script} = indexedJob();
    expect(script).to.contain(`--shard auto/${completions} `);
    const local = script.replaceAll('/reports/', `${folder}/`);
    const batch = local.replace(/auto\/\d+/, 'auto').replace('$JOB_COMPLETION_INDEX', '$AWS_BATCH_JOB_ARRAY_INDEX');
    for (const [run, variables] of [
      [local, (index: number) => ({JOB_COMPLETION_INDEX: String(index)})],
      [batch, (index: number) => ({AWS_BATCH_JOB_ARRAY_INDEX: String(index), AWS_BATCH_JOB_ARRAY_SIZE: '3'})],
    ] as const) {
      for (let index = 0; index < completions; index++) {
        const ended = runJob({steps: [{run}]}, folder, {...env, ...variables(index)});
        expect(ended.code, ended.output).to.equal(0);
        expect(JSON.parse(readFileSync(join(folder, `shard-${index}.json`), 'utf8')).selection.shard.index).to.equal(
          index + 1,
        );
      }
      const decided = runJob({steps: [{run: 'migrate-check decide shard-*.json --stage ready'}]}, folder, env);
      expect(decided.code, decided.output).to.equal(0);
      for (let index = 0; index < completions; index++) rmSync(join(folder, `shard-${index}.json`));
    }
  });

  it('end as a pod with a report of what was found until the shell was told to end', async () => {
    const silent = createServer(() => {}).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const {port} = silent.address() as AddressInfo;
    writeFileSync(
      join(folder, 'checklist.yaml'),
      `version: 1\ntitle: Wait\nitems:\n  - {id: mute, title: mute, check: http/responds, with: {url: 'http://127.0.0.1:${port}/', within: 1m}}\n`,
    );
    const script = indexedJob()
      .args.replaceAll('/reports/', `${folder}/`)
      .replace(/auto\/\d+/, '1/1');
    const shell = spawn('sh', ['-c', script], {cwd: folder, env: {...env, JOB_COMPLETION_INDEX: '0'}});
    const ended = once(shell, 'exit');
    await once(silent, 'connection');
    shell.kill('SIGTERM');
    const [code] = await ended;
    silent.closeAllConnections();
    silent.close();
    const report = JSON.parse(readFileSync(join(folder, 'shard-0.json'), 'utf8'));
    expect({code, incomplete: report.incomplete, items: report.items.length}).to.deep.equal({
      code: 143,
      incomplete: 'interrupted',
      items: 1,
    });
  });
});

function indexedJob(): {completions: number; args: string} {
  const {spec} = parse(shardRecipes().indexedJob) as {
    spec: {completions: number; template: {spec: {containers: {args: string[]}[]}}};
  };
  return {completions: spec.completions, args: spec.template.spec.containers[0]?.args[0] ?? ''};
}

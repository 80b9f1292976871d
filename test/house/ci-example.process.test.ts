import {cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, dirname, join} from 'node:path';
import {expect} from 'chai';
import {BUILT_TOOL} from '../support/built-tool.ts';
import {type JobRun, runJob, workflow} from '../support/ci-example.ts';

const ROOT = join(import.meta.dirname, '../..');
const {jobs} = workflow();

const GREEN = `version: 1
title: Move it
inputs: {terraformFiles: {}}
items:
  - id: written
    title: it is written down, and \${vars.terraformFiles} do not matter
    check: repo/file-contains
    with: {path: README.md, text: moved}
`;

/** Nothing listens there. */
const SERVED = `  - id: served
    title: it answers
    check: http/responds
    with: {url: "http://127.0.0.1:9/"}
    confirm: {failures: 1, every: 10ms}
`;

const ASKED = `  - id: agreed
    title: they agree
    manual: {ask: "Do they?", approvers: [ops]}
people: {ops: [mg]}
`;

describe("README's workflow", function () {
  this.timeout(60_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ci-example-'));
    mkdirSync(join(folder, 'node_modules/.bin'), {recursive: true});
    symlinkSync(BUILT_TOOL, join(folder, 'node_modules/.bin/migrate-check'));
    // `npm ci` would take the link away; that it installs the tarball is tested with the package.
    mkdirSync(join(folder, 'shims'));
    writeFileSync(join(folder, 'shims/npm'), '#!/bin/sh\n[ "$*" = ci ]\n', {mode: 0o755});
    writeFileSync(join(folder, 'README.md'), 'It has moved.\n');
  });

  afterEach(() => rmSync(folder, {recursive: true}));

  function gate(checklist: string, stage = 'soak'): JobRun {
    writeFileSync(join(folder, 'checklist.yaml'), checklist);
    const job = jobs.gate;
    if (job === undefined) throw new Error(`README's workflow has no job gate`);
    const shims = [join(folder, 'shims'), dirname(process.execPath), process.env.PATH].join(delimiter);
    return runJob(job, folder, {...process.env, CI: 'true', HOME: shims, PATH: shims, STAGE: stage});
  }

  const commands = ({ran}: JobRun) => ran.filter(([name]) => name !== 'npm ci');

  it('proceeds where all holds', () => {
    const ended = gate(GREEN);
    expect(commands(ended), ended.output).to.deep.equal([
      ['look', 0],
      ['decide', 0],
    ]);
    expect(ended.output).to.match(/proceed/i);
  });

  it('holds on what failed before the cutover, and on a missing answer', () => {
    const failed = gate(GREEN.replace('moved', 'left'), 'prepare');
    expect(commands(failed), failed.output).to.deep.equal([
      ['look', 0],
      ['decide', 10],
    ]);
    const asked = gate(GREEN + ASKED);
    expect(commands(asked), asked.output).to.deep.equal([
      ['look', 0],
      ['decide', 10],
    ]);
    expect([failed.code, asked.code]).to.deep.equal([10, 10]);
  });

  it('rolls back when users are not served after it', () => {
    const ended = gate(GREEN + SERVED);
    expect(commands(ended), ended.output).to.deep.equal([
      ['look', 0],
      ['decide', 20],
    ]);
    expect(ended.code).to.equal(20);
  });

  it('stops at a mistake in how it is called or in the checklist, and leaves no report of yesterday', () => {
    for (const [checklist, stage] of [
      [GREEN, 'cutovr'],
      [`${GREEN}nonsense: 1\n`, 'soak'],
      ['', 'soak'],
    ] as const) {
      writeFileSync(join(folder, 'report.json'), '{"yesterday": true}');
      const ended = gate(checklist, stage);
      expect(commands(ended), ended.output).to.deep.equal([['look', 2]]);
      expect(ended.code).to.equal(2);
      expect(readFileSync(join(folder, 'report.json'), 'utf8')).not.to.contain('yesterday');
    }
  });

  it('takes a stage for text, whatever it holds', () => {
    const ended = gate(GREEN, 'x"; touch taken; $(touch taken) "');
    expect(ended.code, ended.output).to.equal(2);
    expect(existsSync(join(folder, 'taken'))).to.equal(false);
  });

  it('holds where the tool is not installed, or crashes', () => {
    rmSync(join(folder, 'node_modules/.bin/migrate-check'));
    writeFileSync(join(folder, 'node_modules/.bin/migrate-check'), '#!/bin/sh\nexit 70\n', {mode: 0o755});
    expect(commands(gate(GREEN))).to.deep.equal([['look', 70]]);
  });

  describe('on the shipped checklist', () => {
    const shipped = readFileSync(join(ROOT, 'checklist.yaml'), 'utf8');

    beforeEach(() => cpSync(join(ROOT, 'lab/terraform'), join(folder, 'infra'), {recursive: true}));

    it('runs it and holds, as here is no AWS', () => {
      // Hosts that are only this machine: nothing here is asked of anybody else.
      const here = shipped.replace(/^( {2}(host|apiHost|websocketHost): ).*$/gm, '$1$2.localhost');
      const ended = gate(here.replace('https://api.georgi.io/', 'https://127.0.0.1/'), 'prepare');
      expect(
        commands(ended).map(([name]) => name),
        ended.output,
      ).to.deep.equal(['look', 'decide']);
      expect(ended.code, ended.output).to.equal(10);
    });
  });

  it('brings no value into a command but by the environment, and hides no exit code', () => {
    for (const {run: script = ''} of Object.values(jobs).flatMap(({steps}) => steps)) {
      expect(script).not.to.contain('${{');
      expect(script).not.to.match(/\|\|\s*(true|:)|continue-on-error|set \+e|\|\s*tee/);
    }
  });

  it('keeps the report whatever became of the job', () => {
    const kept = jobs.gate?.steps.at(-1);
    expect(kept).to.deep.include({if: 'always()', with: {name: 'report', path: 'report.json'}});
  });
});

import {execFileSync} from 'node:child_process';
import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {runInProcess} from '../../support/run-in-process.ts';

const CHECKLIST = `version: 1
title: Move it
people:
  ops: [{id: mg, email: MG@example.com}, jd]
  lead: [{id: xy, email: xy@example.com}]
items:
  - {id: diagrams, title: the diagrams are current, manual: {ask: Are they?, approvers: [ops]}}
`;

describe('who answers a question', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'signoff-git-'));
    execFileSync('git', ['init', '--quiet', folder]);
    await writeFile(join(folder, 'checklist.yaml'), CHECKLIST);
  });
  afterEach(() => rm(folder, {recursive: true}));

  /** An answer in a repository whose own git says that this is the author of its commits; null: nobody. */
  async function approve(email: string | null, ...words: string[]) {
    if (email !== null) execFileSync('git', ['-C', folder, 'config', 'user.email', email]);
    const args = ['signoff', 'approve', 'diagrams', '--yes', '--checklist', join(folder, 'checklist.yaml'), ...words];
    const {status, stderr} = await runInProcess(args, {
      env: {GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1'},
    });
    const file = join(folder, 'signoffs/default/diagrams.yaml');
    return {status, stderr, written: await readFile(file, 'utf8').catch(() => null)};
  }

  it('is the person whose email git has, however it is spelled, and nothing is committed', async () => {
    const {status, stderr, written} = await approve('mg@Example.com');
    expect(status).to.equal(0);
    expect(written).to.contain('by: mg\n');
    expect(stderr).to.contain("approved by mg (git's user.email mg@Example.com)");
    expect(execFileSync('git', ['-C', folder, 'status', '--porcelain'], {encoding: 'utf8'})).to.equal(
      '?? checklist.yaml\n?? signoffs/\n',
    );
  });

  it('must be one who may answer', async () => {
    const {status, stderr, written} = await approve('xy@example.com');
    expect([status, written]).to.deep.equal([2, null]);
    expect(stderr).to.equal("xy (git's user.email xy@example.com) may not answer diagrams; that is for ops (mg, jd)\n");
  });

  it('must be somebody', async () => {
    const stranger = await approve('zz@example.com');
    expect(stranger.status).to.equal(2);
    expect(stranger.stderr).to.match(/^git's user\.email zz@example\.com is nobody's under people: of /);
    expect(stranger.stderr).to.match(/say who answers with --as ID: ops \(mg, jd\)\n$/);
    expect((await approve('constructor')).status).to.equal(2);
    execFileSync('git', ['-C', folder, 'config', '--unset', 'user.email']);
    const nobody = await approve(null);
    expect(nobody.status).to.equal(2);
    expect(nobody.stderr).to.match(/^git has no user\.email here; /);
    expect(await readdir(folder)).not.to.contain('signoffs');
    expect((await approve(null, '--as', 'jd')).written).to.contain('by: jd\n');
  });
});

import {mkdtemp, readdir, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {HEALTHY} from '../../../src/lab/aws-world.ts';
import {rulesSnapshotText} from '../../../src/model/rules-snapshot.ts';
import {runInProcess} from '../../support/run-in-process.ts';

describe('check alb/rules-unchanged --write', () => {
  const before = process.cwd();
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'snapshot-'));
    process.chdir(folder);
  });

  afterEach(async () => {
    process.chdir(before);
    await rm(folder, {recursive: true});
  });

  const write = (file: string, ...more: string[]) =>
    runInProcess(['check', 'alb/rules-unchanged', '--lab', ...more, '--write', file]);

  it('writes the rules, and then compares with them', async () => {
    expect((await write('rules.json', '--with', 'alb=alb')).status).to.equal(0);
    expect(await readFile('rules.json', 'utf8')).to.equal(rulesSnapshotText(HEALTHY.listener, HEALTHY.listenerRules));
  });

  it('writes nothing where a checklist could not read it, where there is no such listener, or for another check', async () => {
    const outside = await write('../rules.json', '--with', 'alb=alb');
    expect([outside.status, outside.stderr]).to.deep.equal([
      2,
      '--write ../rules.json: leads out of this folder, where a checklist could not read it\n',
    ]);
    const unknown = await write('rules.json', '--with', 'alb=other-alb');
    expect([unknown.status, unknown.stderr]).to.satisfy(
      ([status, said]: [number, string]) => status === 2 && said.includes('nothing was written'),
    );
    const other = await runInProcess([
      'check',
      'alb/rule-is-gone',
      '--lab',
      '--with',
      'alb=alb',
      '--write',
      'rules.json',
    ]);
    expect(other.stderr).to.include('check alb/rule-is-gone has no snapshot');
    expect(await readdir('.')).to.deep.equal([]);
  });
});

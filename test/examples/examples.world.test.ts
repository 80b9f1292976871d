import {globSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {CHECKS} from '../../src/checks/index.ts';
import {runInProcess} from '../support/run-in-process.ts';

const ROOT = join(import.meta.dirname, '../..');
const EXAMPLES = globSync('examples/*.yaml', {cwd: ROOT}).toSorted();

/** What each is run with, besides the file. */
const WITH: Readonly<Record<string, readonly string[]>> = {'examples/two-accounts.yaml': ['--env', 'prod']};

/** A world in which one claim of each is wrong, and the item that says so. */
const WRONG: Readonly<Record<string, readonly [scenario: string, item: string, ...flags: readonly string[]]>> = {
  'examples/alb-move.yaml': ['rule-order', 'rule'],
  'examples/api-gateway-to-alb.yaml': ['idle-cut', 'stream'],
  'examples/one-url.yaml': ['record-missing', 'resolvers-agree', '--var', 'host=mcp.run.georgi.io'],
  'examples/two-accounts.yaml': ['record-missing', 'record'],
};

describe('examples', () => {
  it('are the four that README names', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8');
    expect(EXAMPLES).to.deep.equal(Object.keys(WRONG).toSorted());
    for (const file of EXAMPLES) expect(readme, file).to.include(`](${file})`);
  });

  for (const file of EXAMPLES) {
    const path = join(ROOT, file);
    const text = readFileSync(path, 'utf8');
    const given = WITH[file] ?? [];

    describe(file, () => {
      it('is 15 to 40 lines that fit a page, with comments, and names the schema that editors read', () => {
        const lines = text.trimEnd().split('\n');
        expect(lines.length).to.be.within(15, 40);
        for (const line of lines) expect(line.length, line).to.be.at.most(120);
        expect(lines.filter((line) => line.trim().startsWith('#')).length).to.be.at.least(5);
        const schema = /\$schema=(\S+)/.exec(lines[0] ?? '')?.[1] ?? '';
        expect(JSON.parse(readFileSync(join(ROOT, 'examples', schema), 'utf8'))).to.have.property('$schema');
      });

      it('uses checks that are there, and no other', () => {
        const used = [...text.matchAll(/check: (\S+)/g)].map(([, id]) => id);
        expect(CHECKS.map(({id}) => id)).to.include.members(used);
      });

      it('is valid, without a warning', async () => {
        const {status, stdout} = await runInProcess(['lint', path, ...given, '--json']);
        expect(JSON.parse(stdout)).to.have.property('problems').that.deep.equals([]);
        expect(status).to.equal(0);
      });

      it('passes at every stage on the built-in world', async () => {
        for (const stage of ['analysis', 'prepare', 'ready', 'cutover', 'soak']) {
          const {status, stdout, stderr} = await runInProcess([
            'run',
            path,
            ...given,
            '--lab',
            '--stage',
            stage,
            '--json',
            '--quiet',
            '--allow-empty',
          ]);
          expect(stderr).to.equal('');
          const report = JSON.parse(stdout);
          expect(report.decision.wouldBe, stage).to.equal(
            report.items.every(({status}: {status: string}) => status === 'not-due') ? 'hold' : 'proceed',
          );
          expect(status, stage).to.equal(0);
        }
      });

      it('finds what is wrong in one that is broken', async () => {
        const [scenario = '', item, ...flags] = WRONG[file] ?? [];
        const {status, stdout} = await runInProcess([
          'run',
          path,
          ...given,
          '--lab',
          scenario,
          ...flags,
          '--stage',
          'cutover',
          '--json',
          '--quiet',
        ]);
        const failed = JSON.parse(stdout).items.filter((one: {status: string}) => one.status === 'fail');
        expect(failed.map(({id}: {id: string}) => id)).to.include(item);
        expect(status).to.equal(1);
      });
    });
  }
});

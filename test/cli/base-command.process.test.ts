import {spawnSync} from 'node:child_process';
import {join} from 'node:path';
import {expect} from 'chai';

const SAMPLE = join(import.meta.dirname, '../support/sample-app/main.ts');

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], input = ''): Ended {
  return spawnSync(process.execPath, [SAMPLE, ...args], {encoding: 'utf8', input});
}

/** What only a separate process can show: exit status, pipes, crashes. */
describe('a command', () => {
  it('that cannot do what was asked says why on stderr and exits 2', () => {
    expect(run(['fail', 'usage'])).to.include({status: 2, stdout: '', stderr: 'checklist.yaml: is not there\n'});
  });

  describe('that has a bug', () => {
    it('shows the stack and the version and exits 70', () => {
      for (const how of ['bug', 'timer', 'rejection']) {
        const {status, stdout, stderr} = run(['fail', how]);
        expect(stderr).to.match(/migrate-check \d+\.\d+\.\d+, Node\.js \d+/);
        expect(stderr).to.match(/(Type|Range)Error: .*\n {4}at /);
        expect({status, stdout}).to.deep.equal({status: 70, stdout: ''});
      }
      expect(run(['fail', 'string'])).to.include({status: 70});
    });

    it('does what is left to do before it ends', () => {
      expect(run(['fail', 'timer']).stderr).to.match(/RangeError.*last act\n$/s);
    });

    it('says it as JSON too', () => {
      const {status, stdout} = run(['fail', 'bug', '--json']);
      expect(JSON.parse(stdout)).to.deep.equal({error: {code: 'bug', message: 'x is undefined', where: null}});
      expect(status).to.equal(70);
    });
  });

  it('exits with the verdict it has set', () => {
    expect(run(['fail', 'verdict'])).to.include({status: 3, stdout: '', stderr: ''});
  });

  it('lets its reader stop early', () => {
    const head = `"${process.execPath}" "${SAMPLE}" fail endless | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const {stdout, stderr} = spawnSync('bash', ['-c', head], {encoding: 'utf8'});
    expect(stdout).to.equal('line 0\n0\n');
    expect(stderr).to.equal('');
  });

  it('takes no argument from stdin', () => {
    expect(JSON.parse(run(['echo'], 'from-a-pipe\n').stdout).args).to.deep.equal({});
  });
});

import {spawnSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';

const sample = fileURLToPath(new URL('../support/sample-app/main.ts', import.meta.url));

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}, input = ''): Ended {
  return spawnSync(process.execPath, [sample, ...args], {env: {...process.env, ...env}, encoding: 'utf8', input});
}

function flagsOf(args: readonly string[], env: NodeJS.ProcessEnv = {}): Record<string, unknown> {
  const {stdout, stderr, status} = run(['echo', ...args], env);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout).flags;
}

describe('a command', function () {
  this.timeout(60_000); // Each start of a process may take seconds on a machine that is busy.
  describe('that can not do what was asked', () => {
    it('says why on stderr, without a stack, and exits 2', () => {
      expect(run(['fail', 'usage'])).to.include({status: 2, stdout: '', stderr: 'checklist.yaml: is not there\n'});
    });

    it('does not name a flag twice whose value the message begins with', () => {
      expect(run(['fail', 'flag']).stderr).to.equal('--stage x: there is none\n');
    });

    it('names the flag that was meant', () => {
      const {status, stdout, stderr} = run(['echo', '--onyl=dns', '--zzz']);
      expect(stderr).to.equal(
        '--onyl: is not a flag of this command. Did you mean "--only"?\n--zzz: is not a flag of this command.\n',
      );
      expect({status, stdout}).to.deep.equal({status: 2, stdout: ''});
    });

    it('names the command that was meant', () => {
      const {status, stderr} = run(['ecoh']);
      expect(stderr).to.equal('ecoh: is not a command. Did you mean "echo"? See "sample --help"\n');
      expect(status).to.equal(2);
      expect(run(['ecoh', '--help']).status).to.equal(2);
    });

    it('refuses what the flag does not take, and one argument too many', () => {
      expect(run(['echo', '--concurrency', 'many'])).to.include({
        status: 2,
        stderr: '--concurrency: Expected an integer but received: many\n',
      });
      expect(run(['echo', '--shape', 'flat']).stderr).to.match(/^Expected --shape=flat to be one of: round, square\n$/);
      expect(run(['echo', '--only']).stderr).to.equal('Flag --only expects a value\n');
      expect(run(['echo', 'one', 'two'])).to.include({status: 2, stderr: 'Unexpected argument: two\n'});
    });

    it('says it as JSON on stdout and says nothing else', () => {
      const {status, stdout, stderr} = run(['fail', 'usage', '--json']);
      expect(JSON.parse(stdout)).to.deep.equal({
        error: {code: 'no-file', message: 'is not there', where: 'checklist.yaml'},
      });
      expect({status, stderr}).to.deep.equal({status: 2, stderr: ''});
      const unknown = run(['echo', '--json', '--onyl']);
      expect(JSON.parse(unknown.stdout).error).to.include({code: 'unknown-flag', where: '--onyl'});
      expect(JSON.parse(run(['ecoh', '--json']).stdout).error).to.include({code: 'unknown-command', where: 'ecoh'});
      expect(JSON.parse(run(['fail', 'usage'], {MIGRATE_CHECK_JSON: '1'}).stdout).error.code).to.equal('no-file');
    });
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

  it('shows its help without running', () => {
    const {status, stdout} = run(['fail', 'bug', '--help']);
    expect(stdout).to.include('$ sample fail HOW');
    expect(status).to.equal(0);
    expect(run(['help', 'fail']).stdout).to.equal(stdout);
    expect(run([]).stdout).to.include('COMMANDS');
    expect(run(['-h']).stdout).to.equal(run([]).stdout);
  });

  it('lets whoever reads it stop early', () => {
    const head = `"${process.execPath}" "${sample}" fail endless | head -n 1; echo "\${PIPESTATUS[0]}"`;
    const {stdout, stderr} = spawnSync('bash', ['-c', head], {encoding: 'utf8'});
    expect(stdout).to.equal('line 0\n0\n');
    expect(stderr).to.equal('');
  });

  it('takes one value for each time a repeatable flag is given', () => {
    const {stdout} = run(['echo', '--only', 'dns', 'checklist.yaml', '--only', 'alb']);
    expect(JSON.parse(stdout)).to.deep.include({args: {file: 'checklist.yaml'}});
    expect(JSON.parse(stdout).flags.only).to.deep.equal(['dns', 'alb']);
  });

  it('takes no argument from stdin', () => {
    expect(JSON.parse(run(['echo'], {}, 'from-a-pipe\n').stdout).args).to.deep.equal({});
  });

  describe('given flags by the environment', () => {
    it('takes a value, a value a line, and a boolean', () => {
      const env = {
        MIGRATE_CHECK_CONCURRENCY: '4',
        MIGRATE_CHECK_REPORTER: 'json:a.json\r\npretty\n',
        MIGRATE_CHECK_QUIET: 'true',
      };
      expect(flagsOf([], env)).to.deep.equal({
        concurrency: 4,
        json: false,
        quiet: true,
        reporter: ['json:a.json', 'pretty'],
      });
      expect(flagsOf([], {MIGRATE_CHECK_QUIET: '0'})).to.include({quiet: false});
    });

    it('lets the command line win', () => {
      const env = {MIGRATE_CHECK_CONCURRENCY: '4', MIGRATE_CHECK_REPORTER: 'pretty'};
      const flags = flagsOf(['--concurrency', '2', '--reporter', 'json'], env);
      expect(flags).to.deep.include({concurrency: 2, reporter: ['json']});
    });

    it('lets the command line win against a variable that it excludes', () => {
      expect(flagsOf(['--loud'], {MIGRATE_CHECK_QUIET: '1'})).to.include({loud: true, quiet: false});
      expect(flagsOf(['--quiet'], {MIGRATE_CHECK_LOUD: '1'}))
        .to.include({quiet: true})
        .and.not.have.property('loud');
    });

    it('takes an empty variable for none', () => {
      expect(flagsOf([], {MIGRATE_CHECK_CONCURRENCY: '', MIGRATE_CHECK_QUIET: ''})).to.include({quiet: false});
    });

    it('refuses anything else, naming the variable', () => {
      const refusal = (env: NodeJS.ProcessEnv) => run(['echo'], env);
      expect(refusal({MIGRATE_CHECK_QUIET: 'yes'})).to.include({
        status: 2,
        stderr: 'MIGRATE_CHECK_QUIET: is "yes", not 1, true, 0 or false\n',
      });
      expect(refusal({MIGRATE_CHECK_SHAPE: 'flat'})).to.include({
        status: 2,
        stderr: 'MIGRATE_CHECK_SHAPE: is "flat", not one of round, square\n',
      });
      expect(refusal({MIGRATE_CHECK_CONCURRENCY: '0'}).stderr).to.match(
        /^MIGRATE_CHECK_CONCURRENCY: Expected an integer/,
      );
    });

    it('does not take those that change what is true', () => {
      expect(flagsOf([], {MIGRATE_CHECK_STAGE: 'cutover', MIGRATE_CHECK_ONLY: 'dns'})).to.not.have.any.keys(
        'stage',
        'only',
      );
    });
  });
});

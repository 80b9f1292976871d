import {join} from 'node:path';
import {expect} from 'chai';
import {type Ended, runInProcess} from '../support/run-in-process.ts';

const root = join(import.meta.dirname, '../support/sample-app');

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return runInProcess(args, {root, env});
}

async function flagsOf(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Record<string, unknown>> {
  const {stdout, stderr, status} = await run(['echo', ...args], env);
  if (status !== 0) throw new Error(stderr);
  return JSON.parse(stdout).flags;
}

/** What needs a separate process is in base-command.process.test.ts. */
describe('a command', () => {
  describe('that cannot do what was asked', () => {
    it('says why on stderr, without a stack, and exits 2', async () => {
      expect(await run(['fail', 'usage'])).to.include({
        status: 2,
        stdout: '',
        stderr: 'checklist.yaml: is not there\n',
      });
    });

    it('shows what it quotes without what a terminal obeys', async () => {
      const {stderr} = await run(['echo', '--\u001b[31mred']);
      expect(stderr).to.contain('\\u{1b}[31mred: is not a flag').and.not.contain('\u001b');
    });

    it('does not name a flag twice whose value the message begins with', async () => {
      expect((await run(['fail', 'flag'])).stderr).to.equal('--stage x: there is none\n');
    });

    it('names the flag that was meant', async () => {
      const {status, stdout, stderr} = await run(['echo', '--onyl=dns', '--zzz']);
      expect(stderr).to.equal(
        '--onyl: is not a flag of this command. Did you mean "--only"?\n--zzz: is not a flag of this command.\n',
      );
      expect({status, stdout}).to.deep.equal({status: 2, stdout: ''});
    });

    it('names the command that was meant', async () => {
      const {status, stderr} = await run(['ecoh']);
      expect(stderr).to.equal('ecoh: is not a command. Did you mean "echo"? See "sample --help"\n');
      expect(status).to.equal(2);
      expect((await run(['ecoh', '--help'])).status).to.equal(2);
    });

    it('refuses what the flag does not take, and one argument too many', async () => {
      expect(await run(['echo', '--concurrency', 'many'])).to.include({
        status: 2,
        stderr: '--concurrency: Expected an integer but received: many\n',
      });
      expect((await run(['echo', '--shape', 'flat'])).stderr).to.match(
        /^--shape flat: is not one of round, square\.\n$/,
      );
      expect((await run(['echo', '--only'])).stderr).to.equal('Flag --only expects a value\n');
      expect(await run(['echo', 'one', 'two'])).to.include({status: 2, stderr: 'Unexpected argument: two\n'});
    });

    it('says it as JSON on stdout and says nothing else', async () => {
      const {status, stdout, stderr} = await run(['fail', 'usage', '--json']);
      expect(JSON.parse(stdout)).to.deep.equal({
        error: {code: 'no-file', message: 'is not there', where: 'checklist.yaml'},
      });
      expect({status, stderr}).to.deep.equal({status: 2, stderr: ''});
      const unknown = await run(['echo', '--json', '--onyl']);
      expect(JSON.parse(unknown.stdout).error).to.include({code: 'unknown-flag', where: '--onyl'});
      expect(JSON.parse((await run(['ecoh', '--json'])).stdout).error).to.include({
        code: 'unknown-command',
        where: 'ecoh',
      });
      expect(JSON.parse((await run(['fail', 'usage'], {MIGRATE_CHECK_JSON: '1'})).stdout).error.code).to.equal(
        'no-file',
      );
    });
  });

  it('shows its help without running', async () => {
    const {status, stdout} = await run(['fail', 'bug', '--help']);
    expect(stdout).to.include('$ sample fail HOW');
    expect(status).to.equal(0);
    expect((await run(['help', 'fail'])).stdout).to.equal(stdout);
    expect((await run([])).stdout).to.include('COMMANDS');
    expect((await run(['-h'])).stdout).to.equal((await run([])).stdout);
  });

  it('takes one value for each time a repeatable flag is given', async () => {
    const {stdout} = await run(['echo', '--only', 'dns', 'checklist.yaml', '--only', 'alb']);
    expect(JSON.parse(stdout)).to.deep.include({args: {file: 'checklist.yaml'}});
    expect(JSON.parse(stdout).flags.only).to.deep.equal(['dns', 'alb']);
  });

  describe('given flags by the environment', () => {
    it('takes a value, a value a line, and a boolean', async () => {
      const env = {
        MIGRATE_CHECK_CONCURRENCY: '4',
        MIGRATE_CHECK_REPORTER: 'json:a.json\r\npretty\n',
        MIGRATE_CHECK_QUIET: 'true',
      };
      expect(await flagsOf([], env)).to.deep.equal({
        concurrency: 4,
        json: false,
        quiet: true,
        reporter: ['json:a.json', 'pretty'],
      });
      expect(await flagsOf([], {MIGRATE_CHECK_QUIET: '0'})).to.include({quiet: false});
    });

    it('lets the command line win', async () => {
      const env = {MIGRATE_CHECK_CONCURRENCY: '4', MIGRATE_CHECK_REPORTER: 'pretty'};
      const flags = await flagsOf(['--concurrency', '2', '--reporter', 'json'], env);
      expect(flags).to.deep.include({concurrency: 2, reporter: ['json']});
    });

    it('lets the command line win against a variable that it excludes', async () => {
      expect(await flagsOf(['--loud'], {MIGRATE_CHECK_QUIET: '1'})).to.include({loud: true, quiet: false});
      expect(await flagsOf(['--quiet'], {MIGRATE_CHECK_LOUD: '1'}))
        .to.include({quiet: true})
        .and.not.have.property('loud');
    });

    it('takes an empty variable for none', async () => {
      expect(await flagsOf([], {MIGRATE_CHECK_CONCURRENCY: '', MIGRATE_CHECK_QUIET: ''})).to.include({quiet: false});
    });

    it('refuses anything else, naming the variable', async () => {
      const refusal = (env: NodeJS.ProcessEnv) => run(['echo'], env);
      expect(await refusal({MIGRATE_CHECK_QUIET: 'yes'})).to.include({
        status: 2,
        stderr: 'MIGRATE_CHECK_QUIET: is "yes", not 1, true, 0 or false\n',
      });
      expect(await refusal({MIGRATE_CHECK_SHAPE: 'flat'})).to.include({
        status: 2,
        stderr: 'MIGRATE_CHECK_SHAPE: is "flat", not one of round, square\n',
      });
      expect((await refusal({MIGRATE_CHECK_CONCURRENCY: '0'})).stderr).to.match(
        /^MIGRATE_CHECK_CONCURRENCY: Expected an integer/,
      );
    });

    it('does not take those that change what is true', async () => {
      expect(await flagsOf([], {MIGRATE_CHECK_STAGE: 'cutover', MIGRATE_CHECK_ONLY: 'dns'})).to.not.have.any.keys(
        'stage',
        'only',
      );
    });
  });
});

import {spawnSync} from 'node:child_process';
import {closeSync, openSync} from 'node:fs';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {BUILT_TOOL} from '../support/built-tool.ts';

/** Against a tool that never ends; far more than any of these takes. */
const LONGEST_MS = 60_000;

describe('a stream that cannot be written', () => {
  let folder = '';
  let full = -1;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'broken-streams-'));
    await writeFile(
      join(folder, 'checklist.yaml'),
      'version: 1\ntitle: t\nitems:\n  - {id: asked, title: Asked, manual: {ask: "Is it done?", approvers: [ops]}}\npeople: {ops: [mg]}\n',
    );
    await writeFile(join(folder, 'nonsense.yaml'), 'version: 1\n');
    full = openSync('/dev/full', 'w');
    expect(run('run checklist.yaml --quiet --reporter json:report.json').status, 'one pending item').to.equal(4);
  });
  after(async () => {
    closeSync(full);
    await rm(folder, {recursive: true});
  });

  function run(command: string, broken: readonly ('stdout' | 'stderr')[] = []) {
    const to = (name: 'stdout' | 'stderr') => (broken.includes(name) ? full : 'pipe');
    return spawnSync(process.execPath, [BUILT_TOOL, ...command.split(' ')], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', to('stdout'), to('stderr')],
      timeout: LONGEST_MS,
      killSignal: 'SIGKILL',
    });
  }

  for (const command of [
    'lint checklist.yaml',
    'lint nonsense.yaml',
    'lint nonsense.yaml --json',
    'run checklist.yaml',
    'run checklist.yaml --json',
    'run nonsense.yaml',
    'decide report.json',
    'decide nothing.json',
    'list',
    'unknown',
  ]) {
    it(`stderr: ${command} keeps its exit code and its document`, () => {
      const whole = run(command);
      const broken = run(command, ['stderr']);
      expect(broken.status).to.be.a('number').that.equals(whole.status);
      expect(broken.stdout.length > 0).to.equal(whole.stdout.length > 0);
    });
  }

  for (const command of [
    'lint checklist.yaml --json',
    'lint nonsense.yaml --json',
    'run checklist.yaml --json --quiet',
    'run nonsense.yaml --json --quiet',
    'decide report.json',
    'decide report.json --json',
    'list',
    'list --json',
    'explain http/responds',
  ]) {
    it(`stdout: ${command} says so in one line and exits 70`, () => {
      const {status, stderr} = run(command, ['stdout']);
      expect({status, lines: stderr.match(/^stdout: cannot be written.*ENOSPC.*$/gm)?.length}).to.deep.equal({
        status: 70,
        lines: 1,
      });
      expect(stderr).not.to.contain('    at ');
      expect(run(command, ['stdout', 'stderr']).status).to.equal(70);
    });
  }
});

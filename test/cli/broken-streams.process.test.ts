import {spawnSync} from 'node:child_process';
import {readdirSync} from 'node:fs';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {BUILT_TOOL} from '../support/built-tool.ts';

/** Against a tool that never ends; far more than any of these takes. */
const LONGEST_MS = 60_000;
const COMMANDS = join(import.meta.dirname, '../../src/commands');

/** By what is broken: what the shell does to the streams of the command that comes next. */
const BROKEN = {
  'stdout on a full disk': {before: '', redirect: '>/dev/full'},
  'both on a full disk': {before: '', redirect: '>/dev/full 2>/dev/full'},
  'a reader that went away, and a full disk': {before: 'exec 3> >(:); wait $!;', redirect: '>&3 2>/dev/full'},
  'closed descriptors': {before: '', redirect: '<&- >&- 2>&-'},
} as const;

/** A reader that went away is told by the same error whoever writes: these write a document, a page of help, and nothing. */
const READERS_TRIED = new Set(['run checklist.yaml --json --reporter json:other.json', '--help', 'list', 'unknown']);

/** Every command, with a document for stdout or without one. */
const LINES: readonly (readonly [line: string, exitCode: number])[] = [
  ['--version', 0],
  ['version', 0],
  ['--help', 0],
  ['help run', 0],
  ['run checklist.yaml', 4],
  ['run checklist.yaml --json --reporter json:other.json', 4],
  ['run nonsense.yaml --json', 2],
  ['lab --list', 0],
  ['lab --only host-resolves --quiet --json', 2],
  ['check no/such --json', 2],
  ['dns mcp.example.com --json', 3],
  ['cert mcp.example.com --aws --json', 3],
  ['alb https://mcp.example.com --json', 3],
  ['ecs main/service --json', 3],
  ['sse http://127.0.0.1:1 --hold 1s --json', 1],
  ['mcp http://127.0.0.1:1/mcp --json', 1],
  ['trace https://mcp.run.georgi.io/jessica-service/mcp/sse --lab healthy', 0],
  ['list', 0],
  ['explain http/responds', 0],
  ['lint checklist.yaml', 0],
  ['lint nonsense.yaml --json', 2],
  ['schema checklist', 0],
  ['iam iam.yaml', 0],
  ['decide report.json', 10],
  ['decide nothing.json', 2],
  ['report report.json', 0],
  ['merge report.json', 0],
  ['diff report.json report.json', 0],
  ['completion bash', 0],
  ['init --lab --output -', 0],
  ['serve --list-faults', 0],
  ['signoff list checklist.yaml', 0],
  ['status checklist.yaml', 0],
  ['unknown', 2],
];

describe('a stream that cannot be written', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'broken-streams-'));
    const put = (name: string, text: string) => writeFile(join(folder, name), text);
    await put(
      'checklist.yaml',
      'version: 1\ntitle: t\nitems:\n  - {id: asked, title: Asked, manual: {ask: "Is it done?", approvers: [ops]}}\npeople: {ops: [mg]}\n',
    );
    await put('nonsense.yaml', 'version: 1\n');
    await put(
      'iam.yaml',
      'version: 1\ntitle: t\nresources: {zone: {hostedZone: example.com}}\nitems:\n  - {id: zone, title: Zone, check: dns/zone-is-delegated, with: {zone: zone}}\n',
    );
    expect(run('run checklist.yaml --quiet --reporter json:report.json').status, 'one pending item').to.equal(4);
  });
  after(() => rm(folder, {recursive: true}));

  function run(line: string, {before, redirect}: {before: string; redirect: string} = {before: '', redirect: ''}) {
    return spawnSync('bash', ['-c', `${before} "${process.execPath}" "${BUILT_TOOL}" ${line} ${redirect}`], {
      cwd: folder,
      encoding: 'utf8',
      env: {...process.env, AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: ''},
      timeout: LONGEST_MS,
      killSignal: 'SIGKILL',
    });
  }

  it('is tried on every command', () => {
    const commands = readdirSync(COMMANDS).map((name) => name.replace(/\.ts$/, ''));
    expect(LINES.map(([line]) => line.split(' ')[0])).to.include.members(commands);
  });

  for (const [line, exitCode] of LINES) {
    it(`${line}: exits ${exitCode} all the same, or 70 when its document is lost`, async () => {
      const whole = run(line);
      expect(whole.status, whole.stderr).to.equal(exitCode);
      const hasDocument = whole.stdout !== '';
      for (const [what, how] of Object.entries(BROKEN)) {
        if (what === 'both on a full disk' && !line.endsWith('--json')) continue;
        if (what.startsWith('a reader') && !READERS_TRIED.has(line)) continue;
        const {status, stderr} = run(line, how);
        const isLost = hasDocument && how.redirect.startsWith('>/dev/full');
        expect({what, status}).to.deep.equal({what, status: isLost ? 70 : exitCode});
        expect(stderr, what).not.to.contain('    at ');
        const lines = stderr.match(/^stdout: cannot be written.*ENOSPC.*$/gm)?.length ?? 0;
        expect({what, lines}).to.deep.equal({what, lines: isLost && !how.redirect.includes('2>') ? 1 : 0});
      }
      if (!line.includes('other.json')) return;
      expect(JSON.parse(await readFile(join(folder, 'other.json'), 'utf8')).incomplete).to.equal(null);
    });
  }
});

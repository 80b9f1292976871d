import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {CHECKS} from '../../src/checks/index.ts';
import {SCENARIOS} from '../../src/lab/scenarios.ts';
import {DEFAULT_STAGES, ROLLBACK_STAGE} from '../../src/model/checklist.ts';
import {RUN_REPORTS, TRACE_REPORTS} from '../../src/reports/formats.ts';
import {runInTerminal} from '../support/pty/terminal.ts';
import {runTool} from './support/tool.ts';

const SHELLS = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof SHELLS)[number];

const CHECK_IDS = CHECKS.map(({id}) => id);
const SCENARIO_NAMES = SCENARIOS.map(({name}) => name);
const STAGES = [...DEFAULT_STAGES, ROLLBACK_STAGE];

/** A line as far as it was typed, what is offered at its end, and what is not. */
const OFFERS: readonly (readonly [line: string, offered: readonly string[], not?: readonly string[]])[] = [
  ['', ['run', 'init', 'lab', 'check', 'completion', 'signoff', 'help'], ['approve', 'signoff:approve']],
  ['ex', ['explain'], ['run']],
  ['signoff ', ['approve', 'reject', 'list'], ['run']],
  ['signoff app', ['approve'], ['reject']],
  ['signoff approve x --', ['--evidence', '--as', '--yes', '--help'], ['--reporter']],
  ['signoff --', ['--env'], ['--evidence']],
  ['run --', ['--stage', '--reporter', '--lab', '--no-needs', '--no-color', '--help'], ['--evidence']],
  ['run --sta', ['--stage', '--stage-began'], ['--skip']],
  ['run --stage ', STAGES, ['run']],
  ['run --stage cut', ['cutover'], ['soak']],
  ['run --quiet --lab rule', ['rule-order'], ['healthy']],
  ['run --lab ', SCENARIO_NAMES],
  ['lab ', SCENARIO_NAMES],
  ['lab rul', ['rule-order'], ['healthy']],
  ['check ', CHECK_IDS],
  ['check acm/', CHECK_IDS.filter((id) => id.startsWith('acm/')), ['alb/no-dead-rules']],
  ['explain dns/r', CHECK_IDS.filter((id) => id.startsWith('dns/r')), ['alb/no-dead-rules']],
  ['run --reporter ', [...RUN_REPORTS.drawn, ...Object.keys(RUN_REPORTS.formats)]],
  ['report --reporter ', Object.keys(RUN_REPORTS.formats)],
  ['trace https://a.example/ --reporter ', Object.keys(TRACE_REPORTS.formats), ['junit']],
  ['mcp https://a.example/ --era 2025', ['2025-03-26', '2025-06-18', '2025-11-25'], ['2024-11-05']],
  ['serve --log ', ['streams', 'requests', 'off']],
  ['sse https://a.example/ --expect=b', ['byte'], ['event']],
  ['schema ', ['checklist', 'events', 'report', 'signoff', 'waivers']],
  ['completion ', [...SHELLS]],
  ['help ru', ['run'], ['lab']],
];

/** Names of files that a shell has to quote. */
const HOSTILE = [
  'plain.yaml',
  'two words.yaml',
  "it's.yaml",
  'say "so".yaml',
  '$(touch taken).yaml',
  '`touch taken`.yaml',
  'back\\slash.yaml',
  'semi;colon.yaml',
  'über.yaml',
  '日本語.yaml',
  '*.yaml',
  '{a,b}.yaml',
  '#sharp.yaml',
  '~tilde.yaml',
  '-dash.yaml',
  'a=b.yaml',
  'a:b.yaml',
];

/** Where files are completed: what is typed, and what the whole word is. */
const FILE_PLACES: readonly (readonly [typed: string, word: (path: string) => string])[] = [
  ['lint ', (path) => path],
  ['run --var-file ', (path) => path],
  ['decide ', (path) => path],
  ['diff ', (path) => path],
  ['report ', (path) => path],
  ['run --baseline ', (path) => path],
  ['run --reporter json:', (path) => `json:${path}`],
];

describe('e2e: completion', function () {
  this.timeout(120_000);
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'completion-'));
    for (const shell of SHELLS) {
      const {code, stdout} = await runTool(['completion', shell]);
      expect(code).to.equal(0);
      writeFileSync(scriptOf(shell), stdout);
    }
  });

  after(() => rmSync(folder, {recursive: true}));

  const scriptOf = (shell: Shell) => join(folder, `script.${shell}`);

  const environment = () => ({
    PATH: process.env.PATH,
    ...{HOME: folder, ZDOTDIR: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder},
    ...{LANG: 'C.UTF-8', TERM: 'xterm', NOTED: join(folder, 'noted')},
  });

  /** What each line left in $NOTED, typed one after the other at the keyboard of a real shell. */
  async function typed(shell: Shell, prepare: string, lines: readonly string[]): Promise<string[]> {
    const rc = join(folder, shell === 'zsh' ? '.zshrc' : `rc.${shell}`);
    writeFileSync(join(folder, 'noted'), '');
    writeFileSync(rc, `${prepare}\n${NOTES_ITS_ARGUMENTS[shell]}\nprintf 'done#'\n`);
    const {command, args} = STARTED_WITH[shell](rc);
    let sent = 0;
    await runInTerminal({
      command,
      args,
      size: {rows: 50, columns: 200},
      env: environment(),
      onText(all, keyboard) {
        if (all.split('done#').length - 1 <= sent || sent > lines.length) return;
        keyboard.type(`${lines[sent] ?? 'exit'}\n`);
        sent++;
      },
    });
    return readFileSync(join(folder, 'noted'), 'utf8').split('==\n').slice(0, -1);
  }

  for (const shell of SHELLS) {
    describe(shell, () => {
      it('reads the script without complaint', () => {
        const flags = {bash: ['-n'], zsh: ['-f', '-n'], fish: ['--no-execute']}[shell];
        const {status, stdout, stderr} = spawnSync(shell, [...flags, scriptOf(shell)], {
          env: environment(),
          encoding: 'utf8',
        });
        expect({status, stdout, stderr}).to.deep.equal({status: 0, stdout: '', stderr: ''});
      });

      it('offers what can come, and nothing else', async () => {
        const lines = OFFERS.map(([line]) => `migrate-check ${line}`);
        const offers =
          shell === 'fish'
            ? lines.map((line) => offeredByFish(line))
            : await typed(
                shell,
                OFFERS_NOTED[shell](scriptOf(shell)),
                lines.map((line) => `${line}\t`),
              );
        expect(offers).to.have.length(lines.length);
        for (const [index, [line, wanted, not = []]] of OFFERS.entries()) {
          const words = (offers[index] ?? '').split('\n').map((word) => word.replace(/^--[\w-]+=(?=.)/, ''));
          expect(words, `migrate-check ${line}`).to.include.members(wanted);
          for (const word of not) expect(words, `migrate-check ${line}`).not.to.include(word);
        }
      });

      it('makes one word of any file name, and runs nothing of it', async () => {
        const lines: string[] = [];
        const expected: string[] = [];
        for (const [index, name] of HOSTILE.entries()) {
          const inside = join(folder, `${index}`);
          mkdirSync(inside, {recursive: true});
          writeFileSync(join(inside, name), '');
          lines.push(`into ${inside}`);
          for (const [before, word] of FILE_PLACES) {
            lines.push(`migrate-check ${before}\t`);
            expected.push(`[${word(name)}]`);
          }
        }
        const noted = await typed(shell, `${LOADED[shell](scriptOf(shell))}`, lines);
        expect(noted.map((note) => note.trimEnd().split('\n').at(-1))).to.deep.equal(expected);
        expect(
          readdirSync(folder, {recursive: true})
            .map(String)
            .filter((name) => name.includes('taken')),
        ).to.have.members(HOSTILE.flatMap((name, index) => (name.includes('taken') ? [join(`${index}`, name)] : [])));
      });
    });
  }

  function offeredByFish(line: string): string {
    const {stdout, stderr} = spawnSync('fish', ['-c', `source ${scriptOf('fish')}; complete -C "$LINE"`], {
      env: {...environment(), LINE: line},
      encoding: 'utf8',
    });
    expect(stderr, line).to.equal('');
    return stdout.replaceAll(/\t.*$/gm, '');
  }

  it('is asked of a shell that we know', async () => {
    const {code, stderr} = await runTool(['completion', 'zhs']);
    expect(code).to.equal(2);
    expect(stderr).to.include('bash, zsh, fish');
  });
});

/** In place of the tool, what it was given, and a sign at the terminal that it has ended. */
const NOTES_ITS_ARGUMENTS: Readonly<Record<Shell, string>> = {
  bash: `PS1='> '; migrate-check() { printf '[%s]\\n' "$@" >>"$NOTED"; printf '==\\n' >>"$NOTED"; printf 'done#'; }; into() { cd "$1"; printf 'done#'; }`,
  zsh: `PS1='> '; migrate-check() { printf '[%s]\\n' "$@" >>"$NOTED"; printf '==\\n' >>"$NOTED"; printf 'done#'; }; into() { cd "$1"; printf 'done#'; }`,
  fish: `function migrate-check; printf '[%s]\\n' $argv >>$NOTED; printf '==\\n' >>$NOTED; printf 'done#'; end; function into; cd $argv[1]; printf 'done#'; end`,
};

const STARTED_WITH: Readonly<Record<Shell, (rc: string) => {command: string; args: readonly string[]}>> = {
  bash: (rc) => ({command: 'bash', args: ['--noprofile', '--rcfile', rc, '-i']}),
  // Reads .zshrc in $ZDOTDIR, and nothing of the system's.
  zsh: () => ({command: 'zsh', args: ['-d', '-i']}),
  fish: (rc) => ({command: 'fish', args: ['--private', '--init-command', `source ${rc}`, '-i']}),
};

const LOADED: Readonly<Record<Shell, (script: string) => string>> = {
  bash: (script) => `source ${script}`,
  zsh: (script) => `LISTMAX=10000; autoload -U compinit; compinit -D -u; source ${script}`,
  fish: (script) => `source ${script}`,
};

/** The shell's own completion, whose offers are noted as they come. */
const OFFERS_NOTED: Readonly<Record<'bash' | 'zsh', (script: string) => string>> = {
  bash: (script) => `source ${script}
noting() { _migrate_check "$@"; printf '%s\\n' "\${COMPREPLY[@]}" >>"$NOTED"; }
complete -F noting migrate-check`,
  zsh: (script) => `${LOADED.zsh(script)}
compadd() {
  local -a hits
  if [[ " $* " != *\\ -[OAD]\\ * ]]; then builtin compadd -A hits "$@"; print -rl -- $hits >>"$NOTED"; fi
  builtin compadd "$@"
}`,
};

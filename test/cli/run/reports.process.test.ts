import {type ChildProcess, spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {watch} from 'node:fs';
import {mkdtemp, readFile, rm, stat, writeFile} from 'node:fs/promises';
import {createServer, type Server} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {BUILT_TOOL} from '../../support/built-tool.ts';
import {commandsIn, outputsIn} from '../../support/formats/github.ts';
import {READERS} from '../../support/formats/readers.ts';

/** Against a tool that never ends; far more than any of these takes. */
const LONGEST_MS = 60_000;

const FORMATS = Object.keys(READERS);

/** What says in each format but the lines of JSON that the run did not end. */
const INCOMPLETE = /INCOMPLETE|"incomplete": ?"(?:unfinished|interrupted)"|"executionSuccessful": false/;

/** Whether a document says that the run did not end. */
function isIncomplete(name: string, text: string): boolean {
  if (name !== 'ndjson') return INCOMPLETE.test(text);
  const last = JSON.parse(text.trimEnd().split('\n').at(-1) ?? '');
  return last.type !== 'run-finished' || last.incomplete !== null;
}

describe('several reports of one run', () => {
  let folder = '';
  let server: Server;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'several-reports-'));
    // One path answers, the other never does.
    server = createServer((request, response) => {
      if (request.url === '/fine') response.end('fine');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await writeFile(join(folder, 'checklist.yaml'), checklistOf((server.address() as AddressInfo).port));
    await writeFile(join(folder, 'many.yaml'), manyQuestions());
  });
  afterEach(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, {recursive: true});
  });

  const path = (name: string) => join(folder, name);
  const read = (name: string) => readFile(path(name), 'utf8');
  const toFiles = (names: readonly string[]) => names.flatMap((name) => ['--reporter', `${name}:r.${name}`]);
  const env = {...process.env, GITHUB_STEP_SUMMARY: '', GITHUB_OUTPUT: ''};

  function start(args: readonly string[], more: NodeJS.ProcessEnv = {}) {
    return spawn(process.execPath, [BUILT_TOOL, ...args], {
      cwd: folder,
      env: {...env, ...more},
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: LONGEST_MS,
      killSignal: 'SIGKILL',
    });
  }

  function shell(command: string) {
    const line = command.replaceAll('migrate-check', `"${process.execPath}" "${BUILT_TOOL}"`);
    return spawnSync('bash', ['-c', line], {cwd: folder, env, encoding: 'utf8', timeout: LONGEST_MS});
  }

  /** Until the lines of JSON say that the first item is over and the second has begun. */
  async function untilHalfWay(child: ChildProcess): Promise<void> {
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`ended with ${code}`);
    });
    ended.catch(() => {});
    const watching = new AbortController();
    const halfWay = (async () => {
      for (;;) {
        const text = await read('r.ndjson').catch(() => '');
        if (/"item-finished".*"id":"fine"/.test(text) && /"item-started".*"id":"silent"/.test(text)) return;
        await changed(folder, watching.signal);
      }
    })();
    await Promise.race([halfWay, ended]).finally(() => watching.abort());
  }

  async function shapesOf(names: readonly string[]): Promise<void> {
    for (const name of names) await READERS[name]?.(await read(`r.${name}`));
  }

  it('are all in place from the start as those of a run that has not ended, and stay so after a kill', async () => {
    const child = start(['run', '--quiet', ...toFiles(FORMATS)]);
    await untilHalfWay(child);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await shapesOf(FORMATS);
    for (const name of FORMATS) expect(isIncomplete(name, await read(`r.${name}`)), name).to.equal(true);
  });

  it('are all written when the run is interrupted, marked in the way of each format', async () => {
    await writeFile(path('summary.md'), 'of an earlier command\n');
    const files = {GITHUB_STEP_SUMMARY: path('summary.md'), GITHUB_OUTPUT: path('outputs')};
    const child = start(['run', '--quiet', ...toFiles(FORMATS)], files);
    await untilHalfWay(child);
    expect(outputsIn(await read('outputs'))).to.include({verdict: 'hold', 'exit-code': ''});
    child.kill('SIGINT');
    const [code] = await once(child, 'exit');
    expect(code).to.equal(130);
    await shapesOf(FORMATS);
    for (const name of FORMATS) {
      if (name === 'ndjson') continue;
      expect(await read(`r.${name}`), name).to.match(/INCOMPLETE.*interrupted|"interrupted"/);
    }
    const last = JSON.parse((await read('r.ndjson')).trimEnd().split('\n').at(-1) ?? '');
    expect(last).to.include({type: 'run-finished', incomplete: 'interrupted'});
    expect(outputsIn(await read('outputs'))).to.include({
      ...{verdict: 'hold', 'exit-code': '130', report: path('r.json')},
    });
    const summary = await read('summary.md');
    expect(summary).to.match(/^of an earlier command\n# .*\n\n> INCOMPLETE: the run was interrupted/);
    expect(summary.match(/^# /gm)).to.have.length(1);
  });

  it('have all that was found when the terminal goes away', async () => {
    const child = start(['run', ...toFiles(['json', 'ndjson'])]);
    await untilHalfWay(child);
    child.kill('SIGHUP');
    expect((await once(child, 'exit'))[0]).to.equal(129);
    const report = JSON.parse(await read('r.json'));
    expect([report.incomplete, report.items.length]).to.deep.equal(['interrupted', 2]);
  });

  it('are whole on stderr where that is a file', async () => {
    const {status} = shell('migrate-check run many.yaml --reporter ndjson:/dev/stderr 2> err.txt');
    expect(status).to.equal(4);
    const lines = (await read('err.txt')).split('\n').filter((line) => line.startsWith('{'));
    const types = lines.map((line) => JSON.parse(line).type);
    expect([types[0], types.at(-1)]).to.deep.equal(['begun', 'run-finished']);
  });

  it('do not go to stdout together', () => {
    for (const path of ['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1']) {
      const both = shell(`migrate-check run many.yaml --reporter junit --reporter tap:${path} > out.txt`);
      expect([both.status, both.stderr], path).to.deep.equal([2, both.stderr]);
      expect(both.stderr).to.include('two documents for stdout');
    }
    const {status, stderr, stdout} = shell('migrate-check run many.yaml --reporter ndjson --reporter github');
    expect({status, stdout}).to.deep.equal({status: 2, stdout: ''});
    expect(stderr).to.include('two documents for stdout');
  });

  it('are the lines of JSON on stdout and the others in files', async () => {
    const {status, stdout} = shell('migrate-check run many.yaml --quiet --reporter ndjson --reporter json:r.json');
    expect(status).to.equal(4);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const report = JSON.parse(await read('r.json'));
    const finished = lines.filter(({type}) => type === 'item-finished').map(({item}) => item);
    expect(finished).to.have.deep.members(report.items);
    expect(lines.at(-1)).to.deep.include({type: 'run-finished', decision: report.decision, summary: report.summary});
  });

  it('are not disturbed by a reader of stdout that goes away', async () => {
    const whole = shell('migrate-check run many.yaml --quiet --reporter ndjson --reporter json:r.json');
    const line = 'migrate-check run many.yaml --quiet --reporter ndjson --reporter json:r.json | head -n 1 >first';
    const {stdout, stderr} = shell(`${line}; echo "\${PIPESTATUS[0]}"`);
    expect({stdout, stderr}).to.deep.equal({stdout: `${whole.status}\n`, stderr: ''});
    expect(JSON.parse(await read('first')).type).to.equal('begun');
    expect(JSON.parse(await read('r.json')).incomplete).to.equal(null);
  });

  it('are obeyed by a runner on stdout where they are to be, and nowhere else', () => {
    const {stdout, stderr} = shell('migrate-check run many.yaml --quiet --reporter github');
    expect(commandsIn(stdout)).to.have.length(10);
    expect(commandsIn(stderr)).to.deep.equal([]);
    expect(stderr).to.include('GITHUB_STEP_SUMMARY and GITHUB_OUTPUT are not set');
  });

  it('are refused before the run where one cannot be written, and the others say that it has not ended', async () => {
    for (const bad of ['json:no/such/folder.json', 'ndjson:no/such/lines', 'sarif:.', 'pretty:no/such/text']) {
      const {status, stderr} = shell(`migrate-check run many.yaml --reporter junit:r.junit --reporter ${bad}`);
      expect(status, bad).to.equal(2);
      expect(stderr, bad).to.include('the report cannot be written there');
      expect(await read('r.junit'), bad).to.match(INCOMPLETE);
    }
    const unwritable = {...env, GITHUB_OUTPUT: 'no/such/outputs'};
    const {status, stderr} = spawnSync(process.execPath, [BUILT_TOOL, 'run', 'many.yaml', '--reporter', 'github'], {
      ...{cwd: folder, env: unwritable, encoding: 'utf8' as const},
    });
    expect(status).to.equal(2);
    expect(stderr).to.include('no/such/outputs: the report cannot be written there');
  });

  it('are whole but for the one whose device is full', async () => {
    for (const lost of ['json', 'ndjson', 'sarif']) {
      const others = FORMATS.filter((name) => name !== lost);
      const line = `migrate-check run many.yaml --quiet --reporter ${lost}:/dev/full ${toFiles(others).join(' ')}`;
      const {status, stderr} = shell(line);
      expect(status, lost).to.equal(70);
      expect(stderr).to.match(/\/dev\/full: the report could not be written \(ENOSPC/);
      expect(stderr).to.not.include('    at ');
      await shapesOf(others);
      for (const name of others) expect(isIncomplete(name, await read(`r.${name}`)), name).to.equal(false);
    }
  });

  it('are whole but for those that find no room, which still say that the run has not ended', async () => {
    shell(`migrate-check run many.yaml --quiet ${toFiles(FORMATS).join(' ')}`);
    const sizes = await Promise.all(FORMATS.map(async (name) => [name, (await stat(path(`r.${name}`))).size] as const));
    const most = Math.ceil(Math.max(...sizes.map(([, size]) => size)) / 2048);
    const line = `ulimit -f ${most}; migrate-check run many.yaml --quiet ${toFiles(FORMATS).join(' ')}`;
    const {status, stderr} = shell(line);
    expect(status).to.equal(70);
    const [lost, whole] = [true, false].map((isLost) =>
      sizes.filter(([, size]) => size > most * 1024 === isLost).map(([name]) => name),
    );
    expect(lost).to.include('json');
    expect(whole).to.include('markdown');
    for (const name of lost ?? []) {
      expect(stderr).to.match(new RegExp(`r\\.${name}: the report could not be written \\(EFBIG`));
      if (name === 'ndjson') continue;
      await READERS[name]?.(await read(`r.${name}`));
      expect(await read(`r.${name}`), name).to.match(INCOMPLETE);
    }
    await shapesOf(whole ?? []);
    for (const name of whole ?? []) expect(isIncomplete(name, await read(`r.${name}`)), name).to.equal(false);
  });

  it('say no secret in any format', async () => {
    const {port} = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/\${vars.word}`;
    await writeFile(
      path('secret.yaml'),
      `version: 1\ntitle: t\nsecrets: [word]\nvars: {word: open-sesame}\nitems:\n  - {id: a, title: a, check: http/responds, with: {url: "${url}"}, timeout: 1s}\n`,
    );
    const {status, stdout} = await endOf(start(['run', 'secret.yaml', ...toFiles(FORMATS), '--reporter', 'github']));
    expect(status).to.be.oneOf([1, 3]);
    expect(stdout).to.match(/^::(?:error|warning) .*\[redacted\]/m);
    for (const text of [stdout, ...(await Promise.all(FORMATS.map((name) => read(`r.${name}`))))]) {
      expect(text).to.not.include('sesame');
    }
  });

  it('say what is new since a baseline', async () => {
    shell('migrate-check run many.yaml --quiet --reporter json:before.json');
    shell('migrate-check run many.yaml --quiet --baseline before.json --reporter sarif:r.sarif');
    shell('migrate-check run checklist.yaml --only fine --quiet --reporter json:other.json');
    const before = JSON.parse(await read('before.json'));
    await writeFile(path('elsewhere.json'), JSON.stringify({...before, environment: 'staging'}));
    const [run] = JSON.parse(await read('r.sarif')).runs;
    expect(run.results.map(({baselineState}: {baselineState: string}) => baselineState)).to.deep.equal(
      Array.from({length: QUESTIONS}, () => 'unchanged'),
    );
    for (const [args, words] of [
      ['--baseline before.json', 'only `--reporter sarif` compares with it'],
      ['--baseline none.json --reporter sarif:r.sarif', 'none.json'],
      ['--baseline other.json --reporter sarif:r.sarif', 'is of another checklist: no item is in both'],
      [
        '--baseline elsewhere.json --reporter sarif:r.sarif',
        'is of the environment staging, and this report of no env',
      ],
      [
        '--baseline before.json --reporter sarif --reporter json:before.json',
        'would replace a file that this command reads',
      ],
    ] as const) {
      const {status, stderr} = shell(`migrate-check run many.yaml ${args}`);
      expect(status, args).to.equal(2);
      expect(stderr, args).to.include(words);
    }
  });
});

async function endOf(child: ReturnType<typeof spawn>): Promise<{readonly status: number; readonly stdout: string}> {
  let stdout = '';
  child.stdout?.on('data', (bytes) => {
    stdout += bytes;
  });
  child.stderr?.resume();
  const [status] = await once(child, 'close');
  return {status, stdout};
}

async function changed(folder: string, signal: AbortSignal): Promise<void> {
  const watcher = watch(folder);
  await once(watcher, 'change', {signal}).finally(() => watcher.close());
}

function checklistOf(port: number): string {
  const item = (id: string) =>
    `  - {id: ${id}, title: ${id}, check: http/responds, with: {url: "http://127.0.0.1:${port}/${id}"}, timeout: 50s}\n`;
  return `version: 1\ntitle: t\nitems:\n${item('fine')}${item('silent')}`;
}

const QUESTIONS = 40;

function manyQuestions(): string {
  const items = Array.from(
    {length: QUESTIONS},
    (_, index) => `  - {id: q-${index}, title: Question ${index}, manual: {ask: "Is it done?", approvers: [ops]}}\n`,
  );
  return `version: 1\ntitle: t\nitems:\n${items.join('')}people: {ops: [mg]}\n`;
}

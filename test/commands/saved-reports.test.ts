import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {runReports} from '../../src/cli/run/run-reports.ts';
import type {Report} from '../../src/model/report.ts';
import {row} from '../model/report-of.ts';
import {CANONICAL} from '../support/canonical-report.ts';
import {outputsIn} from '../support/formats/github.ts';
import {runInProcess} from '../support/run-in-process.ts';

describe('commands that read saved reports', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'saved-'));
  });
  after(() => rm(folder, {recursive: true}));

  let made = 0;
  const save = async (more: object = {}) => {
    const path = join(folder, `${++made}.json`);
    const items = [row('a'), row('b')];
    const decision = {verdict: 'proceed', reasons: [], skipped: []};
    await writeFile(
      path,
      JSON.stringify({
        ...CANONICAL,
        mode: 'live',
        overrides: [],
        items,
        decision,
        summary: {...CANONICAL.summary, total: 2},
        ...more,
      }),
    );
    return path;
  };
  /** Of each command that reads reports. */
  const lines = (path: string, other: string) => [
    ['decide', path],
    ['report', path],
    ['merge', path, other],
    ['diff', other, path],
  ];

  it('refuse a report of a newer version alike, and say who wrote it and what to do', async () => {
    const path = await save({schemaVersion: 3, tool: {name: 'migrate-check', version: '9.0.0'}, items: 'other'});
    for (const line of lines(path, await save())) {
      expect(await runInProcess(line), line[0]).to.deep.equal({
        status: 2,
        stdout: '',
        stderr: `${path}: is a report of version 3, written by migrate-check 9.0.0; this migrate-check reads version 2. Use migrate-check 9.0.0, or a later one, or run again with this one\n`,
      });
    }
  });

  it('are written by `report` in every format of `run`, with a baseline for SARIF', async () => {
    const path = await save();
    const kind = await runReports({reporters: ['pretty:x', 'sarif'], baseline: null, layout: {verbose: false}});
    for (const format of Object.keys(kind.formats)) {
      const out = join(folder, `out.${format}`);
      const {status, stderr} = await runInProcess(['report', path, '--reporter', `${format}:${out}`]);
      expect([status, format === 'github' ? '' : stderr], format).to.deep.equal([0, '']);
      // No annotation of a live run in which everything passed.
      if (format !== 'github') expect(await readFile(out, 'utf8'), format).to.not.equal('');
    }
    const failed = await save({items: [row('a', {status: 'error'}), row('b')], decision: null});
    const sarif = await runInProcess(['report', failed, '--reporter', 'sarif', '--baseline', failed]);
    expect(sarif.stderr).to.equal('');
    expect(sarif.stdout).to.include('"baselineState": "unchanged"');
    const {stderr} = await runInProcess(['report', path, '--baseline', path]);
    expect(stderr).to.include('only `--reporter sarif` compares with it');
  });

  it('name files from the root of the repository in SARIF, also of what only the baseline has', async () => {
    const source = {file: join(process.cwd(), 'checklist.yaml'), line: 3, column: 1};
    const baseline = {...CANONICAL, items: [row('gone', {status: 'fail', source})]};
    const kind = await runReports({reporters: ['sarif'], baseline, layout: {verbose: false}});
    const sarif = kind.formats.sarif?.({
      ...CANONICAL,
      incomplete: null,
      selection: null,
      items: [row('gone', {source})],
    });
    expect(sarif).to.include('"baselineState": "absent"');
    expect(sarif).to.include('"uri": "checklist.yaml"');
    expect(sarif).not.to.include('file:///');
  });

  it('judge as the run did: with --strict and --allow-empty, and give GitHub the exit code that it had', async () => {
    const noted = await save({items: [row('a', {status: 'fail', consequence: 'note'}), row('b')]});
    const empty = await save({items: [row('a', {status: 'skip'}), row('b', {status: 'skip'})]});
    const [before, output] = [process.env.GITHUB_OUTPUT, join(folder, 'outputs')];
    try {
      for (const [path, flag, isRed, codes] of [
        [noted, '--strict', [false, true], ['0', '1']],
        [empty, '--allow-empty', [true, false], ['3', '0']],
      ] as const) {
        for (const [index, flags] of [[], [flag]].entries()) {
          const {stdout} = await runInProcess(['report', path, ...flags, '--reporter', 'junit']);
          expect(/<(failure|error) /.test(stdout), `${flag} ${index}`).to.equal(isRed[index]);
          await writeFile(output, '');
          process.env.GITHUB_OUTPUT = output;
          await runInProcess(['report', path, ...flags, '--reporter', 'github']);
          expect(outputsIn(await readFile(output, 'utf8'))['exit-code']).to.equal(codes[index]);
        }
      }
    } finally {
      process.env.GITHUB_OUTPUT = before;
      if (before === undefined) delete process.env.GITHUB_OUTPUT;
    }
  });

  it('refuse what is no report, contradicts itself or is not there alike', async () => {
    const other = await save();
    for (const [path, says] of [
      [join(folder, 'nope.json'), 'there is no such file'],
      [await save({items: [row('a'), row('a')]}), 'contradicts itself: it has the item a twice; run again'],
      [folder, 'is a folder'],
    ] as const) {
      for (const line of lines(path, other)) {
        const {status, stdout, stderr} = await runInProcess(line);
        expect([status, stdout], line[0]).to.deep.equal([2, '']);
        expect(stderr, line[0]).to.contain(path).and.to.contain(says);
      }
    }
  });

  it('refuse arguments that mean nothing', async () => {
    const path = await save();
    for (const [line, says] of [
      [['report'], 'Missing 1 required arg:\nreport  reports that `run` or `merge` wrote (-: stdin)'],
      [['merge'], 'Missing 1 required arg'],
      [['diff', path], 'Missing 1 required arg:\nnew  a later one (-: stdin)'],
      [['diff', path, path, path], 'Unexpected argument'],
      [['diff', path, path, '--markdwon'], '--markdwon: is not a flag of this command. Did you mean "--markdown"?'],
      [['report', path, '--reporter', 'jnuit'], 'there is no reporter "jnuit" of a run.'],
      [
        ['report', path, '--reporter', `junit:${path}`],
        `would replace a file that this command reads (${path}). Name another path.`,
      ],
      [
        ['report', await save(), '--baseline', path, '--reporter', `sarif:${path}`],
        `--reporter sarif:${path}: would replace a file that this command reads (${path}).`,
      ],
      [['report', path, '--reporter', `junit:${folder}/no/x.xml`], 'the report cannot be written there'],
      [['report', path, '--reporter', 'json', '--reporter', 'markdown'], 'two documents for stdout'],
      [['report', path, '--reporter', 'json', '--reporter', 'pretty'], 'two documents for stdout'],
      [['merge', path, await save({decision: null})], 'decides nothing'],
      [['merge', path, await save({stage: 'soak'})], 'the reports differ in their stage: cutover and soak'],
      [['reprot', path], 'reprot: is not a command. Did you mean "report"?'],
      [['mrege', path], 'mrege: is not a command. Did you mean "merge"?'],
    ] as const) {
      const {status, stdout, stderr} = await runInProcess(line);
      expect([status, stdout], line.join(' ')).to.deep.equal([2, '']);
      expect(stderr).to.contain(says);
    }
    const left = JSON.parse(await readFile(path, 'utf8'));
    expect(left.items, 'a report is not touched').to.have.lengthOf(2);
  });

  it('write a saved report as it was, as text, and in other formats', async () => {
    const path = await save({decision: null});
    const {status, stdout} = await runInProcess(['report', path, '--json']);
    expect([status, JSON.parse(stdout)]).to.deep.equal([0, JSON.parse(await readFile(path, 'utf8'))]);
    const text = await runInProcess(['report', path]);
    expect(text.stdout).to.match(/^Move jessica \(2 items\)\n/);
    expect([text.status, text.stderr]).to.deep.equal([0, '']);
    const file = join(folder, 'junit.xml');
    const silent = await runInProcess(['report', path, '--reporter', `junit:${file}`]);
    expect(silent).to.deep.equal({status: 0, stdout: '', stderr: ''});
    expect(await readFile(file, 'utf8')).to.contain('<testcase name="a: title of a"');
    expect((await runInProcess(['report', path, '--reporter', 'markdown'])).stdout).to.match(/^# Move jessica\n/);
  });

  it('write a report without items, and one that is unfinished, and neither is green', async () => {
    const nothing = {items: [], summary: {...CANONICAL.summary, total: 0}};
    const unfinished = await save({...nothing, incomplete: 'unfinished'});
    const {status, stdout} = await runInProcess(['report', unfinished]);
    expect(status).to.equal(0);
    expect(stdout).to.contain('INCOMPLETE: the run has not ended');
    const joined = await runInProcess(['report', await save(), unfinished, '--reporter', 'junit']);
    expect(joined.stdout).to.contain('INCOMPLETE: the run has not ended');
    expect((await runInProcess(['diff', unfinished, unfinished])).status).to.equal(1);
  });

  it('join reports, decide on them joined, and say what differs', async () => {
    const [good, bad] = [
      await save(),
      await save({vantage: 'cloud', items: [row('a', {status: 'fail', fix: 'x'}), row('b')]}),
    ];
    const merged = await runInProcess(['merge', good, bad]);
    const all = join(folder, 'all.json');
    await writeFile(all, merged.stdout);
    const report = JSON.parse(merged.stdout) as Report;
    expect([merged.status, report.parts?.length, report.items[0]?.vantage]).to.deep.equal([0, 2, 'cloud']);
    const decided = await Promise.all(
      [[good, bad], [all]].map(async (paths) => {
        const {status, stdout} = await runInProcess(['decide', ...paths, '--max-age', '100000h']);
        return {status, stdout};
      }),
    );
    expect(decided[1]).to.deep.equal(decided[0]);
    expect(decided[0]?.status).to.equal(10);
    for (const args of [[], ...['markdown', 'junit', 'html'].map((name) => ['--reporter', name])]) {
      const {stdout} = await runInProcess(['report', all, ...args]);
      expect(stdout, args.join(' ')).to.match(/seen from:? cloud/);
    }
    const diff = await runInProcess(['diff', good, all]);
    expect(diff.status).to.equal(1);
    expect(diff.stdout).to.contain('  a: pass → fail');
    const fewer = await runInProcess(['diff', all, good]);
    expect([fewer.status, fewer.stdout]).to.deep.equal([1, fewer.stdout]);
    expect(fewer.stdout).to.match(/^worse;.*\n.*not looked at from cloud any more\n/);
    expect(JSON.parse((await runInProcess(['diff', good, all, '--json'])).stdout)).to.include({
      worse: true,
      same: false,
    });
  });

  it('believe nothing that a joined report says besides its parts', async () => {
    const [good, bad] = [await save(), await save({vantage: 'cloud', items: [row('a', {status: 'fail'}), row('b')]})];
    const joined = JSON.parse((await runInProcess(['merge', good, bad])).stdout);
    const forged = join(folder, 'forged.json');
    await writeFile(
      forged,
      JSON.stringify({
        ...joined,
        items: [row('a'), row('b')],
        decision: {verdict: 'proceed', reasons: [], skipped: []},
      }),
    );
    expect((await runInProcess(['decide', forged, '--max-age', '100000h'])).status).to.equal(10);
    expect((await runInProcess(['diff', good, forged])).status).to.equal(1);
    expect((await runInProcess(['report', forged, '--json'])).stdout).to.equal(
      (await runInProcess(['merge', good, bad])).stdout,
    );
  });

  it('say all of themselves in 80 columns', async () => {
    for (const name of ['report', 'merge', 'diff']) {
      const {stdout, status} = await runInProcess([name, '--help']);
      expect(status).to.equal(0);
      const examples = stdout.slice(stdout.indexOf('EXAMPLES')).split('\n');
      for (const line of examples) expect(line.length, line).to.be.at.most(80);
      expect(stdout)
        .to.contain('-: stdin')
        .and.to.match(/[Ee]xit 0/);
    }
  });
});

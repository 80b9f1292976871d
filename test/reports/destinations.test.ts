import {chmod, lstat, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {decide} from '../../src/model/decision/decision.ts';
import {UsageError} from '../../src/model/errors.ts';
import {RECORDING_VERSION, type Recording} from '../../src/model/facts/fact-store.ts';
import {type Report, reportSchema} from '../../src/model/report.ts';
import {openDestinations, putUnfinished, type ReportKind} from '../../src/reports/destinations.ts';
import {RUN_REPORTS, STATUS_REPORTS, TRACE_REPORTS} from '../../src/reports/formats.ts';
import {jsonReport} from '../../src/reports/json.ts';
import {row} from '../model/report-of.ts';
import {CANONICAL} from '../support/canonical-report.ts';

const BEGUN = {toolVersion: '1.2.3', at: new Date('2026-11-28T10:00:00Z')};

describe('the destinations of reports', () => {
  let folder: string;
  let printed: string;
  const print = async (text: string) => {
    printed += text;
  };

  const open = (reporters: readonly string[]) =>
    openDestinations(RUN_REPORTS, {reporters, otherwise: null, recordTo: null, begun: BEGUN, writeStdout: print});

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reports-'));
    printed = '';
  });

  it('writes several in one run, and leaves nothing else behind', async () => {
    const [a, b] = [join(folder, 'a.json'), join(folder, 'b.json')];
    const destinations = await open([`json:${a}`, 'json', 'pretty', `json:${b}`]);
    await destinations.write(CANONICAL, null);
    for (const text of [await readFile(a, 'utf8'), await readFile(b, 'utf8'), printed]) {
      expect(text).to.equal(jsonReport(CANONICAL));
    }
    expect(await readdir(folder)).to.deep.equal(['a.json', 'b.json']);
  });

  it('puts an unfinished report in place of the old one until there is the new one, whole', async () => {
    const path = join(folder, 'report.json');
    await writeFile(path, 'old');
    const destinations = await open([`json:${path}`]);
    const meanwhile = reportSchema.parse(JSON.parse(await readFile(path, 'utf8')));
    expect(meanwhile).to.include({incomplete: 'unfinished', startedAt: '2026-11-28T10:00:00.000Z'});
    expect(decide([meanwhile], {now: BEGUN.at}).verdict).to.equal('hold');
    await destinations.write(CANONICAL, null);
    expect(await readFile(path, 'utf8')).to.equal(jsonReport(CANONICAL));
    expect(await readdir(folder)).to.deep.equal(['report.json']);
  });

  it('has an unfinished document in each format', () => {
    for (const kind of [RUN_REPORTS, STATUS_REPORTS, TRACE_REPORTS] as ReportKind<unknown>[]) {
      for (const [name, format] of Object.entries(kind.formats)) {
        expect(format(kind.unfinished(BEGUN)), `${name} of a ${kind.name}`).to.match(/has not ended|"unfinished"/);
      }
    }
  });

  it('keeps the mode of a file, and the link that leads to it', async () => {
    const [path, link, dangling] = [join(folder, 'report.json'), join(folder, 'link'), join(folder, 'dangling')];
    await writeFile(path, 'old');
    await chmod(path, 0o640);
    await symlink('report.json', link);
    await symlink('new.json', dangling);
    const destinations = await open([`json:${link}`, `json:${dangling}`]);
    await destinations.write(CANONICAL, null);
    expect((await lstat(link)).isSymbolicLink() && (await lstat(dangling)).isSymbolicLink()).to.equal(true);
    expect((await stat(path)).mode & 0o7777).to.equal(0o640);
    for (const name of ['report.json', 'new.json']) {
      expect(await readFile(join(folder, name), 'utf8'), name).to.equal(jsonReport(CANONICAL));
    }
    expect(await readdir(folder)).to.have.lengthOf(4);
  });

  it('removes what a killed run left, and not what a running one has', async () => {
    // No process has this number: it is above what Linux gives out.
    const left = '.migrate-check-4194305-00000000-0000-4000-8000-000000000000.tmp';
    const own = left.replace('4194305', String(process.pid));
    for (const name of [left, own]) await writeFile(join(folder, name), '');
    putUnfinished(RUN_REPORTS, 'json', join(folder, 'report.json'), BEGUN);
    expect(await readdir(folder)).to.have.members([own, 'report.json']);
  });

  it('refuses links that lead in a circle, and two that lead to one file', async () => {
    await symlink('a', join(folder, 'b'));
    await symlink('b', join(folder, 'a'));
    expect((await thrown(open([`json:${join(folder, 'a')}`]))).message).to.include('links lead in a circle');
    await symlink('report.json', join(folder, 'link'));
    const twice = open([`json:${join(folder, 'link')}`, `json:${join(folder, 'report.json')}`]);
    expect((await thrown(twice)).message).to.include('another document of this run goes there');
  });

  it('says before the run which path cannot be written, and why', async () => {
    await mkdir(join(folder, 'is-a-folder'));
    const bad = [join(folder, 'is-a-folder'), join(folder, 'no', 'such', 'folder.json')];
    for (const path of bad) {
      const error = await thrown(open([`json:${join(folder, 'good.json')}`, `json:${path}`]));
      expect(error, path).to.be.instanceOf(UsageError);
      expect(error.message, path).to.include(`${path}: the report cannot be written there`);
    }
    expect((await readdir(folder)).toSorted()).to.deep.equal(['good.json', 'is-a-folder']);
  });

  it('writes through a link and to a device', async () => {
    const path = join(folder, 'null');
    await symlink('/dev/null', path);
    const destinations = await open([`json:${path}`]);
    await destinations.write(CANONICAL, null);
    expect(await readdir(folder)).to.deep.equal(['null']);
  });

  it('refuses two documents on stdout, an unknown format and a missing path', async () => {
    for (const [reporters, words] of [
      [['json', 'json'], 'two documents for stdout'],
      [['jsn:x'], 'Did you mean "json"?'],
      [['json:'], 'a path is missing'],
    ] as const) {
      const error = await thrown(open(reporters));
      expect(error.message).to.include(words);
    }
  });

  it('takes - for stdout', async () => {
    const destinations = await open(['json:-']);
    await destinations.write(CANONICAL, null);
    expect(printed).to.equal(jsonReport(CANONICAL));
    expect((await thrown(open(['json', 'json:-']))).message).to.include('two documents for stdout');
  });

  it('writes a recording beside them, and what else there is to say to a stdout that is free', async () => {
    const recording: Recording = {
      recordingVersion: RECORDING_VERSION,
      recordedAt: '2026-11-28T10:00:00.000Z',
      tool: 'test',
      facts: {},
    };
    const recordTo = join(folder, 'facts.json');
    const otherwise = () => 'text';
    for (const [reporters, text] of [
      [[`json:${join(folder, 'a.json')}`], 'text'],
      [['json'], jsonReport(CANONICAL)],
    ] as const) {
      printed = '';
      const wanted = {reporters, otherwise, recordTo, begun: BEGUN, writeStdout: print};
      expect(await (await openDestinations(RUN_REPORTS, wanted)).write(CANONICAL, recording)).to.deep.equal([]);
      expect(printed).to.equal(text);
      expect(JSON.parse(await readFile(recordTo, 'utf8'))).to.deep.equal(recording);
    }
  });

  it('says so in the others when one cannot be made', async () => {
    const broken = ({incomplete}: Report) => {
      if (incomplete === 'unfinished') return '';
      throw new Error('no');
    };
    const kind = {...RUN_REPORTS, formats: {...RUN_REPORTS.formats, broken}};
    const reporters = [`broken:${join(folder, 'x')}`, 'json'];
    const destinations = await openDestinations(kind, {
      reporters,
      otherwise: null,
      recordTo: null,
      begun: BEGUN,
      writeStdout: print,
    });
    expect((await destinations.write(CANONICAL, null)).map(String)).to.deep.equal(['Error: no']);
    expect(JSON.parse(printed)).to.include({incomplete: 'bug'});
  });

  it('says so of a report, too, that contradicts itself after its redaction', () => {
    const [first = row('a')] = CANONICAL.items;
    const report = {...CANONICAL, items: [first, first]};
    expect(RUN_REPORTS.brokenOff(report)).to.deep.include({incomplete: 'bug', items: report.items});
    expect(RUN_REPORTS.brokenOff(report).decision?.reasons.map(({code}) => code)).to.include('incomplete');
  });

  it('decides nothing of what decided nothing', () => {
    expect(RUN_REPORTS.brokenOff({...CANONICAL, decision: null}).decision).to.equal(null);
  });

  it('writes the others when one can no longer be written', async () => {
    const gone = join(folder, 'gone');
    await mkdir(gone);
    const destinations = await open([`json:${join(gone, 'a.json')}`, `json:${join(folder, 'b.json')}`]);
    await rm(gone, {recursive: true});
    const failures = await destinations.write(CANONICAL, null);
    expect(failures.map(String).join()).to.match(/^ReportLost: .*a\.json: the report could not be written \(ENOENT/);
    expect(await readFile(join(folder, 'b.json'), 'utf8')).to.equal(jsonReport(CANONICAL));
  });
});

async function thrown(work: Promise<unknown>): Promise<Error> {
  return await work.then(
    () => {
      throw new Error('nothing was thrown');
    },
    (error: Error) => error,
  );
}

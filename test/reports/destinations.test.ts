import {mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {UsageError} from '../../src/model/errors.ts';
import {RECORDING_VERSION, type Recording} from '../../src/model/facts/fact-store.ts';
import {openDestinations} from '../../src/reports/destinations.ts';
import {RUN_REPORTS} from '../../src/reports/formats.ts';
import {jsonReport} from '../../src/reports/json.ts';
import {row} from '../model/report-of.ts';
import {CANONICAL} from '../support/canonical-report.ts';

describe('the destinations of reports', () => {
  let folder: string;
  let printed: string;
  const print = async (text: string) => {
    printed += text;
  };

  const open = (reporters: readonly string[]) =>
    openDestinations(RUN_REPORTS, {reporters, otherwise: null, recordTo: null, writeStdout: print});

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reports-'));
    printed = '';
  });

  it('writes several in one run, and leaves nothing else behind', async () => {
    const [a, b] = [join(folder, 'a.json'), join(folder, 'b.json')];
    const destinations = await open([`json:${a}`, 'json', 'pretty', `json:${b}`]);
    await destinations.write(CANONICAL, null);
    await destinations.discard();
    for (const text of [await readFile(a, 'utf8'), await readFile(b, 'utf8'), printed]) {
      expect(text).to.equal(jsonReport(CANONICAL));
    }
    expect(await readdir(folder)).to.deep.equal(['a.json', 'b.json']);
  });

  it('keeps the old report until the new one is whole', async () => {
    const path = join(folder, 'report.json');
    await writeFile(path, 'old');
    const destinations = await open([`json:${path}`]);
    expect(await readFile(path, 'utf8')).to.equal('old');
    await destinations.write(CANONICAL, null);
    expect(await readFile(path, 'utf8')).to.equal(jsonReport(CANONICAL));
  });

  it('leaves the disk as it was when the run never begins', async () => {
    const destinations = await open([`json:${join(folder, 'report.json')}`]);
    await destinations.discard();
    expect(await readdir(folder)).to.deep.equal([]);
  });

  it('says before the run which path cannot be written, and why', async () => {
    await mkdir(join(folder, 'is-a-folder'));
    const bad = [join(folder, 'is-a-folder'), join(folder, 'no', 'such', 'folder.json')];
    for (const path of bad) {
      const error = await thrown(open([`json:${join(folder, 'good.json')}`, `json:${path}`]));
      expect(error, path).to.be.instanceOf(UsageError);
      expect(error.message, path).to.include(`${path}: the report cannot be written there`);
    }
    expect(await readdir(folder)).to.deep.equal(['is-a-folder']);
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
      const wanted = {reporters, otherwise, recordTo, writeStdout: print};
      expect(await (await openDestinations(RUN_REPORTS, wanted)).write(CANONICAL, recording)).to.deep.equal([]);
      expect(printed).to.equal(text);
      expect(JSON.parse(await readFile(recordTo, 'utf8'))).to.deep.equal(recording);
    }
  });

  it('says so in the others when one cannot be made', async () => {
    const broken = () => {
      throw new Error('no');
    };
    const kind = {...RUN_REPORTS, formats: {...RUN_REPORTS.formats, broken}};
    const reporters = [`broken:${join(folder, 'x')}`, 'json'];
    const destinations = await openDestinations(kind, {reporters, otherwise: null, recordTo: null, writeStdout: print});
    expect((await destinations.write(CANONICAL, null)).map(String)).to.deep.equal(['Error: no']);
    await destinations.discard();
    expect(JSON.parse(printed)).to.include({incomplete: 'bug'});
    expect(await readdir(folder)).to.deep.equal([]);
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
    expect(failures.map(String).join()).to.match(/^Error: ENOENT: .*a\.json/);
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

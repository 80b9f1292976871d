import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {jsonReport} from '../../../src/reports/json.ts';
import {CANONICAL} from '../../support/canonical-report.ts';
import {runInProcess} from '../../support/run-in-process.ts';

const REPORT = jsonReport(CANONICAL);
const WRITTEN_BY = 'name a file that `run --reporter json:FILE` wrote';

/** What is in a file, and what is said of it after its name. */
const REFUSED: readonly (readonly [what: string, bytes: Buffer | string, says: string])[] = [
  ['nothing', '', `is empty; ${WRITTEN_BY}`],
  ['blanks', ' \r\n', `is empty; ${WRITTEN_BY}`],
  ['UTF-16', Buffer.from(`\ufeff${REPORT}`, 'utf16le'), 'is UTF-16, not UTF-8; save it as UTF-8'],
  ['UTF-16 without its mark', Buffer.from(REPORT, 'utf16le'), 'is a binary file, not JSON'],
  ['Latin-1', Buffer.from('{"title": "\u00fcber"}', 'latin1'), 'is not UTF-8; save it as UTF-8'],
  ['a picture', Buffer.from('\u0089PNG\r\n\u001a\n\0\0', 'latin1'), 'is a binary file, not JSON'],
  ['a NUL', REPORT.replace('"items"', '"items\0"'), 'is a binary file, not JSON'],
  ['brackets without end', '['.repeat(200_000), `cannot be read as JSON: Unexpected end of JSON input; ${WRITTEN_BY}`],
  ['a list', '[]', `is not a report of migrate-check: Invalid input: expected object, received array; ${WRITTEN_BY}`],
  ['null', 'null', `is not a report of migrate-check: Invalid input: expected object, received null; ${WRITTEN_BY}`],
];

describe('a file that is not a report', () => {
  let folder: string;
  let file: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'bad-report-'));
    file = join(folder, 'report.json');
  });

  after(() => rmSync(folder, {recursive: true}));

  for (const [what, bytes, says] of REFUSED) {
    it(`is refused in one line that says what to do: ${what}`, async () => {
      writeFileSync(file, bytes);
      for (const command of [
        ['decide', file],
        ['explain', 'a', '--report', file],
      ]) {
        expect(await runInProcess(command)).to.deep.equal({status: 2, stdout: '', stderr: `${file}: ${says}\n`});
      }
    });
  }

  it('is one line, whatever was cut off where', async () => {
    for (const length of [1, 100, REPORT.length / 2, REPORT.length - 3]) {
      writeFileSync(file, REPORT.slice(0, length));
      const {status, stderr} = await runInProcess(['decide', file]);
      expect(status).to.equal(2);
      expect(stderr).to.match(/cannot be read as JSON: [^\n]+; name a file that [^\n]+ wrote\n$/);
    }
  });

  it('is one line for a line of 5 MB, which it does not repeat', async () => {
    writeFileSync(file, `{"a": "${'x'.repeat(5_000_000)}`);
    const {status, stderr} = await runInProcess(['decide', file]);
    expect(status).to.equal(2);
    expect(stderr.length).to.be.below(500);
  });

  it('says where a link leads', async () => {
    const link = join(folder, 'link.json');
    symlinkSync('nowhere.json', link);
    expect((await runInProcess(['decide', link])).stderr).to.equal(
      `${link}: is a link to nowhere.json, where there is no file\n`,
    );
    const circle = join(folder, 'circle.json');
    symlinkSync('circle.json', circle);
    expect((await runInProcess(['decide', circle])).stderr).to.equal(
      `${circle}: cannot be read: its links lead in a circle\n`,
    );
    const inside = join(folder, 'inside');
    mkdirSync(inside);
    expect((await runInProcess(['decide', inside])).stderr).to.include('is a folder, not a file');
  });

  it('is none that only has a byte order mark and lines that end as on Windows', async () => {
    writeFileSync(file, `\ufeff${REPORT.replaceAll('\n', '\r\n')}`);
    const {status, stderr} = await runInProcess(['decide', file]);
    writeFileSync(file, REPORT);
    expect({status, stderr}).to.deep.equal(
      (({status: s, stderr: e}) => ({status: s, stderr: e}))(await runInProcess(['decide', file])),
    );
    expect(stderr).not.to.include('JSON');
  });
});

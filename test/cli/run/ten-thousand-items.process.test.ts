import {spawnSync} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {RUN_REPORTS} from '../../../src/reports/formats.ts';
import {BUILT_TOOL} from '../../support/built-tool.ts';

const ITEMS = 10_000;
/** MB of heap that are enough for all of it. */
const HEAP_MB = 512;

/** Files as ours, and no more than a checklist may have: 1 MiB. */
const items = (write: (index: number) => string) => Array.from({length: ITEMS}, (_, index) => write(index)).join('');
const claim = (text: string) => `check: repo/file-contains, with: {path: a, text: ${text}}`;

const CHECKLISTS: Readonly<Record<string, {readonly text: string; readonly counts: Readonly<Record<string, number>>}>> =
  {
    'that all fail, with titles in wide and right-to-left scripts': {
      text: items((i) => `  - {id: i${i}, title: 切替 שלום ${i}, ${claim('b')}}\n`),
      counts: {fail: ITEMS},
    },
    'each of which needs the one before': {
      text: items(
        (i) => `  - {id: i${i}, title: t, ${claim(i === 0 ? 'b' : 'a')}${i === 0 ? '' : `, needs: [i${i - 1}]`}}\n`,
      ),
      counts: {fail: 1, blocked: ITEMS - 1},
    },
    'of which half need a group of the other half': {
      text: `  - id: g\n    title: g\n    items:\n${items((i) =>
        i < ITEMS / 2
          ? `      - {id: i${i}, title: t, ${claim(i === 0 ? 'b' : 'a')}}\n`
          : `  - {id: i${i}, title: t, ${claim('a')}, needs: [g]}\n`,
      )}`,
      counts: {fail: 1, pass: ITEMS / 2 - 1, blocked: ITEMS / 2},
    },
  };

describe('ten thousand items', function () {
  this.timeout(120_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'many-items-'));
    writeFileSync(join(folder, 'a'), 'a');
  });

  afterEach(() => rmSync(folder, {recursive: true}));

  for (const [what, {text, counts}] of Object.entries(CHECKLISTS)) {
    it(`${what} are run and written by every reporter within ${HEAP_MB} MB of heap`, () => {
      writeFileSync(join(folder, 'checklist.yaml'), `version: 1\ntitle: many\nitems:\n${text}`);
      const formats = Object.keys(RUN_REPORTS.formats);
      const reporters = formats.flatMap((name) => ['--reporter', `${name}:report.${name}`]);
      const {status, signal, stdout, stderr} = spawnSync(
        process.execPath,
        [`--max-old-space-size=${HEAP_MB}`, BUILT_TOOL, 'run', ...reporters],
        {cwd: folder, env: {...process.env, GITHUB_ACTIONS: ''}, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024},
      );
      expect({status, signal, stdout}, stderr.slice(-2000)).to.deep.equal({
        status: counts.fail === undefined ? 0 : 1,
        signal: null,
        stdout: '',
      });
      for (const name of formats) {
        const written = readFileSync(join(folder, `report.${name}`), 'utf8');
        // Annotations are for what failed.
        if (name !== 'github' || counts.fail !== undefined) expect(written, name).not.to.equal('');
      }
      const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
      const found = Object.entries(Object.groupBy(report.items as {status: string}[], (item) => item.status));
      expect(Object.fromEntries(found.map(([name, all]) => [name, all?.length]))).to.deep.equal(counts);
      const decided = spawnSync(process.execPath, [BUILT_TOOL, 'decide', 'report.json'], {
        cwd: folder,
        encoding: 'utf8',
      });
      expect(decided.status, decided.stderr).to.equal(10);
    });
  }
});

import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {type Ended, runInProcess} from '../support/run-in-process.ts';

/** As the runner of GitHub reads a log (`ActionCommand.TryParseV2` and `TryParse`), whose lines end with either character. */
function obeyed({stdout, stderr}: Ended): string[] {
  return `${stdout}\n${stderr}`.split(/[\r\n]/).filter((line) => /^\s*::.*::/.test(line) || line.includes('##['));
}

const EVIL = '::error file=x::\u202e##[group]x';

describe('what is printed, in the log of a CI job', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'harmless-'));
    await writeFile(
      join(folder, 'checklist.yaml'),
      [
        'version: 1',
        `title: ${JSON.stringify(EVIL)}`,
        'people: {ops: [jd]}',
        'items:',
        `  - {id: who, title: ${JSON.stringify(EVIL)}, manual: {ask: ${JSON.stringify(`${'word '.repeat(16)}${EVIL}`)}, approvers: [ops]}}`,
        `  - {id: file, title: x, check: repo/file-contains, with: {path: ${JSON.stringify(`${EVIL}/x`)}, text: x}}`,
      ].join('\n'),
    );
    await writeFile(join(folder, 'broken.yaml'), `version: 1\n${EVIL.replace('\u202e', '')}: 5\n::set-env name=A::b\n`);
  });
  after(() => rm(folder, {recursive: true, force: true}));

  for (const argv of [
    [EVIL],
    ['run', EVIL],
    ['run', 'checklist.yaml', `--${EVIL}`],
    ['run', 'FOLDER/checklist.yaml', '--verbose'],
    ['run', 'FOLDER/checklist.yaml', '--json'],
    ['run', 'FOLDER/checklist.yaml', '--stage', `\n${EVIL}`],
    ['run', 'FOLDER/broken.yaml'],
    ['run', 'FOLDER/broken.yaml', '--json'],
    ['lint', 'FOLDER/checklist.yaml'],
    ['lint', 'FOLDER/broken.yaml', '--json'],
    ['explain', EVIL],
    ['trace', `\n  ${EVIL}`],
    ['decide', EVIL],
    ['check', 'http/responds', '--with', `url=\n${EVIL}`],
    ['dns', EVIL],
    ['iam', EVIL],
  ]) {
    it(`is no command: ${argv.map((word) => word.replace(EVIL, 'EVIL').trim()).join(' ')}`, async () => {
      const ended = await runInProcess(argv.map((word) => word.replace('FOLDER', folder)));
      expect(ended.stdout + ended.stderr).not.to.equal('');
      expect(obeyed(ended)).to.deep.equal([]);
      expect(ended.stdout + ended.stderr).not.to.include('\u202e');
      if (argv.includes('--json')) expect(() => JSON.parse(ended.stdout)).not.to.throw();
    });
  }
});

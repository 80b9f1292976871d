import {globSync} from 'node:fs';
import {join} from 'node:path';
import {expect} from 'chai';
import {widthOf} from '../../src/render/text-width.ts';
import {runInProcess} from '../support/run-in-process.ts';

const COMMANDS = globSync('**/*.ts', {cwd: join(import.meta.dirname, '../../src/commands')})
  .map((file) => file.replace(/(\/index)?\.ts$/, '').split('/'))
  .toSorted();

describe('help', () => {
  for (const command of [[], ...COMMANDS]) {
    it(`fits 80 columns: ${command.join(' ') || 'all commands'}`, async () => {
      const {status, stdout, stderr} = await runInProcess([...command, '--help']);
      expect({status, stderr}).to.deep.equal({status: 0, stderr: ''});
      const lines = stdout.split('\n').filter((line) => !line.includes('file://'));
      expect(lines.length).to.be.greaterThan(5);
      expect(lines.filter((line) => widthOf(line) > 80)).to.deep.equal([]);
      // What begins at the margin is a heading or a sentence: nothing is left over of a flag that did not fit.
      expect(lines.filter((line) => /^ {2}--?\S+$/.test(line))).to.deep.equal([]);
    });
  }
});

import {mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join, relative} from 'node:path';
import {expect} from 'chai';
import {startWorld} from '../../src/lab/start.ts';
import {FALSEHOODS, type Falsehood} from './falsehoods.ts';
import {runOnLab, shippedChecklist, withStatus} from './run-on-lab.ts';

const TERRAFORM = new URL('../../lab/terraform/', import.meta.url);

describe('lab/falsehoods', () => {
  for (const falsehood of FALSEHOODS) {
    const {item, title, stage, setup} = falsehood;
    it(`${item} fails where ${title}`, async function () {
      this.timeout(30_000);
      const terraform = await changedTerraform(falsehood.terraform);
      const checklist = await shippedChecklist(terraform?.vars);
      const lab = await startWorld(item, setup);
      try {
        const report = await runOnLab(lab, checklist, stage, [item]);
        expect(withStatus(report, 'fail')).to.deep.equal([item]);
        expect(withStatus(report, 'error')).to.deep.equal([]);
      } finally {
        await Promise.all([lab.close(), terraform?.remove()]);
      }
    });
  }
});

/** A copy of the lab's Terraform with one text replaced, and the variable that points the checklist at it. */
async function changedTerraform(change: Falsehood['terraform']) {
  if (change === undefined) return null;
  const folder = await mkdtemp(join(tmpdir(), 'falsehood-'));
  for (const file of await readdir(TERRAFORM)) {
    const text = await readFile(new URL(file, TERRAFORM), 'utf8');
    if (file === change.file) expect(text, `${file} no longer holds the text to change`).to.contain(change.from);
    await writeFile(join(folder, file), file === change.file ? text.replaceAll(change.from, change.to) : text);
  }
  const root = new URL('../../', import.meta.url).pathname;
  return {
    vars: {terraformFiles: join(relative(root, folder), '*.tf')},
    remove: () => rm(folder, {recursive: true}),
  };
}

import {cp, mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {startWorld} from '../../src/lab/start.ts';
import type {Falsehood} from './falsehood.ts';
import {FALSEHOODS} from './falsehoods.ts';
import {runOnLab, SHIPPED_FOLDER, shippedChecklist, withStatus} from './run-on-lab.ts';

describe('lab/falsehoods', () => {
  for (const {item, title, stage, setup, terraform} of FALSEHOODS) {
    it(`${item} fails where ${title}`, async () => {
      const folder = terraform === undefined ? undefined : await copyWith(terraform);
      const checklist = await shippedChecklist(folder);
      const lab = await startWorld(item, setup);
      try {
        const report = await runOnLab(lab, checklist, stage, [item]);
        expect(withStatus(report, 'fail')).to.deep.equal([item]);
        expect(withStatus(report, 'error')).to.deep.equal([]);
      } finally {
        await lab.close();
        if (folder !== undefined) await rm(folder, {recursive: true});
      }
    });
  }
});

type Change = NonNullable<Falsehood['terraform']>;

/** A copy of the checklist and of the lab's Terraform beside it, with one text replaced. */
async function copyWith({file, from, to}: Change): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'falsehood-'));
  await cp(join(SHIPPED_FOLDER, 'checklist.yaml'), join(folder, 'checklist.yaml'));
  await cp(join(SHIPPED_FOLDER, 'lab'), join(folder, 'lab'), {recursive: true});
  const changed = join(folder, 'lab/terraform', file);
  const text = await readFile(changed, 'utf8');
  expect(text, `${file} no longer holds the text to change`).to.contain(from);
  await writeFile(changed, text.replaceAll(from, to));
  return folder;
}

import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {delimiter, dirname, join} from 'node:path';
import {expect} from 'chai';
import {runAction} from '../support/composite-action.ts';
import {checkOut} from './support/checkout.ts';
import {npmEnvironment} from './support/npm.ts';

describe('e2e: the action, from a checkout of this repository', function () {
  // Its first step installs packages, which takes as long as the registry needs.
  this.timeout(900_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'migrate-check-action-'));
  });

  after(() => rmSync(folder, {recursive: true}));

  it('builds what it runs, once for the job', async () => {
    checkOut(join(folder, 'actions/migrate-check'));
    writeFileSync(join(folder, 'checklist.yaml'), CHECKLIST);
    const PATH = [dirname(process.execPath), process.env.PATH].join(delimiter);
    const act = () =>
      runAction(join(folder, 'actions/migrate-check/action/action.yml'), {
        inputs: {stage: 'soak'},
        cwd: folder,
        // As in a job whose own packages are those of production.
        env: {...npmEnvironment(), PATH, CI: 'true', NODE_ENV: 'production'},
      });
    const ran = await act();
    expect(ran.steps, ran.output).to.deep.include({install: 0, look: 0, decide: 0});
    expect(ran.outputs).to.deep.include({verdict: 'proceed', 'exit-code': '0'});
    expect(ran.output).to.match(/added \d+ packages/);
    const again = await act();
    expect(again.steps, again.output).to.deep.include({install: 0, look: 0, decide: 0});
    expect(again.output).not.to.match(/added \d+ packages/);
  });
});

const CHECKLIST = `version: 1
title: Move it
items:
  - id: written
    title: it is written down
    check: repo/file-contains
    with: {path: checklist.yaml, text: Move it}
`;

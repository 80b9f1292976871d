import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {expect} from 'chai';
import {readableFolders} from '../../../src/checklist/readable-folders.ts';
import {terraformDeclares} from '../../../src/checks/repo/terraform-declares.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {createRepo, type Repo} from '../../../src/probes/repo/repo.ts';
import {attempt, passingStore} from '../../support/attempt.ts';
import {worldOf} from '../../support/wire-facts.ts';
import {TERRAFORM_CASES, type TerraformCase} from './terraform-cases.ts';

const PHRASES = {pass: 'passes on', fail: 'fails on', error: 'cannot tell from'};

describe('repo/terraform-declares, on code', () => {
  let root: string;
  const open: Repo[] = [];
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'migrate-check-terraform-'));
  });
  afterEach(() => Promise.all(open.splice(0).map((repo) => repo.close())));
  after(() => rm(root, {recursive: true}));

  async function judge({files, input}: TerraformCase) {
    const folder = await mkdtemp(join(root, 'case-'));
    for (const [name, content] of Object.entries(files)) {
      await mkdir(dirname(join(folder, name)), {recursive: true});
      await writeFile(join(folder, name), content);
    }
    const repo = createRepo({folders: readableFolders(folder, []), noteFile: () => {}, store: passingStore()});
    open.push(repo);
    const named = {files: ['*.tf', '*.tf.json'], type: 'terraform_data', name: 'x', attributes: {input}};
    const world = worldOf({terraform: repo.terraform(attempt())});
    return await terraformDeclares.run(terraformDeclares.params.parse(named), world).catch((thrown: unknown) => {
      if (!(thrown instanceof CannotTell)) throw thrown;
      return {status: 'error', summary: thrown.message};
    });
  }

  for (const [name, one] of Object.entries(TERRAFORM_CASES)) {
    it(`${PHRASES[one.status]} ${name}`, async () => {
      const {status, summary} = await judge(one);
      expect(status, summary).to.equal(one.status);
      expect(summary).to.contain(one.says ?? '');
    });
  }
});

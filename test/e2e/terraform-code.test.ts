import {execFileSync} from 'node:child_process';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import {expect} from 'chai';
import type {Json} from '../../src/model/outcome.ts';
import {TERRAFORM_CASES, type TerraformCase} from '../checks/repo/terraform-cases.ts';
import {terraformIn} from './support/terraform.ts';

/** What there is in a plan of Terraform itself. */
interface Planned {
  readonly resource_changes?: readonly {
    readonly type: string;
    readonly name: string;
    readonly change: {readonly actions: readonly string[]; readonly after: {readonly input: Json} | null};
  }[];
}

const binary = ['terraform', 'tofu'].find((command) => {
  try {
    execFileSync(command, ['version'], {stdio: 'ignore'});
    return true;
  } catch {
    return false;
  }
});

if (binary === undefined)
  console.error('e2e: no terraform on this machine: what its code means is not compared with what it plans');
else
  describe('e2e: what Terraform itself makes of the code', () => {
    let root: string;
    before(async () => {
      root = await mkdtemp(path.join(tmpdir(), 'migrate-check-planned-'));
    });
    after(() => rm(root, {recursive: true, force: true}));

    for (const [name, one] of Object.entries(TERRAFORM_CASES)) {
      const {planned = one.status} = one;
      if (one.isNotPlanned === true) continue;
      it(`${planned === 'pass' ? 'is' : 'is not'} what is expected of ${name}`, async () => {
        expect((await isPlanned(binary, root, one)) ? 'pass' : 'fail').to.equal(planned);
      });
    }
  });

async function isPlanned(command: string, root: string, {files, input}: TerraformCase): Promise<boolean> {
  const folder = await mkdtemp(path.join(root, 'case-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), {recursive: true});
    await writeFile(path.join(folder, name), content);
  }
  const terraform = {binary: command, plugins: ''};
  await terraformIn(folder, terraform, ['init', '-backend=false']);
  await terraformIn(folder, terraform, ['plan', '-out=plan']);
  const plan: Planned = JSON.parse(await terraformIn(folder, terraform, ['show', '-json', 'plan']));
  const found = (plan.resource_changes ?? []).flatMap(({type, name, change}) =>
    type === 'terraform_data' && name === 'x' && change.after !== null ? [change.after.input] : [],
  );
  return found.some((actual) => isDeepStrictEqual(actual, input) || isDeepStrictEqual(jsonIn(actual), input));
}

function jsonIn(value: Json): Json | undefined {
  try {
    return typeof value === 'string' ? JSON.parse(value) : undefined;
  } catch {
    return undefined;
  }
}

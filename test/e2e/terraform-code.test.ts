import {execFileSync} from 'node:child_process';
import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {isDeepStrictEqual} from 'node:util';
import {expect} from 'chai';
import {terraformDeclares} from '../../src/checks/repo/terraform-declares.ts';
import type {Json} from '../../src/model/outcome.ts';
import {planIn} from '../../src/probes/repo/terraform-plan.ts';
import {TERRAFORM_CASES, type TerraformCase} from '../checks/repo/terraform-cases.ts';
import {worldOf} from '../support/wire-facts.ts';
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
        const {isThere, verdict} = await whatIsPlanned(binary, root, one);
        expect(isThere ? 'pass' : 'fail').to.equal(planned);
        // Its own plan, by our own check.
        expect(verdict).to.equal(planned);
      });
    }
  });

async function whatIsPlanned(command: string, root: string, {files, input}: TerraformCase) {
  const folder = await mkdtemp(path.join(root, 'case-'));
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), {recursive: true});
    await writeFile(path.join(folder, name), content);
  }
  const terraform = {binary: command, plugins: ''};
  await terraformIn(folder, terraform, ['init', '-backend=false']);
  await terraformIn(folder, terraform, ['plan', '-out=plan']);
  const printed = await terraformIn(folder, terraform, ['show', '-json', 'plan']);
  const plan: Planned = JSON.parse(printed);
  const found = (plan.resource_changes ?? []).flatMap(({type, name, change}) =>
    type === 'terraform_data' && name === 'x' && change.after !== null ? [change.after.input] : [],
  );
  const isThere = found.some((actual) => isDeepStrictEqual(actual, input) || isDeepStrictEqual(jsonIn(actual), input));
  const read = planIn('plan.json', printed, ['terraform_data']);
  if ('problem' in read) return {isThere, verdict: read.problem};
  const none = () => Promise.reject(new Error('only the plan is read'));
  const world = worldOf({terraform: {code: none, variable: none, plan: async () => read}});
  const params = {plan: 'plan.json', type: 'terraform_data', name: 'x', attributes: {input}};
  return {isThere, verdict: (await terraformDeclares.run(terraformDeclares.params.parse(params), world)).status};
}

function jsonIn(value: Json): Json | undefined {
  try {
    return typeof value === 'string' ? JSON.parse(value) : undefined;
  } catch {
    return undefined;
  }
}

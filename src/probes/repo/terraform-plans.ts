import {CannotTell} from '../../model/errors.ts';
import type {TerraformPlan} from '../../model/facts/repo-facts.ts';
import {type Readable, readReadable} from './files.ts';
import type {Reading} from './terraform-files.ts';

/** Of one with thousands of resources. */
const MAX_PLAN_BYTES = 32 * 1024 * 1024;

const HOW = 'make it with `terraform plan -out=PLAN` and `terraform show -json PLAN > plan.json`';

/** A plan, or a state, that `terraform show -json` printed into a file. */
export async function terraformPlan(
  readable: Readable,
  path: string,
  types: readonly string[],
  {parser, signal}: Reading,
): Promise<TerraformPlan> {
  const text = await readReadable(readable, path, signal, MAX_PLAN_BYTES);
  if (text === null) throw new CannotTell(`${path}: there is no such file`, HOW);
  const read = await parser.parse({format: 'plan', file: path, text, types}, signal);
  const plan = read as unknown as TerraformPlan | {readonly problem: string};
  if ('problem' in plan) throw new CannotTell(`${path}: ${plan.problem}`, HOW);
  return plan;
}

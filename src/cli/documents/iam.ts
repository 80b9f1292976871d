import {CHECKS} from '../../checks/index.ts';
import {type AccountPolicy, iamPolicies} from '../../iam/policy.ts';
import {policiesAsTerraform} from '../../iam/terraform.ts';
import {UsageError} from '../../model/errors.ts';
import {didYouMean} from '../../model/text/did-you-mean.ts';
import {loadFromFlags} from '../run/load-from-flags.ts';
import {sound} from '../run/problems.ts';
import type {IamFlags} from './iam-flags.ts';

/** The document of `iam`: one account's policy as AWS takes it, or the policies of all accounts by name. */
export async function iamDocument(named: string | undefined, flags: IamFlags): Promise<string> {
  const {checklist} = await sound(await loadFromFlags(named, flags, 'none'), {quiet: flags.json});
  const checks = new Map(CHECKS.map((check) => [check.id, check]));
  const all = iamPolicies(checklist, checks);
  const policies = only(all, flags.account, checklist.file);
  if (flags.format === 'terraform') return policiesAsTerraform(all, policies);
  const [first] = policies;
  const document =
    flags.account !== undefined && first !== undefined
      ? first.policy
      : Object.fromEntries(policies.map(({account, policy}) => [account.name, policy]));
  return `${JSON.stringify(document, null, 2)}\n`;
}

function only(all: readonly AccountPolicy[], name: string | undefined, file: string): readonly AccountPolicy[] {
  if (all.length === 0) {
    throw new UsageError(`${file}: no item looks at AWS, so no permission is needed`, {where: file});
  }
  if (name === undefined) return all;
  const found = all.filter(({account}) => account.name === name);
  if (found.length > 0) return found;
  const names = all.map(({account}) => account.name);
  throw new UsageError(
    `--account ${name}: no item looks at an account of that name; there are: ${names.join(', ')}.${didYouMean(name, names)}`,
    {where: '--account'},
  );
}

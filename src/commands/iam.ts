import {Flags} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {checklistArg, checklistFlags} from '../cli/run/run-flags.ts';
import {jsonFlag} from '../cli/shared-flags.ts';

export default class Iam extends BaseCommand {
  static override readonly summary = 'print the least IAM policy for a checklist, per account';
  static override readonly description =
    'Needs no credentials. With --account the policy is what AWS takes; without it, each policy stands under the name of its account.';
  static override readonly examples = [
    '<%= config.bin %> iam --account platform > policy.json',
    '<%= config.bin %> iam --format terraform > migrate-check.tf',
  ];
  static override readonly args = {file: checklistArg};
  static override readonly flags = {
    account: Flags.string({summary: 'one account of the checklist', helpValue: 'NAME'}),
    format: Flags.option({
      options: ['json', 'terraform'] as const,
      default: 'json' as const,
      summary: 'terraform adds roles that CI takes with OIDC',
    })(),
    ...checklistFlags,
    json: {...jsonFlag, exclusive: ['format']},
  };

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Iam);
    const {iamDocument} = await import('../cli/documents/iam.ts');
    this.print(await iamDocument(args.file, flags));
  }
}

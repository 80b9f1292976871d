import {BaseCommand} from '../cli/base-command.ts';
import {iamFlags} from '../cli/documents/iam-flags.ts';
import {checklistArg} from '../cli/run/run-flags.ts';

export default class Iam extends BaseCommand {
  static override readonly summary = 'print the minimal IAM policy for a checklist, per account';
  static override readonly description =
    'Needs no credentials. With --account the policy is what AWS takes; without it, each policy is under the name of its account.';
  static override readonly examples = [
    '<%= config.bin %> iam --account platform > policy.json',
    '<%= config.bin %> iam --format terraform > migrate-check.tf',
  ];
  static override readonly args = {file: checklistArg};
  static override readonly flags = iamFlags;

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Iam);
    const {iamDocument} = await import('../cli/documents/iam.ts');
    this.print(await iamDocument(args.file, flags));
  }
}

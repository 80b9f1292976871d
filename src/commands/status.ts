import {BaseCommand} from '../cli/base-command.ts';
import {checklistArg} from '../cli/run/run-flags.ts';
import {checklistOf, statusFlags} from '../cli/signoff/signoff-flags.ts';

export default class Status extends BaseCommand {
  static override readonly summary = 'say who owes what: questions without an answer that counts, and waivers that end';
  static override readonly usage = 'status [FILE] [FLAGS]';
  static override readonly examples = [
    '<%= config.bin %> status --env prod --stage ready',
    '<%= config.bin %> status --env prod --reporter markdown:status.md',
  ];
  static override readonly args = {file: checklistArg};
  static override readonly flags = statusFlags;

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Status);
    const {writeStatus} = await import('../cli/signoff/status.ts');
    await writeStatus(checklistOf(args.file, flags.checklist), flags);
  }
}

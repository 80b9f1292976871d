import {BaseCommand} from '../../cli/base-command.ts';
import {checklistArg} from '../../cli/run/run-flags.ts';
import {checklistOf, listFlags} from '../../cli/signoff/signoff-flags.ts';

export default class SignOffList extends BaseCommand {
  static override readonly summary = 'list the questions to people: who may answer, by when, how far they are';
  static override readonly usage = 'signoff list [FILE] [FLAGS]';
  static override readonly examples = [
    '<%= config.bin %> signoff list --env prod --stage ready',
    '<%= config.bin %> signoff list --owner mg --json',
  ];
  static override readonly args = {file: checklistArg};
  static override readonly flags = listFlags;

  async run(): Promise<void> {
    const {args, flags} = await this.parse(SignOffList);
    const {listQuestions} = await import('../../cli/signoff/list-questions.ts');
    this.print(await listQuestions(checklistOf(args.file, flags.checklist), flags));
  }
}

import {BaseCommand} from '../../cli/base-command.ts';
import {listFlags} from '../../cli/signoff/signoff-flags.ts';

export default class SignOff extends BaseCommand {
  static override readonly summary = "list a checklist's questions to people, and answer them";
  static override readonly description =
    'Without a word more it is `signoff list`. `signoff approve` and `signoff reject` write the answer to a file, which is for you to commit.';
  static override readonly usage = 'signoff [FLAGS]';
  static override readonly examples = [
    '<%= config.bin %> signoff --env prod --stage ready',
    '<%= config.bin %> signoff approve diagrams --evidence https://wiki.example.com/1',
  ];
  static override readonly flags = listFlags;

  async run(): Promise<void> {
    const {flags} = await this.parse(SignOff);
    const {listQuestions} = await import('../../cli/signoff/list-questions.ts');
    this.print(await listQuestions(flags.checklist, flags));
  }
}

import {Args} from '@oclif/core';
import {BaseCommand} from '../../cli/base-command.ts';
import {approveFlags} from '../../cli/signoff/signoff-flags.ts';
import {EXIT} from '../../model/decision/exit-code.ts';

export default class SignOffApprove extends BaseCommand {
  static override readonly summary = 'approve a question: writes signoffs/ENV/ID.yaml, for you to commit';
  static override readonly description =
    'Shows the question and asks once; without a terminal it needs --yes. Answers of other people in the file are kept. Exit 1: declined, nothing is written.';
  static override readonly usage = 'signoff approve ID [FLAGS]';
  static override readonly examples = [
    '<%= config.bin %> signoff approve diagrams --evidence https://wiki.example.com/1',
  ];
  static override readonly args = {id: Args.string({required: true, description: 'the id of a manual item'})};
  static override readonly flags = approveFlags;

  async run(): Promise<void> {
    const {args, flags} = await this.parse(SignOffApprove);
    const {answerQuestion} = await import('../../cli/signoff/answer-question.ts');
    const answered = await answerQuestion(args.id, 'approve', flags);
    if (answered === null) process.exitCode = EXIT.fail;
    else if (flags.json) this.printJson(answered);
  }
}

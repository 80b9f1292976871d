import {Args, Flags} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {jsonFlag} from '../cli/shared-flags.ts';
import {EXIT} from '../model/decision/exit-code.ts';

export default class Diff extends BaseCommand {
  static override readonly summary = 'say what differs between two reports: exit 1 when something is worse';
  static override readonly description =
    'Verdicts, new and gone items, and the values they rest on (old → new). Worse: an item that is no longer looked at, or is now failing, unknown or pending and was not as bad before; a decision nearer to rollback; a new report that is incomplete. Exit 0: nothing is worse; 2: usage.';
  static override readonly examples = [
    '<%= config.bin %> diff yesterday.json today.json',
    '<%= config.bin %> diff before.json after.json --markdown > diff.md',
  ];
  static override readonly args = {
    old: Args.string({required: true, description: 'a report that `run` or `merge` wrote (-: stdin)'}),
    new: Args.string({required: true, description: 'a later one (-: stdin)'}),
  };
  static override readonly flags = {
    markdown: Flags.boolean({default: false, summary: 'as Markdown, for a pull request', exclusive: ['json']}),
    json: jsonFlag,
  };

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Diff);
    const {diffFiles} = await import('../cli/documents/diff-files.ts');
    const diff = await diffFiles(args.old, args.new);
    if (flags.json) this.printJson(diff);
    else if (flags.markdown) this.print((await import('../reports/diff-markdown.ts')).diffMarkdown(diff));
    else this.print((await import('../reports/diff-text.ts')).diffText(diff));
    process.exitCode = diff.worse ? EXIT.fail : EXIT.ok;
  }
}

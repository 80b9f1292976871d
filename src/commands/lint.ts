import {BaseCommand} from '../cli/base-command.ts';
import {checklistArg, checklistFlags} from '../cli/run/run-flags.ts';
import {jsonFlag, noColorFlag, quietFlag} from '../cli/shared-flags.ts';
import {EXIT} from '../model/decision/exit-code.ts';

export default class Lint extends BaseCommand {
  static override readonly summary = 'say what is wrong with a checklist, offline';
  static override readonly description =
    'Also reads waivers.yaml and the sign-offs beside it, and prints the hash that a sign-off of each question is bound to.';
  static override readonly examples = [
    '<%= config.bin %> lint',
    '<%= config.bin %> lint checklist.yaml --env prod --json',
  ];
  static override readonly args = {file: checklistArg};
  static override readonly flags = {...checklistFlags, json: jsonFlag, quiet: quietFlag, 'no-color': noColorFlag};

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Lint);
    const {lint} = await import('../cli/documents/lint.ts');
    const {document, text, ok} = await lint(args.file, flags);
    if (flags.json) this.printJson(document);
    else if (!flags.quiet || !ok) process.stderr.write(text);
    if (!ok) process.exitCode = EXIT.usage;
  }
}

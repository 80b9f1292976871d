import {Flags} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {checklistArg, checklistFlags} from '../cli/run/run-flags.ts';
import {jsonFlag, noColorFlag, quietFlag} from '../cli/shared-flags.ts';
import {EXIT} from '../model/decision/exit-code.ts';

export default class Lint extends BaseCommand {
  static override readonly summary = 'say what is wrong with a checklist, offline';
  static override readonly description =
    'Also reads waivers.yaml and the sign-offs beside it, of every environment unless --env names one; says which of them do not count, and why; and prints the hash that a sign-off of each question is bound to. Exit 2: the checklist cannot be run. Exit 1: see --strict.';
  static override readonly examples = [
    '<%= config.bin %> lint',
    '<%= config.bin %> lint checklist.yaml --env prod --json',
  ];
  static override readonly args = {file: checklistArg};
  static override readonly flags = {
    ...checklistFlags,
    strict: Flags.boolean({default: false, summary: 'exit 1 when a sign-off or a waiver does not count'}),
    json: jsonFlag,
    quiet: quietFlag,
    'no-color': noColorFlag,
  };

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Lint);
    const {lint} = await import('../cli/documents/lint.ts');
    const {document, text, exitCode} = await lint(args.file, flags);
    if (flags.json) this.printJson(document);
    else if (!flags.quiet || exitCode !== EXIT.ok) process.stderr.write(text);
    process.exitCode = exitCode;
  }
}

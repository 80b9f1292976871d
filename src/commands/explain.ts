import {Args, Flags} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {checklistFlags} from '../cli/run/run-flags.ts';
import {noColorFlag} from '../cli/shared-flags.ts';
import {columnsOf, usesColor} from '../cli/terminal.ts';

export default class Explain extends BaseCommand {
  static override readonly summary = 'say why a check matters, what to do when it fails, and how to see it by hand';
  static override readonly description =
    'ID is a check, or an item of the checklist: where it is, when it is due, the consequence of its failure, and its check. With --report it is an item of that report: its verdict and its evidence, too.';
  static override readonly examples = [
    '<%= config.bin %> explain acm/certificate-covers-host',
    '<%= config.bin %> explain dns-record --checklist checklist.yaml',
    '<%= config.bin %> explain dns-record --report report.json',
  ];
  static override readonly args = {
    id: Args.string({required: true, description: 'a check, or an item of the checklist or the report'}),
  };
  static override readonly flags = {
    report: Flags.string({summary: 'a report that `run` wrote', helpValue: 'FILE'}),
    checklist: Flags.string({
      summary: 'the checklist of the item (default: the one here)',
      helpValue: 'FILE',
      exclusive: ['report'],
    }),
    ...checklistFlags,
    'no-color': noColorFlag,
  };

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Explain);
    const {explain} = await import('../cli/documents/explain.ts');
    this.print(
      await explain({
        id: args.id,
        reportPath: flags.report ?? null,
        checklist: flags.checklist,
        checklistFlags: flags,
        color: usesColor(process.stdout, flags['no-color']),
        width: columnsOf(process.stdout),
      }),
    );
  }
}

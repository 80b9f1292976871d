import {Args, Flags} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {severalFlag} from '../cli/run/run-flags.ts';
import {jsonFlag, noColorFlag} from '../cli/shared-flags.ts';

export default class Report extends BaseCommand {
  static override readonly summary = 'write saved reports in other formats, several joined into one';
  static override readonly description =
    'Several reports are joined as `decide` joins them. Exit 0: written, whatever they say (`decide` is the gate); 2: usage.';
  static override readonly usage = 'report REPORT... [FLAGS]';
  static override readonly examples = [
    '<%= config.bin %> report report.json',
    '<%= config.bin %> report report.json --reporter junit:junit.xml',
    '<%= config.bin %> report shard-1.json shard-2.json --reporter markdown',
  ];
  static override readonly strict = false;
  static override readonly args = {
    report: Args.string({required: true, description: 'reports that `run` or `merge` wrote (-: stdin)'}),
  };
  static override readonly flags = {
    reporter: severalFlag({
      summary: 'a format of `run` (default: the text that it shows)',
      helpValue: 'NAME[:PATH]',
    }),
    baseline: Flags.string({summary: 'sarif: mark what is new since', helpValue: 'REPORT'}),
    strict: Flags.boolean({summary: 'as in `run`: notes and flaky items count as failures'}),
    'allow-empty': Flags.boolean({summary: 'as in `run`: that nothing was looked at does not fail'}),
    json: jsonFlag,
    verbose: Flags.boolean({default: false, summary: 'also show the evidence of what passed'}),
    'no-color': noColorFlag,
  };

  async run(): Promise<void> {
    const {argv, flags} = await this.parse(Report);
    const {renderReports} = await import('../cli/documents/render-report.ts');
    const {reporter = [], json, verbose, strict, 'allow-empty': allowEmpty} = flags;
    await renderReports(argv as [string, ...string[]], {
      reporters: json ? [...reporter, 'json'] : reporter,
      baseline: flags.baseline ?? null,
      strictness: {strict, allowEmpty},
      verbose,
      noColor: flags['no-color'],
    });
  }
}

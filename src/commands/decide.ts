import {Args} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {decideFlags} from '../cli/run/decide-flags.ts';
import {DECISION_EXIT} from '../model/decision/exit-code.ts';

export default class Decide extends BaseCommand {
  static override readonly summary = 'say proceed (exit 0), hold (10) or rollback (20) from saved reports';
  static override readonly description =
    'Several reports of one checklist, environment and stage are joined: per item the newest look of each vantage, then the worst.';
  static override readonly examples = [
    '<%= config.bin %> decide report.json --explain',
    '<%= config.bin %> decide report.json --stage cutover --account 444444444444',
  ];
  static override readonly strict = false;
  static override readonly args = {
    report: Args.string({required: true, description: 'reports that `run` wrote (-: stdin)'}),
  };
  static override readonly flags = decideFlags;

  async run(): Promise<void> {
    const {argv, flags} = await this.parse(Decide);
    const {decideFiles} = await import('../cli/run/decide-files.ts');
    const {decision, text} = await decideFiles(argv as [string, ...string[]], flags);
    if (flags.json) this.printJson(decision);
    else this.print(text);
    process.exitCode = DECISION_EXIT[decision.verdict];
  }
}

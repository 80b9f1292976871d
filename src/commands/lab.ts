import {Args, Flags} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {outputFlags, pacingFlags, selectionFlags, verdictFlags} from '../cli/run/run-flags.ts';

export default class Lab extends BaseCommand {
  static override readonly summary = 'run the shipped checklist on a built-in world: no account, no network';
  static override readonly usage = 'lab [SCENARIO] [FLAGS]';
  static override readonly examples = ['<%= config.bin %> lab', '<%= config.bin %> lab rule-order --stage cutover'];
  static override readonly args = {scenario: Args.string({default: 'healthy', description: 'how the world is broken'})};
  static override readonly flags = {
    list: Flags.boolean({summary: 'list the scenarios'}),
    ...selectionFlags,
    stage: {...selectionFlags.stage, default: 'ready'},
    ...pacingFlags,
    ...outputFlags,
    ...verdictFlags,
  };

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Lab);
    const {runLab, scenarioList} = await import('../cli/run/lab-from-flags.ts');
    if (flags.list) return this.print(scenarioList(flags.json));
    await runLab(args.scenario, flags);
  }
}

import {Args, Flags} from '@oclif/core';
import {BaseCommand} from '../../../../../src/cli/base-command.ts';
import {jsonFlag} from '../../../../../src/cli/shared-flags.ts';

/** Prints what it was given. */
export class Echo extends BaseCommand {
  static override readonly args = {file: Args.string()};
  static override readonly flags = {
    json: jsonFlag,
    quiet: Flags.boolean({default: false}),
    loud: Flags.boolean({exclusive: ['quiet']}),
    only: Flags.string({multiple: true}),
    reporter: Flags.string({multiple: true}),
    stage: Flags.string(),
    concurrency: Flags.integer({min: 1}),
    shape: Flags.string({options: ['round', 'square']}),
  };

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Echo);
    this.printJson({args, flags});
  }
}

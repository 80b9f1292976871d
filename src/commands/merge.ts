import {Args} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {jsonFlag} from '../cli/shared-flags.ts';

export default class Merge extends BaseCommand {
  static override readonly summary = 'join reports of one run, or of several vantages, into one on stdout';
  static override readonly description =
    'It holds the reports whole, and is decided on as they are. Exit 0: written, whatever they say (`decide` is the gate); 2: usage.';
  static override readonly usage = 'merge REPORT... [FLAGS]';
  static override readonly examples = [
    '<%= config.bin %> merge shard-*.json > all.json',
    '<%= config.bin %> merge office.json cloud.json | <%= config.bin %> decide -',
  ];
  static override readonly strict = false;
  static override readonly args = {
    report: Args.string({required: true, description: 'reports that `run` or `merge` wrote (-: stdin)'}),
  };
  static override readonly flags = {
    json: {...jsonFlag, summary: 'also write what is refused as JSON'},
  };

  async run(): Promise<void> {
    const {argv} = await this.parse(Merge);
    const {mergedDocument} = await import('../cli/documents/joined-report.ts');
    this.print(await mergedDocument(argv as [string, ...string[]]));
  }
}

import {Flags} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {hostFlag} from '../cli/init/host-flag.ts';

export default class Init extends BaseCommand {
  static override readonly summary = 'write a first checklist, with comments';
  static override readonly description =
    'Eight items, for the AWS account whose credentials you have, or with --lab for the built-in world, where they run at once. Asks nothing; what it cannot know is left for you to fill in, and a run says so.';
  static override readonly usage = 'init [FLAGS]';
  static override readonly examples = [
    '<%= config.bin %> init --lab',
    '<%= config.bin %> init --host mcp.example.com',
    '<%= config.bin %> init --output - | <%= config.bin %> lint -',
  ];
  static override readonly flags = {
    lab: Flags.boolean({default: false, summary: 'for the built-in world: no account, no network'}),
    host: hostFlag({summary: 'the name that clients will use', exclusive: ['lab']}),
    output: Flags.string({summary: 'where to write it (-: stdout)', helpValue: 'FILE', default: 'checklist.yaml'}),
    force: Flags.boolean({default: false, summary: 'replace the file that is there'}),
  };

  // MIGRATE_CHECK_HOST is where `serve` listens, and a file is replaced only by who says so now.
  protected override readonly environment = {};

  async run(): Promise<void> {
    const {flags} = await this.parse(Init);
    const {init} = await import('../cli/init/init.ts');
    const {document, next} = await init(flags);
    if (document !== null) this.print(document);
    process.stderr.write(next);
  }
}

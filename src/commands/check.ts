import {Args} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {checkFlags} from '../cli/run/run-flags.ts';

export default class Check extends BaseCommand {
  static override readonly summary = 'run one check';
  static override readonly description =
    'A parameter that names a resource takes it as it is: NAME or NAME:PORT of a load balancer, the name of a hosted zone, CLUSTER/SERVICE.';
  static override readonly usage = 'check ID [--with NAME=VALUE...] [FLAGS]';
  static override readonly examples = [
    '<%= config.bin %> check http/responds --with url=https://api.georgi.io/health',
    '<%= config.bin %> check alb/no-dead-rules --with alb=central-alb',
  ];
  static override readonly args = {id: Args.string({required: true, description: 'a check, see `list`'})};
  static override readonly flags = checkFlags;

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Check);
    const {runCheck} = await import('../cli/run/run-from-flags.ts');
    await runCheck(args.id, flags);
  }
}

import {Args, Flags} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {awsFlags, durationFlag, outputFlags} from '../cli/run/run-flags.ts';

export default class Alb extends BaseCommand {
  static override readonly summary = 'check the load balancer in front of a URL: reach, port, TLS, rule, targets';
  static override readonly usage = 'alb URL [FLAGS]';
  static override readonly examples = [
    '<%= config.bin %> alb https://mcp.run.georgi.io/mcp/sse',
    '<%= config.bin %> alb https://mcp.run.georgi.io/mcp/sse --target-group jessica-service-sse',
  ];
  static override readonly args = {url: Args.string({required: true, description: 'what clients ask for'})};
  static override readonly flags = {
    alb: Flags.string({summary: 'the load balancer (default: the one in DNS)', helpValue: 'NAME[:PORT]'}),
    'target-group': Flags.string({
      summary: 'where the URL has to lead (default: where the rules lead it)',
      helpValue: 'NAME|ARN',
    }),
    timeout: durationFlag({summary: 'budget of each check (default 20s)', helpGroup: 'WHERE'}),
    ...awsFlags,
    ...outputFlags,
  };

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Alb);
    const {runAlb} = await import('../cli/operator/operator-from-flags.ts');
    await runAlb(args.url, flags);
  }
}

import {Args} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {albFlags} from '../cli/operator/operator-flags.ts';

export default class Alb extends BaseCommand {
  static override readonly summary = 'check the load balancer in front of a URL: reach, port, TLS, rule, targets';
  static override readonly usage = 'alb URL [FLAGS]';
  static override readonly examples = [
    '<%= config.bin %> alb https://mcp.run.georgi.io/mcp/sse',
    '<%= config.bin %> alb https://mcp.run.georgi.io/mcp/sse --target-group sse',
  ];
  static override readonly args = {url: Args.string({required: true, description: 'what clients ask for'})};
  static override readonly flags = albFlags;

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Alb);
    const {runAlb} = await import('../cli/operator/operator-from-flags.ts');
    await runAlb(args.url, flags);
  }
}

import {Args} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {hostFlags} from '../cli/operator/operator-flags.ts';

export default class Dns extends BaseCommand {
  static override readonly summary = 'check the DNS of a host in Route 53: delegation, record, load balancer';
  static override readonly usage = 'dns HOST [FLAGS]';
  static override readonly examples = ['<%= config.bin %> dns mcp.run.georgi.io'];
  static override readonly args = {host: Args.string({required: true, description: 'the host name'})};
  static override readonly flags = hostFlags;

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Dns);
    const {runDns} = await import('../cli/operator/operator-from-flags.ts');
    await runDns(args.host, flags);
  }
}

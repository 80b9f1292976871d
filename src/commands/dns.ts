import {Args} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {dnsFlags} from '../cli/operator/operator-flags.ts';

export default class Dns extends BaseCommand {
  static override readonly summary = 'check the DNS of a host, in Route 53 and as resolvers see it';
  static override readonly usage = 'dns HOST [FLAGS]';
  static override readonly examples = [
    '<%= config.bin %> dns mcp.run.georgi.io',
    '<%= config.bin %> dns mcp.run.georgi.io --wire --dns-server 1.1.1.1',
  ];
  static override readonly args = {host: Args.string({required: true, description: 'the host name'})};
  static override readonly flags = dnsFlags;

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Dns);
    const {runDns} = await import('../cli/operator/operator-from-flags.ts');
    await runDns(args.host, flags);
  }
}

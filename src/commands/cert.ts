import {Args} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {hostFlags} from '../cli/operator/operator-flags.ts';

export default class Cert extends BaseCommand {
  static override readonly summary = 'check the certificate of a host: names, dates, listener, renewal';
  static override readonly usage = 'cert HOST [FLAGS]';
  static override readonly examples = [
    '<%= config.bin %> cert mcp.run.georgi.io',
    '<%= config.bin %> cert mcp.run.georgi.io --alb central-alb',
  ];
  static override readonly args = {host: Args.string({required: true, description: 'the host name'})};
  static override readonly flags = hostFlags;

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Cert);
    const {runCert} = await import('../cli/operator/operator-from-flags.ts');
    await runCert(args.host, flags);
  }
}

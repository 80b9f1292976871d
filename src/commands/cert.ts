import {Args} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {certFlags} from '../cli/operator/operator-flags.ts';

export default class Cert extends BaseCommand {
  static override readonly summary = 'check the certificate of a host, in AWS and as clients see it';
  static override readonly usage = 'cert HOST[:PORT] [FLAGS]';
  static override readonly examples = [
    '<%= config.bin %> cert mcp.run.georgi.io',
    '<%= config.bin %> cert mcp.run.georgi.io --alb central-alb',
    '<%= config.bin %> cert a.example --wire --resolve a.example:443:192.0.2.1',
  ];
  static override readonly args = {
    host: Args.string({required: true, description: 'the host name, and its port where that is not 443'}),
  };
  static override readonly flags = certFlags;

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Cert);
    const {runCert} = await import('../cli/operator/operator-from-flags.ts');
    await runCert(args.host, flags);
  }
}

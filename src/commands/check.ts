import {Args, Flags} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {durationFlag, outputFlags, recordingFlags, severalFlag, targetFlags} from '../cli/run/run-flags.ts';

export default class Check extends BaseCommand {
  static override readonly summary = 'run one check';
  static override readonly description =
    'A parameter that names a resource takes it as it is: NAME or NAME:PORT of a load balancer, the name of a hosted zone, CLUSTER/SERVICE.';
  static override readonly usage = 'check ID [--with NAME=VALUE...] [FLAGS]';
  static override readonly examples = [
    '<%= config.bin %> check http/responds --with url=https://api.georgi.io/health',
    '<%= config.bin %> check acm/certificate-covers-host --with host=mcp.run.georgi.io --with alb=central-alb',
  ];
  static override readonly args = {id: Args.string({required: true, description: 'a check, see `list`'})};
  static override readonly flags = {
    with: severalFlag({summary: 'a parameter of the check, see `explain`', helpValue: 'NAME=VALUE'}),
    'with-json': Flags.string({summary: 'parameters with structure, as one JSON object', helpValue: 'JSON'}),
    control: Flags.string({summary: 'a URL that must answer from here', helpValue: 'URL'}),
    timeout: durationFlag({summary: 'budget beyond declared holds (default 20s)'}),
    ...targetFlags,
    ...recordingFlags,
    ...outputFlags,
  };

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Check);
    const {runCheck} = await import('../cli/run/run-from-flags.ts');
    await runCheck(args.id, flags);
  }
}

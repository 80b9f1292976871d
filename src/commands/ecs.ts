import {Args, Flags} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {awsFlags, durationFlag, outputFlags} from '../cli/run/run-flags.ts';

export default class Ecs extends BaseCommand {
  static override readonly summary = 'check an ECS service: deployment, tasks, and the target group in front of them';
  static override readonly usage = 'ecs CLUSTER/SERVICE [FLAGS]';
  static override readonly examples = [
    '<%= config.bin %> ecs main/jessica-service --alb central-alb --target-group jessica-service-sse',
  ];
  static override readonly args = {service: Args.string({required: true, description: 'CLUSTER/SERVICE'})};
  static override readonly flags = {
    alb: Flags.string({summary: 'the load balancer in front', helpValue: 'NAME[:PORT]'}),
    'target-group': Flags.string({summary: 'the target group in front', helpValue: 'NAME|ARN'}),
    timeout: durationFlag({summary: 'budget of each check (default 20s)', helpGroup: 'WHERE'}),
    ...awsFlags,
    ...outputFlags,
  };

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Ecs);
    const {runEcs} = await import('../cli/operator/operator-from-flags.ts');
    await runEcs(args.service, flags);
  }
}

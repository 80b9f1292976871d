import {Args} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {ecsFlags} from '../cli/operator/operator-flags.ts';

export default class Ecs extends BaseCommand {
  static override readonly summary = 'check an ECS service: deployment, tasks, and the target group in front of them';
  static override readonly usage = 'ecs CLUSTER/SERVICE [FLAGS]';
  static override readonly examples = [
    '<%= config.bin %> ecs main/jessica --alb central-alb --target-group jessica-sse',
  ];
  static override readonly args = {service: Args.string({required: true, description: 'CLUSTER/SERVICE'})};
  static override readonly flags = ecsFlags;

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Ecs);
    const {runEcs} = await import('../cli/operator/operator-from-flags.ts');
    await runEcs(args.service, flags);
  }
}

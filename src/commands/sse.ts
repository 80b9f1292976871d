import {Args} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {sseFlags} from '../cli/operator/operator-flags.ts';

export default class Sse extends BaseCommand {
  static override readonly summary = 'look at an event stream: does it open, hold, and reach every client';
  static override readonly usage = 'sse URL [FLAGS]';
  static override readonly examples = [
    '<%= config.bin %> sse https://mcp.run.georgi.io/jessica-service/mcp/sse/stream',
    '<%= config.bin %> sse https://mcp.example.com/sse --hold 5m --each-address',
    '<%= config.bin %> sse https://old.example/sse --compare https://new.example/sse',
  ];
  static override readonly args = {url: Args.string({required: true, description: 'the event stream'})};
  static override readonly flags = sseFlags;

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Sse);
    const {runSse} = await import('../cli/operator/sse-from-flags.ts');
    await runSse(args.url, flags, process.env);
  }
}

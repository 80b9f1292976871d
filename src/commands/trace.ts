import {Args} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {traceFlags} from '../cli/trace/trace-flags.ts';

export default class Trace extends BaseCommand {
  static override readonly summary = 'follow one request from its host name to the task, hop by hop';
  static override readonly usage = 'trace URL [FLAGS]';
  static override readonly examples = [
    '<%= config.bin %> trace https://mcp.run.georgi.io/jessica-service/mcp/sse --lab',
  ];
  static override readonly args = {url: Args.string({required: true, description: 'what a client asks for'})};
  static override readonly flags = traceFlags;

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Trace);
    const {traceUrl} = await import('../cli/trace/trace-from-flags.ts');
    await traceUrl(args.url, flags);
  }
}

import {Args} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {mcpFlags} from '../cli/operator/operator-flags.ts';

export default class Mcp extends BaseCommand {
  static override readonly summary = 'speak MCP as a client does: does it begin, find its session, list its tools';
  static override readonly usage = 'mcp URL [FLAGS]';
  static override readonly examples = [
    '<%= config.bin %> mcp https://mcp.run.georgi.io/jessica-service/mcp/sse/stream',
    '<%= config.bin %> mcp https://mcp.example.com/mcp --era 2025-11-25',
    '<%= config.bin %> mcp https://a.example --header-from-env Authorization=TOKEN',
  ];
  static override readonly args = {url: Args.string({required: true, description: 'the endpoint, or the stream'})};
  static override readonly flags = mcpFlags;

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Mcp);
    const {runMcp} = await import('../cli/operator/mcp-from-flags.ts');
    await runMcp(args.url, flags, process.env);
  }
}

import {Flags} from '@oclif/core';
import {BaseCommand} from '../base-command.ts';
import {jsonFlag} from '../cli/shared-flags.ts';
import {toolVersion} from '../cli/tool-version.ts';
import {UsageError} from '../model/errors.ts';

export default class Serve extends BaseCommand {
  static override readonly summary = 'start the reference MCP server';
  static override readonly description =
    'Serves MCP over HTTP+SSE, a measuring stream and a health check until SIGTERM or SIGINT, then ends its streams in good order and exits 0.';
  static override readonly examples = [
    '<%= config.bin %> serve --base-path /jessica-service',
    'BASE_PATH=/test <%= config.bin %> serve --port 0 --json',
  ];
  static override readonly flags = {
    host: Flags.string({summary: 'address to listen on', default: '127.0.0.1'}),
    port: Flags.integer({summary: 'port to listen on, 0 for any free one', default: 8000, min: 0, max: 65_535}),
    'base-path': Flags.string({
      summary: 'prefix of every path but /health [default: BASE_PATH, from the environment or the .env file]',
    }),
    // Not `--env-file`: Node.js looks for that one behind the script's name too, and exits 9 when the file is missing.
    dotenv: Flags.string({summary: 'file to read BASE_PATH from [default: .env, when there is one]'}),
    heartbeat: Flags.string({summary: 'how often every stream gets a comment, 0 for never', default: '15s'}),
    cadence: Flags.string({summary: 'how often the measuring stream sends an event', default: '1s'}),
    json: jsonFlag,
  };

  async run(): Promise<void> {
    const {flags} = await this.parse(Serve);
    const mcp = await import('../mcp-server/index.ts');
    const envFile = await mcp.readEnvFile(flags.dotenv);
    const server = mcp.createReferenceServer({
      basePath: mcp.basePathFrom({flag: flags['base-path'], environment: process.env, envFile}),
      host: flags.host,
      port: flags.port,
      heartbeatMs: timed('--heartbeat', flags.heartbeat, mcp.parseHeartbeat, mcp.HEARTBEAT_SYNTAX),
      cadenceMs: timed('--cadence', flags.cadence, mcp.parseInterval, mcp.INTERVAL_SYNTAX),
      version: toolVersion(),
      onError: (error) => this.logToStderr(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    });
    const {port, url} = await server.listen();
    const drained = mcp.drainOnSignal(server);
    this.logToStderr(`listening: MCP ${url}/mcp/sse/stream, events ${url}/mcp/sse/events, health ${url}/health`);
    if (flags.json) this.print(JSON.stringify({url, port, basePath: server.basePath}));
    await drained;
  }
}

function timed(flag: string, text: string, parse: (text: string) => number | null, syntax: string): number {
  const ms = parse(text);
  if (ms === null) throw new UsageError(`"${text}" is not ${syntax}`, {where: flag});
  return ms;
}

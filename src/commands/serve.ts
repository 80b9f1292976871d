import {Flags} from '@oclif/core';
import {BaseCommand} from '../base-command.ts';
import {jsonFlag} from '../cli/shared-flags.ts';
import {toolVersion} from '../cli/tool-version.ts';

export default class Serve extends BaseCommand {
  static override readonly summary = 'start the reference MCP server';
  static override readonly description =
    'Serves every revision of MCP, a measuring stream and more until SIGTERM, then ends its streams in good order and exits 0. See docs/reference-server.md.';
  static override readonly examples = [
    '<%= config.bin %> serve --base-path /jessica-service',
    '<%= config.bin %> serve --host 0.0.0.0 --allow-host mcp.run.georgi.io --expire-after 24h',
    '<%= config.bin %> serve --fault end-after=5',
  ];
  static override readonly flags = {
    host: Flags.string({summary: 'address to listen on', default: '127.0.0.1'}),
    port: Flags.integer({summary: 'port to listen on, 0 for any free one', default: 8000, min: 0, max: 65_535}),
    'base-path': Flags.string({summary: 'prefix of every path [default: BASE_PATH, from the environment or .env]'}),
    'strip-prefix': Flags.boolean({summary: 'a hop in front takes the prefix away'}),
    // Not `--env-file`: Node.js looks for that one behind the script's name too, and exits 9 when the file is missing.
    dotenv: Flags.string({summary: 'file to read BASE_PATH from [default: .env, when there is one]'}),
    heartbeat: Flags.string({summary: 'how often every stream gets a comment, 0 for never', default: '15s'}),
    cadence: Flags.string({summary: 'how often the measuring stream sends an event', default: '1s'}),
    'allow-host': Flags.string({summary: 'host name to answer to, * for all', multiple: true, multipleNonGreedy: true}),
    'allow-origin': Flags.string({
      summary: 'origin whose pages may ask, * for all',
      multiple: true,
      multipleNonGreedy: true,
    }),
    'bearer-token-file': Flags.string({
      summary: 'file with a token to ask for [default: MIGRATE_CHECK_BEARER_TOKEN, when set]',
    }),
    'forwarded-hops': Flags.integer({
      summary: 'hops in front that add to X-Forwarded-For',
      default: 0,
      min: 0,
      max: 10,
    }),
    limit: Flags.string({
      summary: 'limit to change, as NAME=VALUE: see --list-limits',
      multiple: true,
      multipleNonGreedy: true,
    }),
    fault: Flags.string({
      summary: 'way to misbehave, as NAME or NAME=VALUE: see --list-faults',
      multiple: true,
      multipleNonGreedy: true,
    }),
    'allow-faults': Flags.boolean({summary: 'let requests ask for faults with ?fault=NAME=VALUE'}),
    grace: Flags.string({summary: 'how long open requests may take to finish when told to stop', default: '10s'}),
    'expire-after': Flags.string({summary: 'stop as if told to after this time'}),
    log: Flags.string({summary: 'what to log on stderr', options: ['streams', 'requests', 'off'], default: 'streams'}),
    'list-faults': Flags.boolean({summary: 'print the faults and exit'}),
    'list-limits': Flags.boolean({summary: 'print the limits and exit'}),
    json: jsonFlag,
  };

  async run(): Promise<void> {
    const {flags} = await this.parse(Serve);
    const mcp = await import('../mcp-server/index.ts');
    if (flags['list-limits']) return this.print(flags.json ? mcp.limitsAsJson() : mcp.limitsAsText());
    if (flags['list-faults']) return this.print(flags.json ? mcp.faultsAsJson() : mcp.faultsAsText());
    const {server: options, graceMs, expireAfterMs, logs} = await mcp.serveOptions(flags, process.env);
    const server = mcp.createReferenceServer({
      ...options,
      version: toolVersion(),
      onError: (error) => this.logToStderr(error instanceof Error ? (error.stack ?? error.message) : String(error)),
      onLog: (entry) => {
        if (logs(entry)) this.logToStderr(mcp.logLine(entry, new Date(), server.instance));
      },
    });
    const {port, url} = await server.listen();
    const drained = mcp.drainOnSignal(server, {graceMs, expireAfterMs});
    if (process.stderr.isTTY) {
      this.logToStderr(`listening: MCP ${url}/mcp and ${url}/mcp/sse/stream, events ${url}/mcp/sse/events`);
    }
    if (flags.json) this.print(JSON.stringify({url, port, basePath: server.basePath}));
    await drained;
  }
}

import {Flags} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {jsonFlag} from '../cli/shared-flags.ts';

/** Repeated for each value. */
const many = {multiple: true, multipleNonGreedy: true} as const;

export default class Serve extends BaseCommand {
  static override readonly summary = 'start the reference MCP server';
  static override readonly description =
    'Serves every revision of MCP, a measuring stream and more until SIGTERM, then ends its streams properly and exits 0. See docs/reference-server.md.';
  static override readonly examples = [
    '<%= config.bin %> serve --base-path /jessica-service',
    '<%= config.bin %> serve --host 0.0.0.0 --expire-after 24h',
    '<%= config.bin %> serve --fault end-after=5',
  ];
  static override readonly usage = 'serve [FLAGS]';
  static override readonly flags = {
    host: Flags.string({helpValue: 'ADDRESS', summary: 'listen there', default: '127.0.0.1'}),
    port: Flags.integer({helpValue: 'N', summary: '0 for any free one', default: 8000, min: 0, max: 65_535}),
    'base-path': Flags.string({helpValue: 'PATH', summary: 'prefix of every path [default: BASE_PATH]'}),
    'strip-prefix': Flags.boolean({summary: 'a hop in front strips the prefix'}),
    // Not `--env-file`: Node.js looks for that one after the script's name too, and exits 9 when the file is missing.
    dotenv: Flags.string({helpValue: 'FILE', summary: 'for BASE_PATH [default: .env, if any]'}),
    heartbeat: Flags.string({helpValue: 'TIME', summary: 'between comments, 0: none', default: '15s'}),
    cadence: Flags.string({helpValue: 'TIME', summary: 'between measuring events', default: '1s'}),
    'allow-host': Flags.string({...many, helpValue: 'NAME', summary: 'a Host to answer to, * for all'}),
    'allow-origin': Flags.string({...many, helpValue: 'ORIGIN', summary: 'whose pages may ask, * for all'}),
    'bearer-token-file': Flags.string({helpValue: 'FILE', summary: 'or MIGRATE_CHECK_BEARER_TOKEN'}),
    tls: Flags.boolean({summary: 'HTTPS and HTTP/2, with a certificate made now', exclusive: ['tls-cert']}),
    'tls-cert': Flags.string({helpValue: 'FILE', summary: 'the same with this one, PEM', dependsOn: ['tls-key']}),
    'tls-key': Flags.string({helpValue: 'FILE', summary: 'and its key', dependsOn: ['tls-cert']}),
    'forwarded-hops': Flags.integer({
      helpValue: 'N',
      summary: 'that add to X-Forwarded-For [default: 0]',
      default: 0,
      min: 0,
      max: 10,
    }),
    'show-header': Flags.string({...many, helpValue: 'NAME', summary: 'its value may be echoed'}),
    limit: Flags.string({...many, helpValue: 'NAME=N', summary: 'change a limit: --list-limits'}),
    fault: Flags.string({...many, helpValue: 'NAME[=V]', summary: 'misbehave: --list-faults'}),
    'allow-faults': Flags.boolean({summary: 'requests may ask: ?fault=NAME=VALUE'}),
    grace: Flags.string({helpValue: 'TIME', summary: 'for calls to finish when it stops', default: '10s'}),
    'drain-delay': Flags.string({helpValue: 'TIME', summary: 'before, with only /ready red', default: '0s'}),
    'expire-after': Flags.string({helpValue: 'TIME', summary: 'stop by itself, as 24h'}),
    log: Flags.string({
      helpValue: 'WHAT',
      summary: 'streams, requests too, or off',
      options: ['streams', 'requests', 'off'],
      default: 'streams',
    }),
    'list-faults': Flags.boolean({summary: 'print the faults and exit'}),
    'list-limits': Flags.boolean({summary: 'print the limits and exit'}),
    json: jsonFlag,
  };

  async run(): Promise<void> {
    const {flags} = await this.parse(Serve);
    const {serveFromFlags} = await import('../cli/serve/serve-from-flags.ts');
    await serveFromFlags({
      flags,
      print: (document) => this.print(document),
      log: (line) => this.logToStderr(line),
    });
  }
}

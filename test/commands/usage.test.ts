import {expect} from 'chai';
import {runInProcess} from '../support/run-in-process.ts';

const URL_OF_HOST = 'https://mcp.run.georgi.io/';

const REFUSALS: readonly (readonly [args: readonly string[], says: string])[] = [
  [
    ['trace', 'mcp.run.georgi.io/mcp/sse'],
    'mcp.run.georgi.io/mcp/sse: is not an http(s) URL. Did you mean "https://mcp.run.georgi.io/mcp/sse"?',
  ],
  [['trace', 'https://localhost/mcp/sse'], 'localhost: is not a host name such as mcp.example.com.'],
  [
    ['check', 'repo/file-contains', '--name-servers', 'a'],
    '--name-servers: is not a flag of this command. A parameter of the check is given so: --with nameServers=VALUE.',
  ],
  [
    ['check', 'repo/file-contains', '--plan=x'],
    '--plan: is not a flag of this command. A parameter of the check is given so: --with plan=VALUE.',
  ],
  [['trace', URL_OF_HOST, '--heder', 'A: b'], '--heder: is not a flag of this command. Did you mean "--header"?'],
  [['trace', URL_OF_HOST, '--header', 'Authorization'], "--header: a header is written as 'Name: value'"],
  [['trace', URL_OF_HOST, '--source-ip', 'internet'], '--source-ip internet: is not an IP address such as 192.0.2.10'],
  [
    ['trace', URL_OF_HOST, '--service', 'jessica-service'],
    '--service jessica-service: is not of the form CLUSTER/SERVICE',
  ],
  [
    ['trace', URL_OF_HOST, '--reporter', 'mermaid'],
    '--reporter mermaid: there is no reporter "mermaid" of a trace. There are: json, markdown.',
  ],
  [
    ['ecs', 'main/jessica-service', '--alb', 'central-alb'],
    '--alb: needs --target-group, too: a service has both in front of it',
  ],
  [
    ['run', '--stage-began', 'yesterday'],
    '--stage-began: "yesterday" is not a time with zone, such as 2026-11-22T09:30:00Z',
  ],
  [['run', '--stage-began', '2999-01-01T00:00:00Z'], '--stage-began: "2999-01-01T00:00:00Z" is in the future'],
  // What is missing, and nothing about flags.
  [['decide'], 'Missing 1 required arg:\nreport  reports that `run` wrote (-: stdin)'],
];

describe('arguments that mean nothing', () => {
  for (const [args, says] of REFUSALS) {
    it(`are refused: ${args.join(' ')}`, async () => {
      expect(await runInProcess(args)).to.deep.equal({status: 2, stdout: '', stderr: `${says}\n`});
    });
  }
});

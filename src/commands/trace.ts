import {Args, Flags} from '@oclif/core';
import {BaseCommand} from '../cli/base-command.ts';
import {awsFlags, checklistFlags, durationFlag, severalFlag} from '../cli/run/run-flags.ts';
import {jsonFlag, noColorFlag} from '../cli/shared-flags.ts';

const REQUEST = {helpGroup: 'REQUEST'};
const WHERE = {helpGroup: 'WHERE'};
const OUTPUT = {helpGroup: 'OUTPUT'};

export default class Trace extends BaseCommand {
  static override readonly summary = 'follow one request from its host name to the task, hop by hop';
  static override readonly usage = 'trace URL [FLAGS]';
  static override readonly examples = [
    '<%= config.bin %> trace https://mcp.run.georgi.io/jessica-service/mcp/sse --lab healthy',
  ];
  static override readonly args = {url: Args.string({required: true, description: 'what a client asks for'})};
  static override readonly flags = {
    method: Flags.string({...REQUEST, summary: 'its method', helpValue: 'NAME', default: 'GET'}),
    header: severalFlag({...REQUEST, summary: 'one of its headers', helpValue: "'NAME: VALUE'"}),
    'source-ip': Flags.string({...REQUEST, summary: 'where it comes from', helpValue: 'ADDRESS'}),
    checklist: Flags.string({...WHERE, summary: 'its accounts and resources', helpValue: 'FILE'}),
    env: {...checklistFlags.env, ...WHERE},
    var: severalFlag({...WHERE, summary: 'set a variable of the checklist', helpValue: 'NAME=VALUE'}),
    alb: Flags.string({...WHERE, summary: 'the load balancer, where DNS leads to none', helpValue: 'NAME|ARN'}),
    service: Flags.string({
      ...WHERE,
      summary: 'the ECS service behind it (default: looked for)',
      helpValue: 'CLUSTER/SERVICE',
    }),
    ...awsFlags,
    lab: Flags.string({
      ...WHERE,
      summary: 'the built-in world',
      helpValue: 'SCENARIO',
      exclusive: ['checklist', 'env', 'replay', 'endpoint-url', 'region', 'profile'],
    }),
    timeout: durationFlag({...WHERE, summary: 'for the whole trace (default 60s)'}),
    reporter: severalFlag({...OUTPUT, summary: 'markdown[:path] or json[:path]', helpValue: 'NAME[:PATH]'}),
    json: {...jsonFlag, ...OUTPUT},
    'no-color': {...noColorFlag, ...OUTPUT},
  };

  async run(): Promise<void> {
    const {args, flags} = await this.parse(Trace);
    const {traceUrl} = await import('../cli/trace/trace-from-flags.ts');
    await traceUrl(args.url, flags);
  }
}

import {Flags} from '@oclif/core';
import {awsFlags, checklistFlags, durationFlag, severalFlag} from '../run/run-flags.ts';
import {jsonFlag, noColorFlag, type ValuesOf} from '../shared-flags.ts';

const REQUEST = {helpGroup: 'REQUEST'};
const WHERE = {helpGroup: 'WHERE'};
/** Of what is only asked with `--live`. */
const LIVE = {helpGroup: 'WHERE', dependsOn: ['live']};
const OUTPUT = {helpGroup: 'OUTPUT'};

export const traceFlags = {
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
  live: Flags.boolean({...WHERE, summary: 'send it too, and compare what answers'}),
  resolve: severalFlag({...LIVE, summary: "as curl's", helpValue: 'HOST:PORT:ADDR'}),
  'connect-to': severalFlag({...LIVE, summary: "as curl's", helpValue: 'HOST:PORT:HOST:PORT'}),
  'ca-file': Flags.string({...LIVE, summary: 'trust these CAs, too (PEM)', helpValue: 'FILE'}),
  replay: Flags.string({
    ...WHERE,
    summary: 'judge a recording, without network',
    helpValue: 'FILE',
    exclusive: ['record', 'resolve', 'connect-to', 'ca-file', 'endpoint-url', 'profile'],
  }),
  lab: Flags.string({
    ...WHERE,
    summary: 'the built-in world',
    helpValue: 'SCENARIO',
    exclusive: [
      ...['checklist', 'env', 'replay', 'endpoint-url', 'region', 'profile'],
      ...['resolve', 'connect-to', 'ca-file'],
    ],
  }),
  timeout: durationFlag({...WHERE, summary: 'for the whole trace (default 60s)'}),
  reporter: severalFlag({...OUTPUT, summary: 'markdown[:path] or json[:path]', helpValue: 'NAME[:PATH]'}),
  json: {...jsonFlag, ...OUTPUT},
  'no-color': {...noColorFlag, ...OUTPUT},
};
export type TraceFlags = ValuesOf<typeof traceFlags>;

import {Flags} from '@oclif/core';
import {awsFlags, durationFlag, lenderFlags, outputFlags, severalFlag} from '../run/run-flags.ts';
import type {ValuesOf} from '../shared-flags.ts';

/** What the operator commands can be given about AWS; each takes some of these. */
const named = {
  alb: Flags.string({summary: 'the load balancer (default: the one in DNS)', helpValue: 'NAME[:PORT]'}),
  zone: Flags.string({summary: 'the hosted zone (default: the one that answers)', helpValue: 'NAME|ID'}),
  'target-group': Flags.string({
    summary: 'where the URL has to lead (default: where the rules lead it)',
    helpValue: 'NAME|ARN',
  }),
};

/** curl's, which every command takes. These commands make no connection, so only `--resolve` changes anything here. */
const curl = {
  resolve: severalFlag({
    summary: 'its address, in place of what DNS says',
    helpValue: 'HOST:PORT:ADDR',
    helpGroup: 'WHERE',
    exclusive: ['lab', 'replay'],
  }),
  'connect-to': severalFlag({
    summary: "as curl's",
    helpValue: 'HOST:PORT:HOST:PORT',
    helpGroup: 'WHERE',
    exclusive: ['lab', 'replay'],
  }),
  'ca-file': Flags.string({
    summary: 'trust these CAs, too (PEM)',
    helpValue: 'FILE',
    helpGroup: 'WHERE',
    exclusive: ['lab', 'replay'],
  }),
};

const shared = {
  timeout: durationFlag({summary: 'budget of each check (default 20s)', helpGroup: 'WHERE'}),
  ...lenderFlags,
  ...awsFlags,
  ...curl,
  ...outputFlags,
};

/** Of `dns` and `cert`. */
export const hostFlags = {alb: named.alb, zone: named.zone, ...shared};

export const albFlags = {alb: named.alb, 'target-group': named['target-group'], ...shared};

export const ecsFlags = {
  alb: {...named.alb, summary: 'the load balancer in front'},
  'target-group': {...named['target-group'], summary: 'the target group in front'},
  ...shared,
};

export type OperatorFlags = ValuesOf<typeof named & typeof shared>;

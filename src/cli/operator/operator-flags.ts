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

const shared = {
  timeout: durationFlag({summary: 'budget of each check (default 20s)', helpGroup: 'WHERE'}),
  ...lenderFlags,
  ...awsFlags,
  ...outputFlags,
};

/** What DNS says of a name: of the commands that look one up. They connect nowhere, so the other two of curl's mean nothing. */
const resolve = severalFlag({
  summary: 'its address, in place of what DNS says',
  helpValue: 'HOST:PORT:ADDR',
  helpGroup: 'WHERE',
  exclusive: ['lab', 'replay'],
});

/** Of `dns` and `cert`. */
export const hostFlags = {alb: named.alb, zone: named.zone, ...shared, resolve};

export const albFlags = {alb: named.alb, 'target-group': named['target-group'], ...shared, resolve};

export const ecsFlags = {
  alb: {...named.alb, summary: 'the load balancer in front'},
  'target-group': {...named['target-group'], summary: 'the target group in front'},
  ...shared,
};

export type OperatorFlags = ValuesOf<typeof named & typeof shared> & Partial<ValuesOf<{resolve: typeof resolve}>>;

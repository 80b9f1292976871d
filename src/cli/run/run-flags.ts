import {Args, Flags} from '@oclif/core';
import {UsageError} from '../../model/errors.ts';
import {DURATION_SYNTAX, parseDuration} from '../../model/text/duration.ts';
import {parseInstant} from '../../model/text/instant.ts';
import {jsonFlag, noColorFlag, quietFlag, type ValuesOf, verboseFlag} from '../shared-flags.ts';

/** Flags of the commands that run checks, in the groups shown by `--help`. */

/** Repeatable with one value each time: a greedy `--only a b` would swallow the argument. */
export function severalFlag(options: {
  summary: string;
  helpValue: string;
  helpGroup?: string;
  exclusive?: string[];
  dependsOn?: string[];
}) {
  return Flags.string({...options, multiple: true, multipleNonGreedy: true});
}

/** A duration given with a flag, in milliseconds. */
export const durationFlag = Flags.custom<number>({
  helpValue: 'DURATION',
  async parse(text) {
    const ms = parseDuration(text);
    if (ms === null) throw new UsageError(`"${text}" is not a duration (${DURATION_SYNTAX}, for example 30s)`);
    return ms;
  },
});

/** A time that has been, given with a flag. */
export const instantFlag = Flags.custom<Date>({
  helpValue: 'TIME',
  async parse(text) {
    const time = parseInstant(text);
    if (time === null) throw new UsageError(`"${text}" is not a time with zone, such as 2026-11-22T09:30:00Z`);
    if (time.getTime() > Date.now()) throw new UsageError(`"${text}" is in the future`);
    return time;
  },
});

export const checklistArg = Args.string({
  description: 'the checklist (default: checklist.yaml or checklist.yml here; -: stdin)',
});

export const outputFlags = {
  reporter: severalFlag({
    summary: 'also write json, ndjson, junit, tap, ctrf, sarif, code-quality, markdown, html, github, pretty or svg',
    helpValue: 'NAME[:PATH]',
    helpGroup: 'OUTPUT',
  }),
  baseline: Flags.string({summary: 'sarif: mark what is new since', helpValue: 'REPORT', helpGroup: 'OUTPUT'}),
  json: {...jsonFlag, helpGroup: 'OUTPUT'},
  quiet: {...quietFlag, helpGroup: 'OUTPUT'},
  verbose: {...verboseFlag, helpGroup: 'OUTPUT'},
  'no-color': {...noColorFlag, helpGroup: 'OUTPUT'},
  'no-input': Flags.boolean({default: false, summary: 'never ask (nothing here does)', helpGroup: 'OUTPUT'}),
  strict: Flags.boolean({summary: 'notes and flaky items count as failures', helpGroup: 'OUTPUT'}),
};
export type OutputFlags = ValuesOf<typeof outputFlags>;

/** Of the commands that run a checklist. */
export const verdictFlags = {
  trace: severalFlag({
    summary: 'also follow this request, as `trace` does, for the report',
    helpValue: 'URL',
    helpGroup: 'OUTPUT',
  }),
  decide: Flags.boolean({summary: 'exit 0 proceed, 10 hold, 20 rollback', helpGroup: 'OUTPUT'}),
  'allow-empty': Flags.boolean({
    summary: 'exit 0, not 3, when nothing is due or all is skipped',
    helpGroup: 'OUTPUT',
  }),
};
export type VerdictFlags = ValuesOf<typeof verdictFlags>;

export const selectionFlags = {
  only: severalFlag({summary: 'run these items and what they need', helpValue: 'ID|GLOB', helpGroup: 'WHAT'}),
  skip: severalFlag({summary: 'leave these items out', helpValue: 'ID|GLOB', helpGroup: 'WHAT'}),
  tag: severalFlag({summary: 'run items with one of these tags', helpValue: 'TAG', helpGroup: 'WHAT'}),
  needs: Flags.boolean({
    allowNo: true,
    default: true,
    summary: 'run what selected items need, too',
    helpGroup: 'WHAT',
  }),
  shard: Flags.string({
    summary: 'run one of N shares of the items: 2/5; auto (AWS Batch), auto/5 (Kubernetes)',
    helpValue: 'K/N',
    helpGroup: 'WHAT',
  }),
  stage: Flags.string({summary: 'the stage the migration is at', helpValue: 'STAGE', helpGroup: 'WHAT'}),
  'stage-began': instantFlag({summary: 'since when: for answers that must be fresh', helpGroup: 'WHAT'}),
};
export type SelectionFlags = ValuesOf<typeof selectionFlags>;

export const checklistFlags = {
  env: Flags.string({summary: 'one of the environments of the checklist', helpValue: 'NAME', helpGroup: 'WHAT'}),
  var: severalFlag({summary: 'set a variable', helpValue: 'NAME=VALUE', helpGroup: 'WHAT'}),
  'var-file': severalFlag({summary: 'set variables from a YAML file', helpValue: 'FILE', helpGroup: 'WHAT'}),
};
export type ChecklistFlags = ValuesOf<typeof checklistFlags>;

export const pacingFlags = {
  concurrency: Flags.integer({
    helpValue: 'N',
    min: 1,
    max: 1000,
    default: 16,
    summary: 'items at work at once (of those that only ask AWS, 4N)',
    helpGroup: 'HOW',
  }),
  bail: Flags.boolean({summary: 'start nothing after the first failure', helpGroup: 'HOW'}),
  vantage: Flags.string({summary: 'where this looks from (default: host name)', helpValue: 'NAME', helpGroup: 'HOW'}),
};
export type PacingFlags = ValuesOf<typeof pacingFlags>;

export const whereFlags = {
  region: Flags.string({summary: 'for accounts that name none', helpValue: 'REGION', helpGroup: 'WHERE'}),
  profile: Flags.string({summary: 'for accounts that name none', helpValue: 'NAME', helpGroup: 'WHERE'}),
  resolve: severalFlag({summary: "as curl's", helpValue: 'HOST:PORT:ADDR', helpGroup: 'WHERE'}),
  'connect-to': severalFlag({summary: "as curl's", helpValue: 'HOST:PORT:HOST:PORT', helpGroup: 'WHERE'}),
  'ca-file': Flags.string({summary: 'trust these CAs, too (PEM)', helpValue: 'FILE', helpGroup: 'WHERE'}),
  'dns-server': severalFlag({
    summary: 'ask this DNS server, not the usual ones',
    helpValue: 'ADDR[:PORT]',
    helpGroup: 'WHERE',
  }),
  'endpoint-url': Flags.string({summary: 'send AWS requests there', helpValue: 'URL', helpGroup: 'WHERE'}),
};
export type WhereFlags = ValuesOf<typeof whereFlags>;

export const recordingFlags = {
  record: Flags.string({summary: 'write every fact used', helpValue: 'FILE', helpGroup: 'WHERE'}),
  replay: Flags.string({
    summary: 'judge a recording, without network',
    helpValue: 'FILE',
    helpGroup: 'WHERE',
    // Not `region`: facts are recorded under the region they were read in.
    exclusive: ['record', 'resolve', 'connect-to', 'ca-file', 'dns-server', 'endpoint-url', 'profile'],
  }),
};
export type RecordingFlags = ValuesOf<typeof recordingFlags>;

/** The built-in world in place of the one outside. */
export const labFlag = Flags.string({
  summary: 'the built-in world (default: healthy)',
  helpValue: 'SCENARIO',
  helpGroup: 'WHERE',
  exclusive: ['replay', 'region', 'profile', 'resolve', 'connect-to', 'ca-file', 'dns-server', 'endpoint-url'],
});

/** Of the commands that make their own checklist: whose accounts and resources it uses. */
export const lenderFlags = {
  checklist: Flags.string({summary: 'its accounts and resources', helpValue: 'FILE', helpGroup: 'WHERE'}),
  env: Flags.string({
    summary: 'one of its environments',
    helpValue: 'NAME',
    helpGroup: 'WHERE',
    dependsOn: ['checklist'],
  }),
  var: severalFlag({summary: 'set a variable of the checklist', helpValue: 'NAME=VALUE', helpGroup: 'WHERE'}),
  'var-file': severalFlag({summary: 'set its variables from a YAML file', helpValue: 'FILE', helpGroup: 'WHERE'}),
  lab: {
    ...labFlag,
    exclusive: ['checklist', 'env', 'var', 'var-file', 'replay', 'endpoint-url', 'region', 'profile'],
  },
};

export const checkFlags = {
  with: severalFlag({summary: 'a parameter of the check, see `explain`', helpValue: 'NAME=VALUE'}),
  'with-json': Flags.string({summary: 'parameters with structure, as one JSON object', helpValue: 'JSON'}),
  control: Flags.string({summary: 'a URL that must answer from here', helpValue: 'URL'}),
  timeout: durationFlag({summary: 'budget beyond declared holds (default 20s)'}),
  write: Flags.string({
    summary: 'write the snapshot that alb/rules-unchanged compares with, then compare',
    helpValue: 'FILE',
    exclusive: ['replay'],
  }),
  ...lenderFlags,
  ...whereFlags,
  ...recordingFlags,
  ...outputFlags,
};
export type CheckFlags = ValuesOf<typeof checkFlags>;

/** Flags of the commands that only look at AWS, in the SDK's own account. */
export const awsFlags = {
  region: Flags.string({summary: 'of the load balancer and the service', helpValue: 'REGION', helpGroup: 'WHERE'}),
  profile: Flags.string({summary: 'whose credentials', helpValue: 'NAME', helpGroup: 'WHERE'}),
  'endpoint-url': whereFlags['endpoint-url'],
  record: recordingFlags.record,
  replay: Flags.string({
    summary: 'judge a recording, without network',
    helpValue: 'FILE',
    helpGroup: 'WHERE',
    exclusive: ['record', 'endpoint-url', 'profile'],
  }),
};

/** `NAME=VALUE` pairs; the value may hold further `=`. */
export function readPairs(flag: string, texts: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    texts.map((text) => {
      const equals = text.indexOf('=');
      if (equals < 1) throw new UsageError(`${flag} ${text}: is not NAME=VALUE`, {where: flag});
      return [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
}

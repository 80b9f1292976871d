import {closestTo} from '../model/text/did-you-mean.ts';

/** A report that is to be written, as `--reporter NAME:PATH` has it. */
export interface AskedReport {
  /** As it was written: there may be no such format. */
  readonly name: string;
  readonly path: string;
}

/** Commands that run nothing, and may be about to read a report: what is there stays until they write. */
export const RUN_NOTHING: ReadonlySet<string> = new Set([
  ...['decide', 'diff', 'explain', 'help', 'iam', 'init', 'lint', 'list', 'merge', 'report', 'schema', 'serve'],
  ...['signoff', 'version'],
]);

/** With these, nothing is run whatever else is asked for. */
const RUNS_NOTHING = new Set(['--help', '-h', '--list', '--list-faults', '--list-limits']);

/**
 * The reports that a command line asks for, as far as can be seen without knowing its flags: they may be invalid, and
 * whoever asked for a report must not find an older one where it was to be.
 */
export function askedReports(argv: readonly string[], env: NodeJS.ProcessEnv): AskedReport[] {
  const [command = ''] = argv;
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  if (command === '' || RUN_NOTHING.has(command) || words.some((word) => RUNS_NOTHING.has(word))) return [];
  const given = words.flatMap((word, index) => valueIn(word, words[index + 1]));
  if (given.length > 0) return given.flatMap(readReporter);
  return (env.MIGRATE_CHECK_REPORTER ?? '').split(/\r?\n/).flatMap(readReporter);
}

/** The value of `--reporter`, also misspelled. */
function valueIn(word: string, next: string | undefined): string[] {
  const [, flag, inline] = /^--?([a-z-]+)(?:=(.*))?$/is.exec(word) ?? [];
  if (flag === undefined || (flag !== 'reporter' && closestTo(flag, ['reporter']) === null)) return [];
  const value = inline ?? next;
  return value === undefined ? [] : [value];
}

function readReporter(text: string): AskedReport[] {
  const [, name, path] = /^\s*([\w-]{2,}):(.+)$/s.exec(text) ?? [];
  return name === undefined || path === undefined || path === '-' ? [] : [{name, path}];
}

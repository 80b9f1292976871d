import {existsSync} from 'node:fs';
import {dirname, resolve, sep} from 'node:path';
import {UsageError} from '../model/errors.ts';
import {closestTo} from '../model/text/did-you-mean.ts';

/** A report that is to be written, as `--reporter NAME:PATH` has it. */
export interface AskedReport {
  /** As it was written: there may be no such format. */
  readonly name: string;
  readonly path: string;
}

/** Commands that run nothing, and may be about to read a report: what is there stays until they write. */
export const RUN_NOTHING: ReadonlySet<string> = new Set([
  ...['completion', 'decide', 'diff', 'explain', 'help', 'iam', 'init', 'lint', 'list', 'merge', 'report', 'schema'],
  ...['serve', 'signoff', 'version'],
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

/** Read where none is named. */
const READ_BY_DEFAULT = ['checklist.yaml', 'checklist.yml'];

/** Read beside a checklist: a file, and a folder of files. */
const READ_BESIDE = {waivers: 'waivers.yaml', signOffs: 'signoffs'};

/**
 * Whether a report would replace a file that the same command line names, or reads without a word: the user's own checklist
 * would be gone before it is read.
 */
export function replacesItsInput(argv: readonly string[], {path}: AskedReport): boolean {
  const named = argv.filter(
    (word, index) => valueIn(argv[index - 1] ?? '', word).length === 0 && valueIn(word, undefined).length === 0,
  );
  const words = [...named, ...READ_BY_DEFAULT].map((word) => word.replace(/^--[\w-]+=/, ''));
  const target = resolve(path);
  const isRead = (word: string) => {
    const beside = (name: string) => resolve(dirname(word), name);
    const {waivers, signOffs} = READ_BESIDE;
    return target === resolve(word) || target === beside(waivers) || target.startsWith(beside(signOffs) + sep);
  };
  return existsSync(target) && words.some((word) => word !== '' && isRead(word));
}

/** @throws UsageError for a report that would replace what its command reads. */
export function refuseToReplaceInput(argv: readonly string[], env: NodeJS.ProcessEnv): void {
  const first = askedReports(argv, env).find((asked) => replacesItsInput(argv, asked));
  if (first === undefined) return;
  const {name, path} = first;
  throw new UsageError(`--reporter ${name}:${path}: would replace a file that this command reads. Name another path.`, {
    where: '--reporter',
  });
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

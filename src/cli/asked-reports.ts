import {existsSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {UsageError} from '../model/errors.ts';
import {closestTo} from '../model/text/did-you-mean.ts';
import {namerOf} from './named-in-files.ts';
import {isBelowFolder, isSameFile} from './same-file.ts';

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

/** Read by the SDK and by Node.js. */
const READ_BY_NAME = [
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'NODE_EXTRA_CA_CERTS',
];

/**
 * What is read and would be replaced by what is to be written: a file that the same command line names, or reads without a
 * word, or that such a file names in its turn; by whatever links. Null: nothing. The user's own file would be gone before it
 * is read.
 */
export function replacedInput(
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
  {path}: {readonly path: string},
): string | null {
  if (!existsSync(path)) return null;
  // The first is the command.
  const named = argv.filter((word, index) => index > 0 && !isInline(word) && !isValueOf(argv[index - 1] ?? '', word));
  const variables = ['MIGRATE_CHECK_BASELINE', ...READ_BY_NAME].map((name) => env[name] ?? '');
  const words = [...named, ...READ_BY_DEFAULT, ...variables]
    .map((word) => word.replace(/^--[\w-]+=/, ''))
    .filter((word) => word !== '');
  for (const word of words) {
    const beside = (name: string) => join(dirname(word), name);
    const read = [word, beside(READ_BESIDE.waivers)].find((file) => isSameFile(path, file));
    if (read !== undefined) return read;
    if (isBelowFolder(path, beside(READ_BESIDE.signOffs))) return beside(READ_BESIDE.signOffs);
  }
  const namer = RUN_NOTHING.has(argv[0] ?? '') ? null : namerOf(path, words);
  return namer === null ? null : `${path}, as ${namer} names it`;
}

/** @throws UsageError for what would replace a file that its command reads. */
export function refuseToReplaceInput(argv: readonly string[], env: NodeJS.ProcessEnv): void {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  const written = [
    ...words.flatMap((word, index) => writtenBy(word, words[index + 1]) ?? []),
    ...WRITING.flatMap((flag) => writtenBy(`--${flag}`, env[`MIGRATE_CHECK_${flag.toUpperCase()}`] || undefined) ?? []),
    ...askedReports(argv, env).map(({name, path}) => ({flag: '--reporter', value: `${name}:${path}`, path})),
  ];
  for (const {flag, value, path} of written) {
    const read = replacedInput(argv, env, {path});
    if (read === null) continue;
    const message = `${flag} ${value}: would replace a file that this command reads (${read}). Name another path.`;
    throw new UsageError(message, {where: flag});
  }
}

function isInline(word: string): boolean {
  return writtenBy(word, undefined) !== null;
}

function isValueOf(flag: string, value: string): boolean {
  return !isInline(flag) && writtenBy(flag, value) !== null;
}

/** Flags with a path to write to, beside `--reporter`. */
const WRITING = ['record', 'save', 'write'];
const WRITES = new RegExp(`^(--(?:${WRITING.join('|')}))(?:=(.*))?$`, 's');

/** What a word of the command line, and the one behind it, say is to be written; null: nothing. */
function writtenBy(
  word: string,
  next: string | undefined,
): {readonly flag: string; readonly value: string; readonly path: string} | null {
  const [report] = valueIn(word, next).flatMap((value) => readReporter(value).map(({path}) => ({value, path})));
  if (report !== undefined) return {flag: '--reporter', ...report};
  const [, flag = '', inline] = WRITES.exec(word) ?? [];
  const path = inline ?? next;
  return flag === '' || path === undefined ? null : {flag, value: path, path};
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

import {CLIError} from '@oclif/core/errors';
import {toolVersion} from '../app/tool-version.ts';
import {EXIT} from '../model/decision/exit-code.ts';
import {messageOf, ReportLost, UsageError} from '../model/errors.ts';
import {closestTo, didYouMean} from '../model/text/did-you-mean.ts';
import {plainLines} from '../model/text/plain-text.ts';

/**
 * Ends a command that failed: a user's error is a message and exit 2, ours is a stack and exit 70.
 * Under `--json` a usage error is a document on stdout and nothing else.
 */
export function reportFailure(thrown: unknown, argv: readonly string[]): void {
  const usage = asUsageError(thrown);
  const json = wantsJson(argv);
  if (json) {
    const {code, where} = usage ?? {code: 'bug', where: null};
    const message = (usage?.message ?? messageOf(thrown)).trim();
    process.stdout.write(`${JSON.stringify({error: {code, message, where}}, null, 2)}\n`);
  }
  if (usage === null) {
    reportBug(thrown);
    return;
  }
  process.exitCode = EXIT.usage;
  if (!json) process.stderr.write(`${plainLines(located(usage))}\n`);
}

/** A bug of ours when stdout already has its document, or still gets it; a disk that is full is nobody's. */
export function reportBug(thrown: unknown): void {
  process.exitCode = EXIT.bug;
  process.stderr.write(`${plainLines(thrown instanceof ReportLost ? thrown.message : bugText(thrown))}\n`);
}

/** Whether `--json` was given, readable even when the rest of the command line is not. */
function wantsJson(argv: readonly string[]): boolean {
  const end = argv.indexOf('--');
  const words = end === -1 ? argv : argv.slice(0, end);
  return words.includes('--json') || ['1', 'true'].includes(process.env.MIGRATE_CHECK_JSON ?? '');
}

function located({message, where}: UsageError): string {
  const saysWhere = where === null || message.startsWith(`${where} `) || message.includes(`${where}:`);
  return saysWhere ? message : `${where}: ${message}`;
}

function bugText(thrown: unknown): string {
  const stack = thrown instanceof Error ? (thrown.stack ?? messageOf(thrown)) : `not an Error was thrown: ${thrown}`;
  const version = `migrate-check ${toolVersion()}, Node.js ${process.versions.node}, ${process.platform} ${process.arch}`;
  return `This is a bug of migrate-check, not of your checklist. Please report it with these lines:\n${version}\n${stack}`;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: oclif dims a part of some messages
const COLOR = /\u001b\[\d+m/g;

function asUsageError(thrown: unknown): UsageError | null {
  if (thrown instanceof UsageError) return withoutParserFrame(thrown);
  if (!(thrown instanceof CLIError)) return null;
  const {flags, parse} = thrown as {flags?: unknown; parse?: {input?: {flags?: Record<string, unknown>}}};
  if (!Array.isArray(flags)) return withoutParserFrame(new UsageError(ownWords(thrown.message)));
  const known = Object.keys(parse?.input?.flags ?? {});
  const unknown = flags.map((flag: string) => flag.replace(/=.*$/s, ''));
  const lines = unknown.map((flag) => `${flag}: is not a flag of this command.${flagHint(flag, known)}`);
  return new UsageError(lines.join('\n'), {code: 'unknown-flag', where: unknown[0] ?? ''});
}

/** Flags of `run` that say how a checklist is gone through: a check has no parameters of these names. */
const OF_A_RUN = new Set([
  'allow-empty',
  'bail',
  'concurrency',
  'decide',
  'max-age',
  'only',
  'shard',
  'skip',
  'stage',
  'tag',
]);

/** The flag that was most likely meant; or, where the command takes parameters of a check, how one is given. */
function flagHint(flag: string, known: readonly string[]): string {
  const name = flag.replace(/^-+/, '');
  const closest = closestTo(name, known);
  if (closest !== null) return ` Did you mean "--${closest}"?`;
  const param = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  return known.includes('with') && param.length > 1 && !OF_A_RUN.has(name)
    ? ` A parameter of the check is given so: --with ${param}=VALUE.`
    : '';
}

/** oclif warns about greedy flags when an argument is missing; ours take one value each, so that would mislead. */
function ownWords(message: string): string {
  const text = message.replace(COLOR, '').replace(/\n\nNote: --.*$/s, '');
  const [, flag, value = '', options = ''] = /^Expected (--[\w-]+)=(.*) to be one of: ([^\n]*)/s.exec(text) ?? [];
  return flag === undefined
    ? text
    : `${flag} ${value}: is not one of ${options}.${didYouMean(value, options.split(', '))}`;
}

/** oclif rewrites the message of anything that a flag's own parser throws, over several lines. */
function withoutParserFrame(error: UsageError): UsageError {
  const text = error.message.replace(/\nSee more help with --help$/, '');
  const [, flag, message] = /^Parsing (--\S+) \n\t(.*)$/s.exec(text) ?? [];
  if (flag === undefined || message === undefined) error.message = text;
  return flag === undefined || message === undefined ? error : new UsageError(message, {code: error.code, where: flag});
}

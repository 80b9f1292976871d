import type {Interfaces} from '@oclif/core';
import {UsageError} from '../model/errors.ts';

/**
 * Flags that say what is looked at or what counts have no environment variable: a variable forgotten in a shell must not
 * be able to turn a red run green, or point it at another world.
 */
const WITHOUT_VARIABLE: ReadonlySet<string> = new Set([
  ...['stage', 'env', 'only', 'skip', 'tag', 'needs', 'var', 'var-file', 'replay', 'lab', 'checklist'],
  ...['resolve', 'connect-to', 'ca-file', 'dns-server', 'endpoint-url', 'live', 'header', 'header-from-env'],
  ...['region', 'profile', 'control', 'max-age', 'stage-began', 'account', 'allow-empty', 'shard', 'as'],
  // What an operator command is given.
  ...['alb', 'zone', 'service', 'target-group', 'method', 'source-ip', 'expect', 'hold'],
  ...['http1', 'http2', 'each-address', 'compare'],
]);

/** `MIGRATE_CHECK_<FLAG>`, or null for a flag that must be given on the command line. */
export function variableOf(flag: string): string | null {
  return WITHOUT_VARIABLE.has(flag) ? null : `MIGRATE_CHECK_${flag.toUpperCase().replaceAll('-', '_')}`;
}

type Flag = Interfaces.FlagInput[string];

/**
 * The flags with their environment variables as defaults, so that the command line wins. Not oclif's own `env`, which
 * hands a repeatable flag one string and silently takes `no` as a boolean's false. An empty variable counts as unset,
 * as some CI systems always define it, and so does one whose flag is excluded by another flag on the command line.
 */
export function withEnvironment<Flags extends Interfaces.FlagInput>(
  flags: Flags,
  env: NodeJS.ProcessEnv,
  argv: readonly string[],
): Flags {
  const given = (name: string) => argv.some((word) => word === `--${name}` || word.startsWith(`--${name}=`));
  const excluded = (name: string) =>
    Object.keys(flags).some((other) => given(other) && (excludes(flags, name, other) || excludes(flags, other, name)));
  const entries = Object.entries(flags).map(([name, flag]): [string, Flag] => {
    const variable = excluded(name) ? null : variableOf(name);
    const text = variable === null ? '' : (env[variable] ?? '');
    return [
      name,
      variable === null || text === '' ? flag : ({...flag, default: () => read(flag, variable, text)} as Flag),
    ];
  });
  return Object.fromEntries(entries) as Flags;
}

function excludes(flags: Interfaces.FlagInput, name: string, other: string): boolean {
  return flags[name]?.exclusive?.includes(other) ?? false;
}

async function read(flag: Flag, variable: string, text: string): Promise<unknown> {
  if (flag.type === 'boolean') return readBoolean(variable, text);
  if (!flag.multiple) return readOne(flag, variable, text);
  const lines = text.split(/\r?\n/).filter((line) => line !== '');
  return Promise.all(lines.map((line) => readOne(flag, variable, line)));
}

function readBoolean(variable: string, text: string): boolean {
  if (text === '1' || text === 'true') return true;
  if (text === '0' || text === 'false') return false;
  throw new UsageError(`is "${text}", not 1, true, 0 or false`, {code: 'environment', where: variable});
}

async function readOne(flag: Flag & {type: 'option'}, variable: string, text: string): Promise<unknown> {
  if (flag.options !== undefined && !flag.options.includes(text)) {
    const message = `is "${text}", not one of ${flag.options.join(', ')}`;
    throw new UsageError(message, {code: 'environment', where: variable});
  }
  try {
    return await flag.parse(text, {} as Parameters<typeof flag.parse>[1], flag as Parameters<typeof flag.parse>[2]);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new UsageError(error.message, {code: 'environment', where: variable, cause: error});
  }
}

import {readFile} from 'node:fs/promises';
import {HEARTBEAT_SYNTAX, INTERVAL_SYNTAX, parseHeartbeat, parseInterval} from '../../mcp-server/interval.ts';
import {parseLimits} from '../../mcp-server/limits.ts';
import type {LogEntry} from '../../mcp-server/log.ts';
import type {ReferenceServerOptions} from '../../mcp-server/server-options.ts';
import {messageOf, UsageError} from '../../model/errors.ts';
import {parseDuration} from '../../model/text/duration.ts';
import {basePathFrom, readEnvFile} from './environment.ts';
import {servedCertificate} from './served-certificate.ts';

/** The flags of `serve`, as they were given. */
export interface ServeFlags {
  readonly host: string;
  readonly port: number;
  readonly 'base-path': string | undefined;
  readonly 'strip-prefix': boolean;
  readonly dotenv: string | undefined;
  readonly heartbeat: string;
  readonly cadence: string;
  readonly 'allow-host': readonly string[] | undefined;
  readonly 'allow-origin': readonly string[] | undefined;
  readonly 'bearer-token-file': string | undefined;
  readonly tls: boolean;
  readonly 'tls-cert': string | undefined;
  readonly 'tls-key': string | undefined;
  readonly 'forwarded-hops': number;
  readonly 'show-header': readonly string[] | undefined;
  readonly limit: readonly string[] | undefined;
  readonly fault: readonly string[] | undefined;
  readonly 'allow-faults': boolean;
  readonly grace: string;
  readonly 'drain-delay': string;
  readonly 'expire-after': string | undefined;
  readonly log: string;
}

export interface ServeOptions {
  readonly server: ReferenceServerOptions;
  readonly graceMs: number;
  readonly drainDelayMs: number;
  readonly expireAfterMs: number | null;
  /** The authority of a certificate made for this run, PEM; null: there is none. */
  readonly ca: string | null;
  /** Whether this is to be logged. */
  logs(entry: LogEntry): boolean;
}

/** @throws UsageError naming the flag that cannot be honoured. */
export async function serveOptions(
  flags: ServeFlags,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ServeOptions> {
  const envFile = await readEnvFile(flags.dotenv);
  const bearerToken = await bearerTokenFrom(flags['bearer-token-file'], environment.MIGRATE_CHECK_BEARER_TOKEN);
  const expireAfter = flags['expire-after'];
  const basePath = basePathFrom({flag: flags['base-path'], environment, envFile});
  if (flags['strip-prefix'] && basePath === '') {
    throw new UsageError('there is no prefix; name it with --base-path', {where: '--strip-prefix'});
  }
  const certificate = await servedCertificate(flags);
  if (flags.host === '') throw new UsageError('name an address; 0.0.0.0 is all of IPv4', {where: '--host'});
  return {
    server: {
      basePath,
      stripPrefix: flags['strip-prefix'],
      host: flags.host,
      port: flags.port,
      heartbeatMs: timed('--heartbeat', flags.heartbeat, parseHeartbeat, HEARTBEAT_SYNTAX),
      cadenceMs: timed('--cadence', flags.cadence, parseInterval, INTERVAL_SYNTAX),
      allowedHosts: flags['allow-host'] ?? [],
      allowedOrigins: flags['allow-origin'] ?? [],
      ...(bearerToken === null ? {} : {bearerToken}),
      ...(certificate === null ? {} : {tls: certificate.tls}),
      forwardedHops: flags['forwarded-hops'],
      shownHeaders: flags['show-header'] ?? [],
      limits: parseLimits(flags.limit ?? []),
      faults: flags.fault ?? [],
      allowFaults: flags['allow-faults'],
    },
    graceMs: timed('--grace', flags.grace, parseWaitTime, 'a time like 10s, at most 1h'),
    drainDelayMs: timed('--drain-delay', flags['drain-delay'], parseWaitTime, 'a time like 5s, at most 1h'),
    expireAfterMs:
      expireAfter === undefined
        ? null
        : timed('--expire-after', expireAfter, parseExpiry, 'a time like 24h, more than 0 and at most 24d'),
    ca: certificate?.ca ?? null,
    logs: ({event}) => flags.log === 'requests' || (flags.log === 'streams' && event !== 'request'),
  };
}

function parseWaitTime(text: string): number | null {
  const ms = parseDuration(text);
  return ms !== null && ms <= 3_600_000 ? ms : null;
}

/** The longest time that a Node.js timer can run. */
function parseExpiry(text: string): number | null {
  const ms = parseDuration(text);
  return ms !== null && ms > 0 && ms < 2 ** 31 ? ms : null;
}

function timed(where: string, text: string, parse: (text: string) => number | null, syntax: string): number {
  const ms = parse(text);
  if (ms === null) throw new UsageError(`"${text}" is not ${syntax}`, {where});
  return ms;
}

/** Never from the command line, which every user on the machine can read. */
async function bearerTokenFrom(file: string | undefined, variable: string | undefined): Promise<string | null> {
  if (file === undefined)
    return variable === undefined || variable === '' ? null : checkedToken(variable, 'MIGRATE_CHECK_BEARER_TOKEN');
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new UsageError(`cannot be read (${messageOf(cause)}); name a readable file`, {where: file, cause});
  });
  return checkedToken(text.trim(), file);
}

function checkedToken(token: string, where: string): string {
  // RFC 6750, section 2.1: the characters allowed in the header.
  if (/^[A-Za-z0-9._~+/-]{16,}=*$/.test(token)) return token;
  throw new UsageError('the token must have at least 16 letters, digits and ._~+/- and nothing else', {where});
}

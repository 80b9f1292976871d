import {randomUUID} from 'node:crypto';
import {normaliseBasePath} from './base-path.ts';
import {Quota} from './guard/quota.ts';
import {completeLimits, type Limits} from './limits.ts';
import type {Log} from './log.ts';
import {Changes} from './mcp/changes.ts';
import {MissedMessages} from './mcp/missed-messages.ts';
import type {ReferenceServerOptions} from './server-options.ts';
import {headersKnownPlain} from './shown-request.ts';
import {Backlog} from './streams/backlog.ts';
import {OpenStreams} from './streams/open-streams.ts';
import {streamLog} from './streams/stream-log.ts';
import {type ServerClock, serverClock, systemClock} from './system-clock.ts';

/** What every route may read about the server that it belongs to. */
export interface ServerState {
  /** `''` or `/jessica-service`: what clients write before every path. */
  readonly basePath: string;
  /** A hop in front takes `basePath` away: requests arrive without it. */
  readonly stripPrefix: boolean;
  /** How often a silent stream is kept alive; 0: never. */
  readonly heartbeatMs: number;
  /** How often the measuring stream sends an event, unless its client asks otherwise. */
  readonly cadenceMs: number;
  readonly version: string;
  /** Tells the instances behind one load balancer apart. */
  readonly instance: string;
  readonly clock: ServerClock;
  /** On the clock's monotonic scale. */
  readonly startedAtMs: number;
  readonly limits: Limits;
  /** Taken by everything that may stay open: streams and WebSockets. */
  readonly streamQuota: Quota;
  /** Taken by sessions of MCP. */
  readonly sessionQuota: Quota;
  /** Taken by bodies that are being read, in bytes. */
  readonly bodyQuota: Quota;
  /** Taken by what is kept of requests while something that they began goes on, in bytes. */
  readonly messageQuota: Quota;
  /** Taken by calls of tools, for as long as they run. */
  readonly callQuota: Quota;
  readonly backlog: Backlog;
  readonly missed: MissedMessages;
  readonly streams: OpenStreams;
  readonly changes: Changes;
  /** How many hops in front add to `X-Forwarded-For`. */
  readonly forwardedHops: number;
  /** Names of headers whose values may be shown, besides those that everybody knows. */
  readonly knownPlain: ReadonlySet<string>;
  readonly log: Log;
  /** From 0 up to 1: the chance of faults. */
  readonly random: () => number;
  /** Told of a bug that ended one exchange. */
  readonly onError: (error: unknown) => void;
  /** What `/ready` says. */
  isReady: boolean;
  /** It takes nothing new. */
  isStopping: boolean;
}

/** @throws UsageError when the base path is not a path, limits contradict each other, or a header may not be shown. */
export function newServerState(options: ReferenceServerOptions): ServerState {
  const clock = serverClock(options.clock ?? systemClock);
  const limits = completeLimits(options.limits ?? {});
  const state: ServerState = {
    basePath: normaliseBasePath(options.basePath ?? ''),
    stripPrefix: options.stripPrefix ?? false,
    heartbeatMs: options.heartbeatMs ?? 15_000,
    cadenceMs: options.cadenceMs ?? 1000,
    version: options.version ?? 'unversioned',
    instance: randomUUID(),
    clock,
    startedAtMs: clock.monotonicMs(),
    limits,
    streamQuota: new Quota(),
    sessionQuota: new Quota(),
    bodyQuota: new Quota(),
    messageQuota: new Quota(),
    callQuota: new Quota(),
    streams: new OpenStreams(streamLog(() => state)),
    backlog: new Backlog(limits.backlogTotalBytes),
    missed: new MissedMessages(limits.resumeBytes),
    changes: new Changes(clock),
    forwardedHops: options.forwardedHops ?? 0,
    knownPlain: headersKnownPlain(options.shownHeaders ?? []),
    random: options.random ?? Math.random,
    log: (entry) => options.onLog?.(entry),
    onError: (error) => options.onError?.(error),
    isReady: true,
    isStopping: false,
  };
  return state;
}

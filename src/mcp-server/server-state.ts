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
import {SharedTicks} from './streams/shared-ticks.ts';
import {streamLog} from './streams/stream-log.ts';
import {type ServerClock, serverClock, systemClock} from './system-clock.ts';

/** What every route can read about its server. */
export interface ServerState {
  /** `''` or `/jessica-service`: the prefix of every path for clients. */
  readonly basePath: string;
  /** A hop in front strips `basePath`: requests arrive without it. */
  readonly stripPrefix: boolean;
  /** How often a silent stream gets a heartbeat; 0: never. */
  readonly heartbeatMs: number;
  /** Of WebSockets. */
  readonly pingMs: number;
  /** How often the measuring stream sends an event by default. */
  readonly cadenceMs: number;
  readonly version: string;
  /** Distinguishes instances behind one load balancer. */
  readonly instance: string;
  readonly clock: ServerClock;
  /** On the clock's monotonic scale. */
  readonly startedAtMs: number;
  readonly limits: Limits;
  /** For everything that may stay open: streams and WebSockets. */
  readonly streamQuota: Quota;
  /** For MCP sessions. */
  readonly sessionQuota: Quota;
  /** For bodies that are being read, in bytes. */
  readonly bodyQuota: Quota;
  /** For the memory of requests while something they started goes on, in bytes. */
  readonly messageQuota: Quota;
  /** For running tool calls. */
  readonly callQuota: Quota;
  readonly backlog: Backlog;
  readonly missed: MissedMessages;
  readonly streams: OpenStreams;
  readonly changes: Changes;
  /** Of what streams send at intervals. */
  readonly ticks: SharedTicks;
  /** How many hops in front append to `X-Forwarded-For`. */
  readonly forwardedHops: number;
  /** Names of headers whose values may be shown, in addition to the well-known ones. */
  readonly knownPlain: ReadonlySet<string>;
  readonly log: Log;
  /** The source of randomness for faults, from 0 up to 1. */
  readonly random: () => number;
  /** Called with a bug that ended one exchange. */
  readonly onError: (error: unknown) => void;
  /** Whether `/ready` succeeds. */
  isReady: boolean;
  /** New requests are refused. */
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
    pingMs: options.pingMs ?? options.heartbeatMs ?? 15_000,
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
    ticks: new SharedTicks(clock),
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

import type {Json} from './outcome.ts';
import type {Mode} from './report.ts';

/** What `trace` prints: one request followed from the host's name to the task, hop by hop. Plain JSON. */

/** What each hop is called in sentences, in the order of the way. */
export const HOP_NAMES = {
  zone: 'zone',
  record: 'record',
  'api-domain': 'API domain',
  'api-route': 'API route',
  'vpc-link': 'VPC link',
  'load-balancer': 'load balancer',
  'way-in': 'way in',
  listener: 'listener',
  certificate: 'certificate',
  'web-acl': 'web ACL',
  rules: 'rules',
  'way-to-tasks': 'way to tasks',
  'target-group': 'target group',
  tasks: 'tasks',
} as const;
export type HopKind = keyof typeof HOP_NAMES;

/** `unknown`: it could not be looked at, or what was seen does not say. Never taken for `ok`. */
export type HopStatus = 'ok' | 'broken' | 'unknown';

export interface TraceHop {
  readonly kind: HopKind;
  readonly status: HopStatus;
  /** What is there, in one line. */
  readonly summary: string;
  /** What is shown below it, a line each: the rules, the targets, the tasks. */
  readonly lines: readonly TraceLine[];
  /** The same for a script, by names that stay. */
  readonly facts: {readonly [name: string]: Json};
  /** Why it is not `ok`; null when it is. */
  readonly because: string | null;
  /** What to do about it; null when there is nothing to do. */
  readonly fix: string | null;
  /** A command that shows the same to a person. */
  readonly byHand: string | null;
  /** The IAM action that AWS refused, when that is why the hop is unknown. */
  readonly refusedAction: string | null;
}

export interface TraceLine {
  /** `chosen` is where the request goes on. */
  readonly mark: 'chosen' | 'broken' | 'unknown' | null;
  readonly text: string;
}

/** Something that ends a connection, a request or a stream after a time. */
export interface TraceTimer {
  readonly name: string;
  /** Null when it is not known. */
  readonly seconds: number | null;
  readonly state: 'known' | 'default' | 'unknown';
  /** A heartbeat keeps it from running out. */
  readonly resetsOnData: boolean;
  readonly effect: string;
  readonly source: string;
}

/** What else reaches a target through the opening that this request goes through. */
export interface TraceExposure {
  /** `rule 110`, `the default rule`. */
  readonly rule: string;
  readonly targetGroup: string;
  /** A request that gets there; null when it is not known whether one does. */
  readonly witness: string | null;
}

/** `unknown`: it could not be asked, or what answers does not show it. Never taken for `as-configured`. */
export type SeenStatus = 'as-configured' | 'differs' | 'unknown';

/** A hop as it is configured, and as the wire shows it. */
export interface SeenHop {
  readonly kind: HopKind;
  readonly status: SeenStatus;
  readonly configured: string;
  readonly seen: string;
  /** What to do about a difference, or so that it can be told; null where it is as configured. */
  readonly fix: string | null;
}

/** What the wire shows of the way. */
export interface TraceLive {
  /** `differs` before `unknown` before `as-configured`. */
  readonly verdict: SeenStatus;
  /** The kind of the first hop that differs; null when none does. */
  readonly firstDiffering: HopKind | null;
  readonly conclusion: string;
  /** In the order of the way. */
  readonly hops: readonly SeenHop[];
  /** The hops of which nothing is shown: no client sees them. */
  readonly notVisible: readonly HopKind[];
}

/** The request that somebody asks about. */
export interface RequestGiven {
  /** Checked to be an http(s) or ws(s) URL with a host name. */
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sourceIp: string | null;
}

export interface TracedRequest {
  readonly method: string;
  /** Without user-info and fragment; secret parameters redacted. */
  readonly url: string;
  /** `https` for `wss:` too: a WebSocket begins as a request of HTTP. */
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  /** Without the query string. */
  readonly path: string;
  /** What comes after the `?`; empty when there is nothing. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly sourceIp: string | null;
}

/** Rises when a field changes its meaning. */
export const TRACE_VERSION = 2 as const;

export interface TraceDocument {
  readonly schemaVersion: typeof TRACE_VERSION;
  readonly tool: {readonly name: 'migrate-check'; readonly version: string};
  readonly mode: Mode;
  readonly overrides: readonly string[];
  /** ISO 8601: when it was looked at, or recorded. */
  readonly at: string;
  readonly request: TracedRequest;
  /** `broken` before `unknown` before `ok`. */
  readonly verdict: HopStatus;
  /** The kind of the first hop that is broken; null when none is. */
  readonly firstBroken: HopKind | null;
  /** The last line: the first broken hop by name, or that there is none. */
  readonly conclusion: string;
  readonly hops: readonly TraceHop[];
  readonly timers: readonly TraceTimer[];
  readonly alsoExposed: readonly TraceExposure[];
  /** Left out: the wire was not asked (`--live`). */
  readonly live?: TraceLive;
  /** Requests made, by AWS service. */
  readonly calls: Readonly<Record<string, number>>;
}

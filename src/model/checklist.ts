import type {Consequence, Json} from './outcome.ts';
import type {ResourceKind} from './resource-ref.ts';

/** A checklist as the runner gets it: read, interpolated for one environment, validated. Order is the file's. */
export interface Checklist {
  /** As the user named it. */
  readonly file: string;
  /** Absolute; paths in the checklist are relative to it. */
  readonly folder: string;
  readonly title: string;
  /** The plan this checklist verifies; null when the items only give line numbers. */
  readonly plan: {readonly file: string; readonly linesWithText: readonly number[]} | null;
  /** Where else than below the folder files may be read, relative to it. */
  readonly roots: readonly string[];
  /** What `--var` and `--var-file` set beside the inputs, as the command line has it; values are not among it. */
  readonly overrides: readonly string[];
  /** SHA-256 of the file's bytes, hex. */
  readonly sha256: string;
  /** In order, without `rollback`, which is outside the order. */
  readonly stages: readonly string[];
  /** The one this was interpolated for. */
  readonly environment: string | null;
  /** The names under `environments:`. */
  readonly environments: readonly string[];
  readonly accounts: Readonly<Record<string, Account>>;
  readonly resources: Readonly<Record<string, Resource>>;
  /** The ids of those who belong to each group. */
  readonly people: Readonly<Record<string, readonly string[]>>;
  /** Null: the file does not say how to go back. */
  readonly rollback: Rollback | null;
  /** Who is asked what a name resolves to: addresses, and `system` for those of this machine. */
  readonly resolvers: readonly string[];
  /** Which email address is whose, as far as `people:` says so. */
  readonly emails: readonly {readonly id: string; readonly email: string}[];
  /** Every value that interpolation used, and where it came from; secret ones redacted. */
  readonly values: readonly UsedValue[];
  /** The values of `secrets:`, to be taken out of everything that is written. */
  readonly secretValues: readonly string[];
  /** Leaves only. */
  readonly items: readonly Item[];
}

export interface UsedValue {
  readonly name: string;
  /** {@link SECRET_VALUE} in the place of a secret one. */
  readonly value: Json;
  /** `checklist.yaml:7:9`, `--var`, `environment variable X`, … */
  readonly source: string;
}

/** What stands for the value of a secret variable. */
export const SECRET_VALUE = '***';

/** What a checklist is called that was given on stdin. */
export const STDIN_NAME = '<stdin>';

export interface Account {
  readonly name: string;
  /** Twelve digits: the account that the credentials must belong to. Null: any. */
  readonly id: string | null;
  readonly region: string | null;
  readonly profile: string | null;
  readonly roleArn: string | null;
  readonly externalId: string | null;
  /** The name of the account whose credentials assume the role; null: those of the profile, or the SDK's default. */
  readonly via: string | null;
}

/** The account of a checklist without `accounts:`: the SDK's default credentials and region. */
export const DEFAULT_ACCOUNT = 'default';

interface ResourceBase {
  readonly name: string;
  /** The name of an account, {@link DEFAULT_ACCOUNT} when the file has none. */
  readonly account: string;
  /** Null: the account's. */
  readonly region: string | null;
}

export type Resource =
  /** `loadBalancer` is a name, an ARN or a DNS name; `listener` a port. */
  | (ResourceBase & {readonly kind: 'loadBalancer'; readonly loadBalancer: string; readonly listener: number})
  /** `hostedZone` is a name or an id, `nameServers` what the zone above names for it. */
  | (ResourceBase & {
      readonly kind: 'hostedZone';
      readonly hostedZone: string;
      readonly nameServers?: readonly string[] | undefined;
    })
  | (ResourceBase & {readonly kind: 'service'; readonly cluster: string; readonly service: string})
  /** An API of API Gateway, by name or id. */
  | (ResourceBase & {readonly kind: 'api'; readonly api: string});

export type ResourceOfKind<K extends ResourceKind> = Extract<Resource, {kind: K}>;

export interface SourcePosition {
  readonly file: string;
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
}

/** A leaf of the plan's tree: something to look at, or someone to ask. */
export interface Item {
  readonly id: string;
  readonly title: string;
  /** Titles of the groups above it, outermost first, and its own last. */
  readonly path: readonly string[];
  /** Ids of the groups above it, outermost first. */
  readonly groups: readonly string[];
  /** Exactly one of `check` and `manual` is set. */
  readonly check: ItemCheck | null;
  readonly manual: Manual | null;
  /** Line numbers of the plan. */
  readonly plan: readonly number[];
  readonly tags: readonly string[];
  /** Ids of leaves and of groups: a group stands for all its leaves, and is one need however many they are. */
  readonly needs: readonly string[];
  /** The stages it has to hold in; with no `holds:` all but `rollback`. */
  readonly stages: readonly string[];
  /** As written; null: the default of what it touches. */
  readonly onFail: Consequence | null;
  /** `when:` said false: the text to give as the reason. */
  readonly skipReason: string | null;
  readonly timeoutMs: number;
  /** A URL that must answer from here when the target does not. */
  readonly control: string | null;
  readonly retry: {readonly attempts: number; readonly delayMs: number};
  readonly poll: {readonly everyMs: number; readonly forMs: number; readonly stableForMs: number} | null;
  readonly confirm: {readonly failures: number; readonly everyMs: number};
  /** Names of the accounts its resources live in. */
  readonly accounts: readonly string[];
  readonly source: SourcePosition;
}

export interface ItemCheck {
  readonly id: string;
  /** What the check's params schema made of `with:`. */
  readonly params: Readonly<Record<string, unknown>>;
  /** `with:` as written, after interpolation: for people and for `byHand`. */
  readonly written: Readonly<Record<string, Json>>;
}

export interface Manual {
  readonly ask: string;
  /** Names under `people:`. */
  readonly approvers: readonly string[];
  readonly evidence: 'required' | 'optional';
  readonly validForMs: number | null;
  /** Only an answer that was given since the stage began counts. */
  readonly fresh: boolean;
  /**
   * The question hash, which a sign-off is bound to: SHA-256 of the canonical JSON of id, title, `manual` after
   * interpolation and the environment's name.
   */
  readonly asked: string;
}

/** What people do to go back, after interpolation. */
export interface Rollback {
  /** Who decides: a group under `people:` or one of its members; null: nobody is named. */
  readonly decider: string | null;
  /** In order, at least one. */
  readonly steps: readonly RollbackStep[];
}

export interface RollbackStep {
  readonly do: string;
  /** Who does it, named as the decider is. */
  readonly by: string | null;
  /** A duration as written: `5m`. */
  readonly takes: string | null;
  readonly command: string | null;
}

/** Those of this machine, and three that anybody can ask: Cloudflare, Google, Quad9. */
export const DEFAULT_RESOLVERS = ['system', '1.1.1.1', '8.8.8.8', '9.9.9.9'] as const;

export const DEFAULT_STAGES = ['analysis', 'prepare', 'ready', 'cutover', 'soak', 'cleanup'] as const;
/** Outside the order of stages. */
export const ROLLBACK_STAGE = 'rollback';

/** `waivers.yaml` beside the checklist. */
export interface Waiver {
  /** An item's id, or a glob of ids. */
  readonly item: string;
  readonly reason: string;
  readonly approver: string;
  /** `YYYY-MM-DD`, valid to its end in UTC. */
  readonly expires: string;
  readonly env: string | null;
  readonly ticket: string | null;
  readonly source: SourcePosition;
}

/** One person's word on one item: `signoffs/<env or default>/<item>.yaml`. */
export interface SignOff {
  readonly item: string;
  readonly verdict: 'approved' | 'rejected';
  readonly by: string;
  /** ISO 8601 with zone. */
  readonly at: string;
  readonly evidence: string | null;
  readonly comment: string | null;
  /** The hash of the question that was answered. */
  readonly asked: string;
  /** What else that hash belongs to, where it is not the item's own; absent: nothing that is known. */
  readonly askedFor?: AskedFor;
  readonly source: SourcePosition;
}

/** The same question in another environment; `any`: a hash from before it held the environment's name. */
export type AskedFor = {readonly environment: string | null} | 'any';

/** Something wrong with a file a person wrote. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** The line of the file it is about, for the caret, cut where it is long; null when the file has no such line. */
  readonly excerpt: string | null;
  /** How many characters of the line are before the excerpt. */
  readonly excerptStart: number;
}

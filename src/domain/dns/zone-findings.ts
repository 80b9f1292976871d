import type {DnsRecord, HostedZone, ZoneDelegation, ZoneSigning} from '../../model/facts/aws-facts.ts';
import type {SeenAddresses} from './name-servers.ts';
import type {ZoneRecords} from './record-leads.ts';
import type {ZoneAnswer} from './zone-answers.ts';
import type {SeenAbove} from './zone-delegators.ts';

/** A hosted zone with what decides whether it is asked, and what it says then. */
export interface KnownZone extends ZoneRecords {
  /** Null where it makes no difference: for one that somebody names as the zone above. */
  readonly delegation: ZoneDelegation | null;
  /** Null of a private zone, and where it was not looked at. */
  readonly signing: ZoneSigning | null;
  /** Null: another of the given zones is above it, or it is private. */
  readonly above: SeenAbove | null;
  /** Of servers that are named for it or by it, where these are not all Route 53's own; left out: nobody asked. */
  readonly seenAddresses?: SeenAddresses;
}

/**
 * Records that a zone still holds for names that it has delegated away: never asked for, and easily mistaken for what
 * answers.
 */
export interface LeftBehind {
  readonly zone: HostedZone;
  readonly records: readonly DnsRecord[];
}

interface AnsweredPart {
  readonly kind: 'answered';
  readonly zone: HostedZone;
  readonly answer: Extract<ZoneAnswer, {kind: 'records' | 'nothing'}>;
  /** The zones that delegated down to it, from the top; empty where none of the given ones did. */
  readonly via: readonly HostedZone[];
  readonly leftBehind: readonly LeftBehind[];
  /** Other zones that contain the name, and that no resolver is sent to. */
  readonly unasked: readonly HostedZone[];
  /** What is unusual on the way, and what was not looked at, as clauses. */
  readonly said: readonly string[];
}

export type AnsweredFinding = AnsweredPart & {readonly because: string};

/** Who answers for a name, as seen from the internet and as far as the given zones show. */
export type ZoneFinding = {
  /** One clause for a person. */
  readonly because: string;
} & (
  | AnsweredPart
  | {
      /** `at` is delegated to servers that none of the given zones has; `parent` is null where none of them delegates. */
      readonly kind: 'elsewhere';
      readonly parent: HostedZone | null;
      readonly at: string;
      readonly nameServers: readonly string[];
      /** The given zones of the name `at`, with the servers they have. */
      readonly namesakes: readonly {readonly zone: HostedZone; readonly nameServers: readonly string[]}[];
    }
  /** Resolvers get no answer, or not always one of `zone`. `what` is the clause that `because` explains. */
  | {readonly kind: 'broken'; readonly zone: HostedZone; readonly what: string; readonly fix: string}
  | {
      /** Who answers was not seen. */
      readonly kind: 'unknown';
      readonly fix: string;
      /** The refusal that it is due to, if it is. */
      readonly thrown: unknown;
      /** Who does if somebody delegates to the topmost zone; null: that does not say either. */
      readonly supposed: AnsweredFinding | null;
    }
  /** The name is in none of the given public zones. */
  | {readonly kind: 'none'}
);

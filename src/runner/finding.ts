import {AwsRefusal, type CannotTell, messageOf} from '../model/errors.ts';
import type {Candidate, Evidence, Status, Verdict} from '../model/outcome.ts';

/** What came of one attempt at an item, or of the decision not to make one. Omitted members are unknown. */
export interface Finding {
  readonly status: Status;
  readonly summary: string;
  readonly expected?: string | null;
  readonly actual?: string | null;
  readonly evidence?: readonly Evidence[];
  /** What to do; omitted where there is nothing to do. */
  readonly fix?: string | null;
  /** Default: the check's own. */
  readonly byHand?: string | null;
  /** What may have caused it. */
  readonly candidates?: readonly Candidate[];
  /** What whoever goes back has to know. */
  readonly wayBack?: string;
  /** Another attempt would be pointless: interrupted, or a bug of ours. */
  readonly final?: boolean;
  /** An error that another attempt may not hit: throttled, timed out, this machine too slow. */
  readonly heals?: boolean;
  /** An error that every attempt of this run hits. */
  readonly permanent?: boolean;
  /** Of an error: what it has in common with others. */
  readonly commonCause?: string | null;
  /** The item that is the root cause of a block. */
  readonly blockedBy?: string;
  /** Earlier attempts disagreed. */
  readonly flaky?: boolean;
  /** It failed as often as required. */
  readonly confirmed?: boolean;
}

export function errorFinding(
  summary: string,
  fix: string,
  more: Pick<Finding, 'evidence' | 'final' | 'heals' | 'permanent' | 'commonCause'> = {},
): Finding {
  return {status: 'error', summary, fix, ...more};
}

export function findingOfVerdict(verdict: Verdict): Finding {
  return verdict;
}

/** Codes of calls that were not made: there was nobody to make them as, or nowhere. */
const NEVER_ASKED: ReadonlySet<string> = new Set([
  'CredentialsProviderError',
  'TokenProviderError',
  'RegionMissing',
  'InvalidRegion',
  'EndpointError',
  'InvalidEndpoint',
]);

export function findingOfCannotTell(thrown: CannotTell): Finding {
  const evidence =
    thrown instanceof AwsRefusal
      ? [
          {
            what: NEVER_ASKED.has(thrown.code) ? 'AWS was not asked' : 'AWS refused',
            value: thrown.code,
            source: thrown.action,
          },
        ]
      : [];
  const {transient: heals, permanent, commonCause} = thrown;
  return errorFinding(thrown.message, thrown.fix, {evidence, heals, permanent, commonCause});
}

export function findingOfBug(thrown: unknown): Finding {
  return errorFinding(
    `a bug of migrate-check: ${messageOf(thrown)}`,
    'Report it with the stack that was printed; nothing is known about this item.',
    {final: true},
  );
}

export const INTERRUPTED: Finding = errorFinding('interrupted', 'Run again.', {final: true});

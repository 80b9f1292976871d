import {AwsRefusal, type CannotTell} from '../model/errors.ts';
import type {Evidence, Verdict} from '../model/outcome.ts';

/** What one attempt came to. */
export interface Finding {
  readonly status: 'pass' | 'fail' | 'error';
  readonly summary: string;
  readonly expected: string | null;
  readonly actual: string | null;
  readonly evidence: readonly Evidence[];
  /** Null: what the check's docs say. */
  readonly fix: string | null;
  /** Null: what the check's docs say. */
  readonly byHand: string | null;
  /** Another attempt is pointless: interrupted, or a bug of ours. */
  readonly final: boolean;
}

export function errorFinding(
  summary: string,
  fix: string,
  more: {evidence?: readonly Evidence[]; final?: boolean} = {},
): Finding {
  const {evidence = [], final = false} = more;
  return {status: 'error', summary, expected: null, actual: null, evidence, fix, byHand: null, final};
}

export function findingOfVerdict({status, summary, expected, actual, evidence, fix, byHand}: Verdict): Finding {
  return {status, summary, expected, actual, evidence, fix: fix ?? null, byHand: byHand ?? null, final: false};
}

export function findingOfCannotTell(thrown: CannotTell): Finding {
  const evidence =
    thrown instanceof AwsRefusal ? [{what: 'AWS refused', value: thrown.code, source: thrown.action}] : [];
  return errorFinding(thrown.message, thrown.fix, {evidence});
}

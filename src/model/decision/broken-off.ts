import type {Decision, DecisionReason} from '../report.ts';

const INCOMPLETE: DecisionReason = {code: 'incomplete', text: 'the run is incomplete (bug)', items: []};

/**
 * What a decision is worth once a bug of ours has broken off its run: no more than before, and never proceed. Made from
 * the decision, not from the report, which may have been redacted since.
 */
export function brokenOffDecision(decision: Decision): Decision {
  const {verdict, wouldBe, reasons} = decision;
  const stands = reasons.filter(({code}) => code !== 'incomplete' && code !== 'all-clear');
  return {
    ...decision,
    verdict: verdict === 'proceed' ? 'hold' : verdict,
    ...(wouldBe === undefined ? {} : {wouldBe: wouldBe === 'proceed' ? 'hold' : wouldBe}),
    reasons: [...stands, INCOMPLETE],
  };
}

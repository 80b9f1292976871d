import type {Status} from './outcome.ts';
import type {ItemReport, Report, Summary} from './report.ts';

/** Counts by status; waivers that match no item count as stale too. */
export function summarize(items: readonly ItemReport[], unmatchedWaivers: Report['staleWaivers']): Summary {
  const count = (status: Status) => items.filter((item) => item.status === status).length;
  return {
    total: items.length,
    pass: count('pass'),
    fail: count('fail'),
    error: count('error'),
    blocked: count('blocked'),
    pending: count('pending'),
    notDue: count('not-due'),
    skip: count('skip'),
    waived: items.filter(({waiver}) => waiver !== null).length,
    flaky: items.filter(({flaky}) => flaky).length,
    staleWaiver: items.filter(({staleWaiver}) => staleWaiver !== null).length + unmatchedWaivers.length,
  };
}

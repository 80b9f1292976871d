import {expect} from 'chai';
import {brokenOffDecision} from '../../../src/model/decision/broken-off.ts';
import {decide} from '../../../src/model/decision/decision.ts';
import type {Decidable} from '../../../src/model/decision/looks.ts';
import {reportOf, row} from '../report-of.ts';

const OPTIONS = {now: new Date('2026-11-15T12:00:00Z'), maxAgeMs: Number.POSITIVE_INFINITY};

describe('the decision of a run that a bug broke off', () => {
  const sorted = ({reasons, ...rest}: ReturnType<typeof decide>) => ({
    ...rest,
    reasons: reasons.map(({code, text}) => `${code}: ${text}`).sort(),
  });

  it('is that of the incomplete report', () => {
    const rows = [
      [row('a')],
      [row('a'), row('b', {status: 'error'})],
      [row('a', {status: 'fail', onFail: 'rollback', consequence: 'rollback', confirmed: true})],
    ];
    const verdicts = new Set<string>();
    for (const items of rows) {
      for (const mode of ['live', 'lab'] as const) {
        for (const incomplete of [null, 'bail'] as const) {
          const report: Decidable = reportOf(items, {mode, incomplete, stage: 'cutover'});
          const expected = decide([{...report, incomplete: 'bug'}], OPTIONS);
          expect(sorted(brokenOffDecision(decide([report], OPTIONS)))).to.deep.equal(sorted(expected));
          verdicts.add(expected.verdict);
        }
      }
    }
    expect([...verdicts].sort()).to.deep.equal(['hold', 'rollback']);
  });
});

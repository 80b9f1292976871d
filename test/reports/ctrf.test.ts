import {expect} from 'chai';
import type {ItemReport, Report} from '../../src/model/report.ts';
import {ctrfReport} from '../../src/reports/ctrf.ts';
import {unfinishedReport} from '../../src/reports/unfinished.ts';
import {row, WAIVED} from '../model/report-of.ts';
import {CANONICAL} from '../support/canonical-report.ts';
import {validCtrf} from '../support/formats/ctrf.ts';
import {expectGolden} from '../support/golden.ts';

const resultsOf = (report: Report) => validCtrf(ctrfReport(report)).results;
const withItems = (items: ItemReport[], more: Partial<Report> = {}): Report => ({...CANONICAL, ...more, items});
const statusOf = (item: Partial<ItemReport>) => resultsOf(withItems([row('one', item)])).tests[0]?.status;

describe('a run as CTRF', () => {
  it('is as a whole what it was', () => {
    expectGolden('report.ctrf', ctrfReport(CANONICAL));
  });

  it('has a test for each item, and counts that add up', () => {
    const {summary, tests} = resultsOf(CANONICAL);
    expect(tests.map(({status}) => status)).to.deep.equal([
      ...['passed', 'failed', 'other', 'skipped', 'pending', 'skipped', 'skipped'],
      ...['skipped', 'passed', 'passed', 'skipped'],
    ]);
    const {passed, failed, skipped, pending, other} = summary;
    expect({passed, failed, skipped, pending, other}).to.deep.equal({
      ...{passed: 3, failed: 1, skipped: 5, pending: 1, other: 1},
    });
    expect(summary.tests).to.equal(11);
  });

  it('takes not knowing for neither passed nor failed, and makes nothing red that the exit code leaves green', () => {
    expect(statusOf({status: 'error'})).to.equal('other');
    expect(statusOf({status: 'fail', waiver: WAIVED})).to.equal('skipped');
    expect(statusOf({status: 'fail', consequence: 'note'})).to.equal('skipped');
  });

  it('is healthy where the run proceeds, and only there', () => {
    const healthy = (report: Report) => resultsOf(report).environment?.healthy;
    const proceed = {verdict: 'proceed' as const, reasons: [], skipped: []};
    expect(healthy(withItems([row('a')], {decision: proceed}))).to.equal(true);
    expect(healthy(withItems([row('a')], {decision: {...proceed, verdict: 'hold'}}))).to.equal(false);
    expect(healthy(withItems([row('a')], {decision: null}))).to.equal(true);
    for (const status of ['fail', 'error', 'blocked', 'pending', 'skip', 'not-due'] as const) {
      expect(healthy(withItems([row('a'), row('b', {status})], {decision: null})), status).to.equal(false);
    }
    expect(healthy(withItems([], {decision: null}))).to.equal(false);
  });

  it('keeps each attempt, and calls flaky what passed in the end', () => {
    const [test] = resultsOf(withItems(CANONICAL.items.filter(({id}) => id === 'health'))).tests;
    expect(test).to.include({flaky: true, retries: 1});
    expect(test?.retryAttempts?.map(({attempt, status}) => [attempt, status])).to.deep.equal([[1, 'other']]);
  });

  it('has a failure of its own where the run did not end', () => {
    const unfinished = unfinishedReport({toolVersion: '1.2.3', at: new Date(0)});
    for (const report of [unfinished, {...CANONICAL, incomplete: 'interrupted' as const}]) {
      const {tests, environment} = resultsOf(report);
      expect(tests.at(-1)).to.include({status: 'failed', name: 'the run as a whole'});
      expect(environment?.healthy).to.equal(false);
    }
  });

  it('is valid of nothing, and of ten thousand items', () => {
    expect(resultsOf(withItems([])).tests).to.have.length(1);
    const many = Array.from({length: 10_000}, (_, index) => row(`item-${index}`));
    expect(resultsOf(withItems(many)).summary.passed).to.equal(10_000);
  });
});

import {expect} from 'chai';
import type {ItemReport} from '../../src/model/report.ts';
import {judgedFormats} from '../../src/reports/formats.ts';
import {runProblem, USUAL} from '../../src/reports/run-problem.ts';
import {sarifReport} from '../../src/reports/sarif.ts';
import {row, WAIVED} from '../model/report-of.ts';
import {CANONICAL} from '../support/canonical-report.ts';

/** What a reader that sees nothing but tests takes for a failed one. */
const RED: Record<string, RegExp> = {
  junit: /<(failure|error) /,
  tap: /^not ok (?!.* # TODO)/m,
  ctrf: /"failed": [1-9]/,
  'code-quality': /"severity": "(blocker|critical|major)"/,
  github: /^::(error|warning) /m,
};

describe('the verdict that readers of test results come to', () => {
  const redIn = (items: ItemReport[], strictness = USUAL) =>
    Object.entries(judgedFormats(strictness))
      .filter(([name, format]) => RED[name]?.test(format({...CANONICAL, mode: 'live', incomplete: null, items})))
      .map(([name]) => name);
  const all = Object.keys(RED);
  const [strict, allowEmpty] = [
    {...USUAL, strict: true},
    {...USUAL, allowEmpty: true},
  ];

  it('is red where nothing was looked at, unless that is allowed', () => {
    const items = [row('a', {status: 'not-due'}), row('b', {status: 'skip'})];
    expect(redIn(items)).to.deep.equal(all);
    expect(redIn(items, allowEmpty)).to.deep.equal([]);
    expect(redIn([])).to.deep.equal(all);
  });

  it('is red where something could not be determined, unless it is a note', () => {
    expect(redIn([row('a'), row('b', {status: 'error'})])).to.deep.equal(all);
    expect(redIn([row('a'), row('b', {status: 'error', consequence: 'note'})])).to.deep.equal([]);
  });

  it('counts notes and flaky items with --strict alone', () => {
    for (const item of [row('b', {status: 'fail', consequence: 'note'}), row('b', {flaky: true})]) {
      expect(redIn([row('a'), item])).to.deep.equal([]);
      expect(redIn([row('a'), item], strict)).to.deep.equal(all);
    }
    expect(redIn([row('a')], strict)).to.deep.equal([]);
  });

  it('is not red where a person is waited for, with --strict also for the answer to a note', () => {
    for (const consequence of ['hold', 'note'] as const) {
      const item = row('b', {status: 'pending', check: null, consequence});
      for (const strictness of [USUAL, strict])
        expect(redIn([row('a'), item], strictness), consequence).to.deep.equal([]);
    }
  });

  it('is red where what an item needs may be seen as green', () => {
    const child = row('child', {status: 'blocked', blockedBy: 'root'});
    for (const root of [
      row('root'),
      row('root', {status: 'error', consequence: 'note'}),
      row('root', {status: 'fail', waiver: WAIVED}),
      row('root', {status: 'skip'}),
    ]) {
      expect(redIn([root, child]), JSON.stringify(root)).to.deep.equal(all);
    }
    expect(redIn([row('root', {status: 'pending', check: null}), child])).to.deep.equal([]);
    const report = {...CANONICAL, incomplete: null, items: [row('root'), child]};
    expect(runProblem(report, USUAL)).to.equal('could not be looked at, because of what they need: child');
  });

  it('agrees with the decision where that is the exit code', () => {
    const held = {
      verdict: 'hold' as const,
      reasons: [{code: 'no-stage', text: 'the run named no stage', items: []}],
      skipped: [],
    };
    const proceed = {verdict: 'proceed' as const, reasons: [], skipped: []};
    const report = {...CANONICAL, mode: 'live' as const, incomplete: null, items: [row('a')]};
    const decide = {...USUAL, allowEmpty: true, decide: true};
    expect(runProblem({...report, decision: held}, decide)).to.equal('the decision is hold: the run named no stage');
    expect(runProblem({...report, decision: held}, USUAL)).to.equal(null);
    expect(runProblem({...report, decision: proceed}, decide)).to.equal(null);
    expect(JSON.parse(judgedFormats(decide).ctrf?.({...report, decision: held}) ?? '').results).to.deep.include({
      environment: {reportName: 'Move jessica', testEnvironment: 'prod', healthy: false},
    });
  });

  it('names with --strict the items that decide, and no others', () => {
    const items = [
      row('counts', {status: 'fail', consequence: 'note'}),
      row('later', {status: 'not-due', consequence: 'note'}),
      row('waits', {status: 'pending', consequence: 'note'}),
      row('waived', {status: 'fail', consequence: 'note', waiver: WAIVED}),
    ];
    const report = {...CANONICAL, incomplete: null, items};
    expect(runProblem(report, strict)).to.equal('with --strict, notes and flaky items count: counts');
  });

  it('says in SARIF, which has no tests, that the run was not successful', () => {
    const isSuccessful = (items: ItemReport[], strictness = USUAL) => {
      const report = {...CANONICAL, mode: 'live', incomplete: null, items} as const;
      const sarif = JSON.parse(sarifReport(report, {docsOf: () => undefined, baseline: null, strictness}));
      const [{executionSuccessful, toolExecutionNotifications}] = sarif.runs[0].invocations;
      expect(toolExecutionNotifications.length).to.equal(executionSuccessful ? 0 : 1);
      return executionSuccessful;
    };
    expect(isSuccessful([row('a', {status: 'not-due'})])).to.equal(false);
    expect(isSuccessful([row('a', {status: 'not-due'})], allowEmpty)).to.equal(true);
    expect(isSuccessful([row('a'), row('b', {flaky: true})])).to.equal(true);
    expect(isSuccessful([row('a'), row('b', {flaky: true})], strict)).to.equal(false);
  });
});

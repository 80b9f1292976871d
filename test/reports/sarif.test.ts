import {expect} from 'chai';
import {CHECKS} from '../../src/checks/index.ts';
import type {ItemReport, Report} from '../../src/model/report.ts';
import {sarifReport} from '../../src/reports/sarif.ts';
import {unfinishedReport} from '../../src/reports/unfinished.ts';
import {row, WAIVED} from '../model/report-of.ts';
import {CANONICAL} from '../support/canonical-report.ts';
import {type SarifRun, validSarif} from '../support/formats/sarif.ts';
import {expectGolden} from '../support/golden.ts';

const docsOf = (id: string) => CHECKS.find((check) => check.id === id);

function runOf(report: Report, baseline: Report | null = null): SarifRun {
  const [run] = validSarif(sarifReport(report, {docsOf, baseline})).runs;
  if (run === undefined) throw new Error('no run');
  return run;
}

const withItems = (items: ItemReport[], more: Partial<Report> = {}): Report => ({...CANONICAL, ...more, items});

describe('a run as SARIF', () => {
  it('is as a whole what it was', () => {
    expectGolden('report.sarif', sarifReport(CANONICAL, {docsOf, baseline: null}));
  });

  it('has a result for each item that needs somebody, at its line of the checklist', () => {
    const [stream, ...others] = runOf(CANONICAL).results;
    expect([stream, ...others].map((result) => [result?.properties.item, result?.kind, result?.level])).to.deep.equal([
      ['stream', 'fail', 'error'],
      ['rules', 'open', 'none'],
      ['client', 'open', 'none'],
      ['diagrams', 'review', 'none'],
      ['readme', 'fail', 'error'],
      ['docs', 'fail', 'note'],
    ]);
    expect(stream?.locations[0]?.physicalLocation).to.deep.equal({
      artifactLocation: {uri: 'checklist.yaml'},
      region: {startLine: 41, startColumn: 9},
    });
  });

  it('has the docs of a check as its rule, in which it is found by its index', () => {
    const {tool, results} = runOf(CANONICAL);
    const {rules} = tool.driver;
    for (const {ruleId, ruleIndex} of results) expect(rules[ruleIndex]?.id).to.equal(ruleId);
    const help = rules.find(({id}) => id === 'http/responds')?.help?.text ?? '';
    expect(help).to.include(docsOf('http/responds')?.why);
  });

  it('suppresses a failure that is waived, and says on each of the others that it does not', () => {
    const {results} = runOf(withItems([row('a', {status: 'fail', waiver: WAIVED}), row('b', {status: 'fail'})]));
    expect(results.map(({suppressions}) => suppressions.map(({justification}) => justification))).to.deep.equal([
      ['known (waived by mg until 2026-12-01)'],
      [],
    ]);
  });

  it('notifies of what could not be determined, and of a run that was not live', () => {
    const [invocation] = runOf(CANONICAL).invocations;
    expect(invocation?.executionSuccessful).to.equal(true);
    expect(invocation?.toolExecutionNotifications.map(({level, message}) => [level, message.text])).to.deep.equal([
      ['warning', 'rules: elasticloadbalancing:DescribeRules: access denied'],
    ]);
    expect(invocation?.toolConfigurationNotifications.map(({message}) => message.text)).to.deep.equal([
      'OVERRIDDEN: --connect-to mcp.run.georgi.io:443:127.0.0.1:8443',
    ]);
  });

  it('was not successful where the run did not end', () => {
    const unfinished = unfinishedReport({toolVersion: '1.2.3', at: new Date(0)});
    for (const report of [unfinished, {...CANONICAL, incomplete: 'interrupted' as const}]) {
      const [invocation] = runOf(report).invocations;
      expect(invocation?.executionSuccessful).to.equal(false);
      expect(invocation?.toolExecutionNotifications[0]?.level).to.equal('error');
    }
  });

  it('has no place in a file for a command by hand, whose items are in none', () => {
    const [result] = runOf(withItems([row('a', {status: 'fail'})], {decision: null})).results;
    expect(result?.locations).to.have.length(1);
    expect(result?.locations[0]?.physicalLocation).to.equal(undefined);
  });

  it('names a file as a URI', () => {
    const at = (file: string) => {
      const item = row('a', {status: 'fail', source: {file, line: 1, column: 1}});
      return runOf(withItems([item])).results[0]?.locations[0]?.physicalLocation?.artifactLocation.uri;
    };
    expect(at('plans/my list#1.yaml')).to.equal('plans/my%20list%231.yaml');
    expect(at('/srv/a:b.yaml')).to.equal('file:///srv/a%3Ab.yaml');
  });

  describe('compared with a baseline', () => {
    const failed = row('failed', {status: 'fail', summary: 'as before'});
    const otherwise = row('otherwise', {status: 'fail', summary: 'in one way'});
    const baseline = withItems([failed, otherwise, row('mended', {status: 'fail'}), row('gone', {status: 'error'})]);
    const items = [failed, {...otherwise, summary: 'in another way'}, row('mended'), row('fresh', {status: 'pending'})];
    const states = (report: Report) =>
      Object.fromEntries(
        runOf(report, baseline).results.map((result) => [result.properties.item, result.baselineState]),
      );

    it('says what is new, as it was, otherwise than it was, and no longer so', () => {
      expect(states(withItems(items))).to.deep.equal({
        ...{failed: 'unchanged', otherwise: 'updated', fresh: 'new'},
        ...{mended: 'absent', gone: 'absent'},
      });
    });

    it('does not take for gone what was not looked at', () => {
      for (const status of ['not-due', 'skip'] as const) {
        expect(states(withItems([failed, row('mended', {status})]))).to.not.have.property('mended');
      }
      const selection = {only: ['x'], skip: [], tags: [], due: 5, notRun: 1};
      for (const more of [{selection}, {incomplete: 'interrupted' as const}]) {
        expect(states(withItems(items, more))).to.not.have.property('gone');
      }
    });

    it('says nothing of it without one', () => {
      for (const result of runOf(CANONICAL).results) expect(result).to.not.have.property('baselineState');
    });
  });

  it('is valid of nothing, and of ten thousand items', () => {
    expect(runOf(withItems([])).results).to.deep.equal([]);
    const many = Array.from({length: 10_000}, (_, index) => row(`item-${index}`, {status: 'fail'}));
    expect(runOf(withItems(many)).results).to.have.length(10_000);
  });
});

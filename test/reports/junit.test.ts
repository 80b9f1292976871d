import {expect} from 'chai';
import type {ItemReport, Report} from '../../src/model/report.ts';
import {junitReport} from '../../src/reports/junit.ts';
import {row, WAIVED} from '../model/report-of.ts';
import {CANONICAL} from '../support/canonical-report.ts';

const withItems = (items: ItemReport[], more: Partial<Report> = {}): string =>
  junitReport({...CANONICAL, ...more, items});

const only = (item: Partial<ItemReport>) => withItems([row('one', item)]);

describe('a run as JUnit', () => {
  it('says of each status what a reader of tests makes of it', () => {
    expect(only({status: 'pass'})).to.not.match(/<(failure|error|skipped)\b/);
    expect(only({status: 'fail', summary: 'it is not'})).to.include('<failure message="it is not">');
    expect(only({status: 'error', summary: 'denied'})).to.include('<error message="denied">');
    expect(only({status: 'blocked', blockedBy: 'root', summary: 'blocked by root, which failed'})).to.include(
      '<skipped message="blocked by root, which failed"/>',
    );
    expect(only({status: 'pending', summary: 'waits'})).to.include('<skipped message="pending: waits"/>');
    expect(only({status: 'not-due', summary: 'not due before cleanup'})).to.include(
      'message="not due before cleanup"/>',
    );
    expect(only({status: 'skip', summary: 'when: x is false'})).to.include('<skipped message="when: x is false"/>');
  });

  it('makes no build red that the exit code leaves green', () => {
    expect(only({status: 'fail', waiver: WAIVED, summary: 's'})).to.include(
      '<skipped message="waived until 2026-12-01 by mg (known): s"/>',
    );
    expect(only({status: 'fail', consequence: 'note', summary: 's'})).to.include('<skipped message="noted only: s"/>');
  });

  it('has a suite for each top group, with counts that add up', () => {
    const text = junitReport(CANONICAL);
    expect(text).to.include('<testsuites name="Move jessica" tests="11" failures="1" errors="1" time="60.000">');
    expect(
      [...text.matchAll(/<testsuite name="([^"]*)" tests="(\d+)"/g)].map(([, name, tests]) => [name, tests]),
    ).to.deep.equal([
      ['DNS', '1'],
      ['Streams', '1'],
      ['Group', '9'],
    ]);
    expect(text).to.include(
      '<testcase name="stream: an idle stream outlives the timeout" classname="Streams / Direct path"',
    );
  });

  it('has the lines of the plan as properties, and the evidence as output', () => {
    const text = only({plan: [18, 19], evidence: [{what: 'A', value: ['192.0.2.1'], source: 'dig'}]});
    expect(text).to.include('<property name="plan:one" value="18, 19"/>');
    expect(text).to.match(/<system-out>[^<]*read: A: \["192\.0\.2\.1"\] \(dig\)/);
  });

  it('has an error for a run that did not end', () => {
    const text = withItems([row('one')], {incomplete: 'interrupted'});
    expect(text).to.include('<error message="INCOMPLETE: the run was interrupted">');
    expect(text).to.match(/<testsuites [^>]*errors="1"/);
  });

  it('writes hostile text as text', () => {
    const hostile = ']]><!--"&\u001b[31m\u0000\ud800\u202e\ufffe</system-out>';
    const text = only({summary: hostile, status: 'fail', path: [hostile, hostile], fix: hostile});
    expect(text.match(/<\/system-out>/g)).to.have.length(1);
    expect(text).to.not.include('<!--');
    expect(text).to.not.match(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
    expect(text.replace(/<[^<>]*>/g, '')).to.not.match(/[<>]|&(?!amp;|lt;|gt;|quot;|#\d+;)/);
  });
});

import {expect} from 'chai';
import {parse} from 'yaml';
import {tapReport} from '../../src/reports/tap.ts';
import {unfinishedReport} from '../../src/reports/unfinished.ts';
import {row} from '../model/report-of.ts';
import {CANONICAL} from '../support/canonical-report.ts';
import {parseTap} from '../support/formats/tap.ts';

describe('a run as TAP', () => {
  const lines = tapReport(CANONICAL).split('\n');

  it('has its version, its plan and a test for each item, in order', () => {
    expect(lines.slice(0, 2)).to.deep.equal(['TAP version 14', '1..11']);
    expect(lines.filter((line) => /^(not )?ok /.test(line)).map((line) => line.replace(/ - .*/, ''))).to.deep.equal([
      'ok 1',
      'not ok 2',
      'not ok 3',
      ...['ok 4', 'ok 5', 'ok 6', 'ok 7'],
      'not ok 8',
      ...['ok 9', 'ok 10', 'ok 11'],
    ]);
  });

  it('says why what was not looked at was skipped, and that a waived failure is to be done', () => {
    const text = lines.join('\n');
    expect(text).to.include('ok 4 - client: title of client # SKIP blocked by stream\n');
    expect(text).to.match(/\nnot ok 8 - readme: [^#]*# TODO waived until 2026-12-01 by mg \(known\): /);
  });

  it('has blocks that are YAML', () => {
    const blocks = [...lines.join('\n').matchAll(/^ {2}---\n([\s\S]*?)\n {2}\.\.\.$/gm)].map(([, block]) =>
      parse(block ?? ''),
    );
    expect(blocks).to.have.length(CANONICAL.items.length);
    expect(blocks[1])
      .to.deep.include({status: 'fail'})
      .and.to.deep.include({'to do': 'Send a comment at least every 1.5 s.'});
  });

  it('bails out of a run that did not end', () => {
    expect(tapReport({...CANONICAL, incomplete: 'bail'})).to.match(/\nBail out! INCOMPLETE: [^\n]*\n$/);
  });

  it('is not well to a parser where the run did not end, however little there is of it', () => {
    for (const report of [
      unfinishedReport({toolVersion: '1.2.3', at: new Date(0)}),
      {...CANONICAL, incomplete: 'interrupted' as const},
      {...CANONICAL, incomplete: 'bug' as const, items: [row('a')]},
    ]) {
      expect(parseTap(tapReport(report))).to.include({ok: false, bailout: true});
    }
    expect(parseTap(tapReport({...CANONICAL, items: [row('a')]}))).to.include({ok: true, bailout: false});
  });

  it('lets no text be a directive, another test or a line', () => {
    const hostile = 'x # SKIP\nok 2 - all is well\u2028\\# TODO';
    const text = tapReport({
      ...CANONICAL,
      items: [row('one', {status: 'fail', path: ['g', hostile], summary: hostile})],
    });
    expect(text.split('\n').filter((line) => /^(not )?ok /.test(line))).to.have.length(1);
    expect(text).to.match(/^not ok 1 - one: x \\# SKIP ok 2/m);
    expect(parse(/ {2}---\n([\s\S]*?)\n {2}\.\.\./.exec(text)?.[1] ?? '')).to.be.an('array');
  });
});

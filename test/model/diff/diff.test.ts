import {expect} from 'chai';
import {diffReports} from '../../../src/model/diff/diff.ts';
import type {ItemReport, Report} from '../../../src/model/report.ts';
import {diffMarkdown} from '../../../src/reports/diff-markdown.ts';
import {diffText} from '../../../src/reports/diff-text.ts';
import {CANONICAL} from '../../support/canonical-report.ts';
import {row, WAIVED} from '../report-of.ts';

const DECIDED = {verdict: 'proceed', reasons: [], skipped: []} as const;

function report(items: ItemReport[], more: Partial<Report> = {}): Report {
  return {...CANONICAL, mode: 'live', overrides: [], decision: {...DECIDED, reasons: [], skipped: []}, items, ...more};
}

const reading = (value: ItemReport['evidence'][number]['value'], what = 'idle timeout', source = 'arn:aws:x') => ({
  what,
  value,
  source,
});

describe('what differs between two reports', () => {
  const failed = {status: 'fail', confirmed: true} as const;
  const rows: [name: string, old: Partial<ItemReport> | null, now: Partial<ItemReport> | null, worse: boolean][] = [
    ['a pass that fails', {}, failed, true],
    ['a pass that is not known any more', {}, {status: 'error'}, true],
    ['a pass that is blocked', {}, {status: 'blocked', blockedBy: 'b'}, true],
    ['a pass that waits for a person', {}, {status: 'pending'}, true],
    ['a question that is now unknown', {status: 'pending'}, {status: 'error'}, true],
    ['what was unknown and fails', {status: 'error'}, failed, true],
    ['a failure that means rollback', failed, {...failed, consequence: 'rollback'}, true],
    [
      'a failure that is not confirmed',
      {...failed, consequence: 'rollback'},
      {...failed, consequence: 'rollback', confirmed: false},
      false,
    ],
    ['a pass that is skipped', {}, {status: 'skip'}, true],
    ['a failure that is skipped', failed, {status: 'skip'}, true],
    ['an item that is gone', {}, null, true],
    ['a failing item that is gone', failed, null, true],
    ['an item that is gone and was not looked at', {status: 'skip'}, null, false],
    ['a new item that passes', null, {}, false],
    ['a new item that fails', null, failed, true],
    ['a failure that passes', failed, {}, false],
    ['a failure that is unknown', failed, {status: 'error'}, false],
    ['a pass that fails and is waived', {}, {...failed, waiver: {...WAIVED, expires: '2026-12-01'}}, false],
    [
      'a waiver that has expired',
      {...failed, waiver: {...WAIVED, expires: '2026-12-01'}},
      {...failed, waiver: {...WAIVED, expires: '2026-01-01'}},
      true,
    ],
    ['a note that fails', {consequence: 'note'}, {...failed, consequence: 'note'}, false],
    ['a pass that is flaky', {}, {flaky: true}, false],
  ];
  for (const [name, old, now, worse] of rows) {
    it(`is ${worse ? '' : 'not '}worse: ${name}`, () => {
      const diff = diffReports(
        report(old === null ? [] : [row('a', old)]),
        report(now === null ? [] : [row('a', now)]),
      );
      expect(diff.worse).to.equal(worse);
      expect(diffText(diff).split('\n')[0]).to.match(
        worse ? /^worse: 1 item;/ : /^(?:changed, and nothing is worse|same);/,
      );
    });
  }

  it('is worse with a decision nearer to rollback, and with a report that is incomplete', () => {
    const of = (verdict: 'proceed' | 'hold' | 'rollback', wouldBe?: 'proceed' | 'hold') =>
      report([row('a')], {decision: {verdict, reasons: [], skipped: [], ...(wouldBe === undefined ? {} : {wouldBe})}});
    const worse = (old: Report, now: Report) => diffReports(old, now).worse;
    expect(worse(of('proceed'), of('hold'))).to.equal(true);
    expect(worse(of('hold'), of('rollback'))).to.equal(true);
    expect(worse(of('rollback'), of('hold'))).to.equal(false);
    expect(worse(of('hold', 'proceed'), of('hold', 'hold'))).to.equal(true);
    expect(worse(of('hold', 'proceed'), of('hold', 'proceed'))).to.equal(false);
    for (const incomplete of ['unfinished', 'interrupted', 'bail', 'bug', 'shards'] as const) {
      const cut = report([row('a')], {incomplete});
      expect(worse(cut, cut), incomplete).to.equal(true);
    }
    expect(worse(report([row('a')], {decision: null}), report([row('a')], {decision: null}))).to.equal(false);
  });

  it('is not worse where another stage does not look at an item', () => {
    const notDue = [row('a', {status: 'not-due'})];
    expect(diffReports(report([row('a')]), report(notDue)).worse).to.equal(true);
    expect(diffReports(report([row('a')]), report(notDue, {stage: 'soak'})).worse).to.equal(false);
  });

  it('names values, old and new, by the member that differs', () => {
    const old = report([row('a', {evidence: [reading({seconds: 60, kept: 1}), reading('gone', 'port')]})]);
    const now = report([row('a', {status: 'fail', summary: 'cut', evidence: [reading({seconds: 120, kept: 1})]})], {
      stage: 'soak',
    });
    expect(diffText(diffReports(old, now))).to.equal(
      [
        'worse: 1 item (of another stage); decision: proceed',
        'stage: cutover → soak',
        '',
        'Worse (1)',
        '  a: pass → fail',
        '      cut',
        '      idle timeout.seconds: 60 → 120 (arn:aws:x)',
        '      port: gone → nothing (arn:aws:x)',
        '',
      ].join('\n'),
    );
  });

  it('is the same verdict on other values, where nothing else is', () => {
    const of = (seconds: string) => report([row('a', {evidence: [reading(seconds)]})]);
    const diff = diffReports(of('60 s'), of('120 s'));
    expect([diff.same, diff.worse]).to.deep.equal([true, false]);
    expect(diffText(diff)).to.equal(
      'same; decision: proceed\n\nThe same verdict on other values (1)\n  a: pass\n      idle timeout: 60 s → 120 s (arn:aws:x)\n',
    );
    expect(diffText(diffReports(of('60 s'), of('60 s')))).to.equal('same; decision: proceed\n');
  });

  const volatile: [
    old: ItemReport['evidence'][number]['value'],
    now: ItemReport['evidence'][number]['value'],
    same: boolean,
  ][] = [
    ['404 after 455 ms', '404 after 1.2 s', true],
    ['404 after 455 ms', '405 after 455 ms', false],
    ['1 s, 2.5 s', '1.1 s, 2 s', true],
    ['60 s', '61 s', false],
    ['127.0.0.1:33951', '127.0.0.1:41933', true],
    ['127.0.0.1:8443', '127.0.0.1:9443', false],
    ['asked at 2026-11-15T11:59:05.777Z', 'asked at 2026-11-15T12:00:01Z', true],
    [
      {date: 'Mon, 30 Nov 2026 06:23:08 GMT', 'x-amzn-requestid': 'a'},
      {date: 'Mon, 30 Nov 2026 06:23:47 GMT', 'x-amzn-requestid': 'b'},
      true,
    ],
    [{server: 'nginx'}, {server: 'caddy'}, false],
    [
      '{"instance":"f8ce4c36-575a-4fd4-85da-bb85404c7416","uptimeMs":95,"heart":10…',
      '{"instance":"6e6e0b21-c656-4e7f-bd29-d9c181d6ef5d","uptimeMs":1,"heart":1…',
      true,
    ],
    [{firstByteAtMs: 3}, {firstByteAtMs: 9}, true],
    [{firstByteAtMs: 3}, {firstByteAtMs: null}, false],
    [{notAfter: '2027-11-30T06:00:00Z'}, {notAfter: '2026-12-02T06:00:00Z'}, false],
    ['ends on 2027-11-30T06:00:00Z', 'ends on 2026-12-02T06:00:00Z', false],
    [{idleTimeoutMs: 60_000}, {idleTimeoutMs: 4_000_000}, false],
    ['{"idleTimeoutMs":60000}', '{"idleTimeoutMs":400}', false],
    [
      'arn:aws:acm:eu-central-1:111122223333:certificate/f8ce4c36-575a-4fd4-85da-bb85404c7416',
      'arn:aws:acm:eu-central-1:111122223333:certificate/6e6e0b21-c656-4e7f-bd29-d9c181d6ef5d',
      false,
    ],
    [12, 13, false],
    [['a', 'b'], ['a'], false],
    [null, 'x', false],
  ];
  for (const [old, now, same] of volatile) {
    it(`${same ? 'leaves out' : 'lists'} ${JSON.stringify(old)} and ${JSON.stringify(now)}`, () => {
      const of = (value: typeof old) => report([row('a', {evidence: [reading(value)]})]);
      const diff = diffReports(of(old), of(now));
      expect([diff.items.length, diff.volatileValues]).to.deep.equal(same ? [0, 1] : [1, 0]);
    });
  }

  it('compares what is read several times in its order, also where the time is part of the name', () => {
    const of = (minute: number, last: string) =>
      report([
        row('a', {
          evidence: ['x', 'y', last].map((value) => reading(value, `A, asked at 2026-11-30T06:0${minute}:00Z`)),
        }),
      ]);
    expect(diffReports(of(1, 'z'), of(2, 'z')).items).to.deep.equal([]);
    expect(diffText(diffReports(of(1, 'z'), of(2, 'w')))).to.contain(
      'A, asked at 2026-11-30T06:02:00Z: z → w (arn:aws:x)',
    );
  });

  it('lets text from outside neither begin a line nor colour it, nor be markup', () => {
    const hostile = '\u001b[31m<script>|`*\r\nworse: 0\u202e';
    const old = report([row('a', {evidence: [reading('fine', hostile, hostile)]}), row(hostile)]);
    const now = report([row('a', {status: 'fail', summary: hostile, evidence: [reading(hostile, hostile, hostile)]})]);
    const diff = diffReports(old, now);
    const lines = diffText(diff).split('\n');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(diffText(diff)).not.to.match(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(lines.filter((line) => line.startsWith('worse:'))).to.have.lengthOf(1);
    const markdown = diffMarkdown(diff);
    expect(markdown).not.to.contain('<script>');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(markdown).not.to.match(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    for (const line of markdown.split('\n').filter((text) => text.startsWith('| '))) {
      expect(line.replaceAll('\\|', '').match(/\|/g)).to.have.lengthOf(4);
    }
  });

  it('folds what rests on other values, in Markdown, and does not outgrow a comment', () => {
    const items = (value: number) =>
      Array.from({length: 10_000}, (_, at) => row(`i${at}`, {evidence: [reading(value)]}));
    const diff = diffReports(report(items(1)), report(items(2)));
    const markdown = diffMarkdown(diff);
    expect(markdown).to.match(
      /^\*\*same; decision: proceed\*\*\n\n<details><summary>The same verdict on other values \(10000\)<\/summary>\n\n\| item/,
    );
    expect(markdown)
      .to.match(/\n\| and \d+ more \| \| \|\n/)
      .and.to.have.property('length')
      .below(65_536);
    const long = (value: string) =>
      Array.from({length: 300}, (_, at) => row(`i${at}`, {evidence: [{...reading(1), value: value.repeat(300)}]}));
    expect(diffMarkdown(diffReports(report(long('a')), report(long('b')))).length).to.be.within(50_000, 65_536);
    expect(diffText(diff).split('\n').length).to.be.above(20_000);
  });

  it('says what else the reports are of', () => {
    const values = [{name: 'vars.host', value: 'b', source: '--var'}];
    const now = report([row('a')], {values, mode: 'lab', checklist: {...CANONICAL.checklist, sha256: 'b'.repeat(64)}});
    expect(
      diffText(diffReports(report([row('a')]), now))
        .split('\n')
        .slice(1, 4),
    ).to.deep.equal([
      'checklist: aaaaaaaaaaaa → bbbbbbbbbbbb',
      'mode: live → lab',
      'value vars.host: mcp.run.georgi.io → b',
    ]);
  });
});

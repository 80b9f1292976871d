import {createHash} from 'node:crypto';
import {expect} from 'chai';
import type {ItemReport, Report} from '../../../src/model/report.ts';
import {RUN_REPORTS} from '../../../src/reports/formats.ts';
import {runHtml} from '../../../src/reports/html/page.ts';
import {jsonReport} from '../../../src/reports/json.ts';
import {unfinishedReport} from '../../../src/reports/unfinished.ts';
import {row, WAIVED} from '../../model/report-of.ts';
import {CANONICAL} from '../../support/canonical-report.ts';
import {expectGolden} from '../../support/golden.ts';
import {CUT, HOSTILE, STREAM, UNREACHED} from '../../support/stream-reports.ts';

const SIGN_OFF: ItemReport = {
  ...row('drill', {plan: [228]}),
  check: null,
  manual: {
    ask: 'Was the way back rehearsed?',
    approvers: ['ops'],
    asked: 'd'.repeat(64),
    file: 'signoffs/prod/drill.yaml',
    answerWith: 'migrate-check signoff approve drill --env prod --evidence URL',
  },
  summary: 'approved by mg at 2026-11-14T10:00:00Z',
  evidence: [
    {
      what: 'sign-off by mg',
      value: {
        verdict: 'approved',
        at: '2026-11-14T10:00:00Z',
        evidence: 'https://wiki.example/drill?a=1&b=2',
        comment: null,
      },
      source: 'signoffs/prod/drill.yaml:1:1',
    },
  ],
};

/** With something in each part of the page. */
const FULL: Report = {
  ...CANONICAL,
  items: [...CANONICAL.items, SIGN_OFF],
  summary: {...CANONICAL.summary, total: 12, pass: 4},
  streams: [STREAM, CUT, UNREACHED],
};

const withItems = (items: ItemReport[], more: Partial<Report> = {}) => runHtml({...CANONICAL, ...more, items});

function hashSources(page: string, directive: string): string[] {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1]?.replaceAll('&#39;', "'") ?? '';
  const [, sources = ''] = new RegExp(`${directive} ([^;]*)`).exec(policy) ?? [];
  return sources.split(' ');
}

function hashOf(page: string, element: string): string {
  const text = new RegExp(`<${element}>(.*?)</${element}>`, 's').exec(page)?.[1] ?? '';
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

describe('a run as one page of HTML', () => {
  it('has everything that is known, as the golden file shows it', () => {
    expectGolden('report.html', RUN_REPORTS.formats.html?.(FULL) ?? '');
  });

  it('allows its own style and script alone, by their hashes, and has no other', () => {
    const page = runHtml(FULL);
    expect(page).to.include('content="default-src &#39;none&#39;; ');
    expect(hashSources(page, 'style-src')).to.deep.equal([hashOf(page, 'style')]);
    expect(hashSources(page, 'script-src')).to.deep.equal([hashOf(page, 'script')]);
    expect(page.match(/<style\b/g)).to.have.length(1);
    expect(page.match(/<script\b/g)).to.have.length(1);
    expect(page).to.not.match(/<[^>]*\s(?:style|on\w+|src)=/);
  });

  it('says the verdict first, with the root causes, what to do, and what they block', () => {
    const page = runHtml(FULL);
    expect(page).to.include('<title>HOLD: Move jessica</title>');
    const texts = page.replace(/<style>.*?<\/style>/s, '').replace(/<[^>]*>/g, '');
    const order = [
      'OVERRIDDEN',
      'on a live run it would be rollback',
      '1 root cause',
      'To do:',
      'blocks 1 item',
      'Status',
    ];
    const places = order.map((text) => texts.indexOf(text));
    expect(places, String(places)).to.deep.equal(places.toSorted((a, b) => a - b));
    expect(places[0]).to.be.at.least(0);
  });

  it('says in its first line and title that a run is incomplete, and is never green then', () => {
    for (const incomplete of ['unfinished', 'interrupted', 'bail', 'bug'] as const) {
      const live: Partial<Report> = {mode: 'live', overrides: [], incomplete};
      for (const decision of [null, {verdict: 'proceed' as const, reasons: [], skipped: []}]) {
        const page = withItems([row('one')], {...live, decision});
        expect(page).to.match(/<title>INCOMPLETE: /);
        expect(page).to.match(
          /<main>\s*<header class="verdict (?:open|bad)">\s*<p class="banner"><strong>INCOMPLETE: /,
        );
      }
    }
    const page = runHtml(unfinishedReport({toolVersion: '0.0.0', at: new Date('2026-11-15T12:00:00Z')}));
    expect(page).to.include('<title>INCOMPLETE: HOLD: the migration</title>');
  });

  it('is green for a whole live run that says proceed, and for a command that decides nothing and found nothing wrong', () => {
    const live: Partial<Report> = {mode: 'live', overrides: []};
    const proceed = {verdict: 'proceed' as const, reasons: [], skipped: []};
    expect(withItems([row('one')], {...live, decision: proceed})).to.include('class="verdict good"');
    expect(withItems([row('one')], {...live, mode: 'lab', decision: proceed})).to.include('class="verdict open"');
    const undecided = (item: Partial<ItemReport>) => withItems([row('one', item)], {...live, decision: null});
    for (const fine of [{}, {status: 'fail', waiver: WAIVED}, {status: 'fail', consequence: 'note'}] as const) {
      expect(undecided(fine)).to.include('<title>PASSED: ').and.include('class="verdict good"');
    }
    expect(undecided({status: 'fail'}))
      .to.include('<title>FAILED: ')
      .and.include('class="verdict bad"');
    expect(undecided({status: 'error'}))
      .to.include('<title>NOT DETERMINED: ')
      .and.include('class="verdict open"');
    expect(undecided({status: 'pending'}))
      .to.include('<title>PENDING: ')
      .and.include('class="verdict open"');
    expect(undecided({status: 'skip'}))
      .to.include('<title>NOTHING WAS JUDGED: ')
      .and.include('class="verdict open"');
  });

  it('is the hash of what the JSON reporter writes that it prints', () => {
    const sum = createHash('sha256').update(jsonReport(FULL)).digest('hex');
    expect(runHtml(FULL)).to.include(`<code>${sum}</code>`);
  });

  it('makes links of http and https URLs, and of nothing else', () => {
    const evidence = (value: string) => [{what: 'sign-off', value: {evidence: value}, source: 'file.yaml:1:1'}];
    const links = (value: string) =>
      [...withItems([row('one', {evidence: evidence(value)})]).matchAll(/<a href="([^#"][^"]*)"([^>]*)>/g)].map(
        ([, href, more]) => `${href}${more}`,
      );
    expect(links('see https://a.example/x and http://b.example')).to.deep.equal([
      'https://a.example/x rel="noreferrer"',
      'http://b.example rel="noreferrer"',
    ]);
    for (const text of [
      'javascript:alert(1)//https://x',
      'data:text/html,https://x',
      'file:///etc/passwd',
      'https://',
      'https://a.example/\u202egnp.exe',
      ' ftp://a.example',
    ]) {
      expect(links(text), text).to.deep.equal([]);
    }
  });

  it('writes hostile text as text, wherever it is', () => {
    const hostile =
      '</style></script><script>alert(1)</script><img src=x onerror="alert(1)">&"\'\u001b[31m\u0000\ud800\u202e`';
    const item = row(hostile, {
      path: [hostile, hostile],
      status: 'fail',
      summary: hostile,
      fix: hostile,
      byHand: hostile,
      expected: hostile,
      actual: hostile,
      evidence: [
        {what: hostile, value: hostile, source: hostile},
        {what: hostile, value: {[hostile]: hostile}, source: hostile},
        {what: hostile, value: [{[hostile]: [hostile]}], source: hostile},
      ],
      candidates: [{cause: hostile, because: hostile, fix: hostile, decidedBy: hostile}],
      attempts: [{status: 'fail', summary: hostile, startedAt: CANONICAL.startedAt, durationMs: 1}],
      tags: [hostile],
      stages: [hostile],
      waiver: {...WAIVED, reason: hostile, approver: hostile, ticket: hostile},
      staleWaiver: hostile,
      blockedBy: hostile,
      wayBack: hostile,
      source: {file: hostile, line: 1, column: 1},
    });
    const page = runHtml({
      ...CANONICAL,
      mode: 'overridden',
      overrides: [hostile],
      checklist: {...CANONICAL.checklist, title: hostile, file: hostile, stages: [hostile]},
      environment: hostile,
      stage: hostile,
      vantage: hostile,
      tool: {name: 'migrate-check', version: hostile},
      accounts: [{name: hostile, id: hostile, caller: hostile, region: hostile}],
      git: {commit: hostile, dirty: true},
      values: [{name: hostile, value: {[hostile]: hostile}, source: hostile}],
      calls: {[hostile]: 1},
      staleWaivers: [{item: hostile, reason: hostile}],
      selection: {only: [hostile], skip: [hostile], tags: [hostile], due: 2, notRun: 1},
      decision: {
        verdict: 'rollback',
        reasons: [{code: hostile, text: hostile, items: [hostile]}],
        skipped: [{item: hostile, because: hostile}],
      },
      rollback: {decider: hostile, steps: [{do: hostile, by: hostile, takes: hostile, command: hostile}]},
      items: [
        item,
        {...SIGN_OFF, manual: {ask: hostile, approvers: [hostile], asked: hostile, file: hostile, answerWith: hostile}},
      ],
      streams: [{...HOSTILE, items: [hostile]}],
    });
    expect(page.match(/<script\b/g)).to.have.length(1);
    expect(page).to.not.include('<img');
    expect(page.isWellFormed()).to.equal(true);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them is to be left
    expect(page).to.not.match(/[\u0000-\u0008\u000b-\u001f\u202e]/);
    for (const [, attributes = ''] of page.matchAll(/<[a-z][a-z0-9]*((?:\s[^<>]*?)?)\/?>/g)) {
      expect(attributes).to.match(/^(?:\s+[a-zA-Z0-9-]+(?:="[^"<]*")?)*\s*$/);
    }
  });

  it('says what there is not: no items, no accounts, no streams', () => {
    const page = withItems([], {accounts: [], decision: null});
    expect(page).to.include('There are none.');
    expect(page).to.include('nobody that AWS has named');
    expect(page).to.not.include('id="streams"');
  });
});

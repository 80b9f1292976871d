import {createHash} from 'node:crypto';
import {expect} from 'chai';
import type {ItemReport, Report} from '../../../src/model/report.ts';
import {RUN_REPORTS} from '../../../src/reports/formats.ts';
import {runHtml} from '../../../src/reports/html/page.ts';
import {jsonReport} from '../../../src/reports/json.ts';
import {unfinishedReport} from '../../../src/reports/unfinished.ts';
import {row, WAIVED} from '../../model/report-of.ts';
import {CANONICAL} from '../../support/canonical-report.ts';
import {FULL, HOSTILE_REPORT} from '../../support/full-report.ts';
import {expectGolden} from '../../support/golden.ts';

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
    const page = runHtml(HOSTILE_REPORT);
    expect(page.match(/<script\b/g)).to.have.length(1);
    expect(page).to.not.include('<img');
    expect(page.isWellFormed()).to.equal(true);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: none of them is to be left
    expect(page).to.not.match(/[\u0000-\u0008\u000b-\u001f\u202e]/);
    for (const [, attributes = ''] of page.matchAll(/<[a-z][a-z0-9]*((?:\s[^<>]*?)?)\/?>/g)) {
      expect(attributes).to.match(/^(?:\s+[a-zA-Z0-9-]+(?:="[^"<]*")?)*\s*$/);
    }
  });

  it('shows which lines of the plan have items, the worst of them, and which lines have none', () => {
    const items = [
      row('one', {plan: [3, 4]}),
      row('two', {plan: [4], status: 'error'}),
      row('three', {plan: [4], status: 'fail'}),
    ];
    const textOf = (page: string) => page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    const linesWithoutItem = [1, 6, 7, 8, 10];
    const page = textOf(withItems(items, {plan: {file: 'PLAN.md', linesWithoutItem}}));
    expect(page).to.include('2 lines of the plan have items. PLAN.md: no item is about lines 1, 6-8, 10.');
    expect(page).to.include('Line Result Items 3 ✔ passed one 4 ✖ failed one , two , three');
    expect(textOf(withItems(items, {plan: {file: 'PLAN.md', linesWithoutItem: []}}))).to.include(
      'PLAN.md: every line with text has one.',
    );
    expect(textOf(withItems([row('one')]))).to.not.include('Lines of the plan');
  });

  it('says what there is not: no items, no accounts, no streams', () => {
    const page = withItems([], {accounts: [], decision: null});
    expect(page).to.include('There are none.');
    expect(page).to.include('nobody that it named');
    expect(page).to.not.include('id="streams"');
  });
});

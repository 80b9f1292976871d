import {expect} from 'chai';
import {decide} from '../../src/model/decision/decision.ts';
import type {ItemReport, Report} from '../../src/model/report.ts';
import {summarize} from '../../src/model/summary.ts';
import {createPlainScreen} from '../../src/render/plain-screen.ts';
import {runText} from '../../src/render/run-text.ts';
import {createPaint, type Layout} from '../../src/render/style.ts';
import {row} from '../model/report-of.ts';
import {CANONICAL} from '../support/canonical-report.ts';

const LAYOUT: Layout = {paint: createPaint(false), width: 80, verbose: false};
const NO_CREDENTIALS = 'account platform (444444444444): there are no credentials';

const times = (count: number, make: (n: number) => ItemReport) => Array.from({length: count}, (_, n) => make(n));
const refused = (id: string, more: Partial<ItemReport> = {}) =>
  row(id, {
    status: 'error',
    summary: `elb:Describe in ${NO_CREDENTIALS} (${id})`,
    commonCause: NO_CREDENTIALS,
    fix: 'log in',
    byHand: 'aws look',
    ...more,
  });
const failed = (id: string, more: Partial<ItemReport> = {}) =>
  row(id, {
    status: 'fail',
    confirmed: true,
    summary: `${id} is closed`,
    fix: `open ${id}`,
    byHand: `show ${id}`,
    ...more,
  });

function reportOf(items: ItemReport[], more: Partial<Report> = {}): Report {
  const report = {...CANONICAL, mode: 'live' as const, overrides: [], items, ...more};
  const whole = {...report, summary: summarize(items, [])};
  return {...whole, decision: decide([whole], {now: new Date(whole.finishedAt), maxAgeMs: Number.POSITIVE_INFINITY})};
}

/** All that a run without a terminal prints. */
function printed(report: Report, layout: Layout = LAYOUT): string {
  const chunks: string[] = [];
  const screen = createPlainScreen({write: (chunk: string) => chunks.push(chunk) > 0}, () => layout);
  const {items, mode, overrides} = report;
  screen.emit({type: 'run-started', title: 'T', mode, overrides, items: items.map(({id, path}) => ({id, path}))});
  for (const item of items) screen.emit({type: 'item-finished', item});
  screen.emit({type: 'run-finished', report});
  return chunks.join('');
}

describe('one cause, once', () => {
  const later = times(30, (n) => row(`later-${n}`, {status: 'not-due', stages: ['cleanup'], summary: 'not due yet'}));

  it('is a block with all its items, and a line as it comes', () => {
    const report = reportOf([...times(11, (n) => refused(`look-${n}`)), ...later, row('good')]);
    const text = printed(report);
    expect(text).to.include(
      `? ERROR  ${NO_CREDENTIALS}\n  items     11: look-0, look-1, look-2 and 8 more\n  to do     log in`,
    );
    expect(text.match(/^ERROR/gm)).to.have.length(1);
    expect(text).not.to.include('later-').and.not.to.include('look-9');
    expect(text).to.include('30 not due of 42 items');
    expect(text.split('\n').length).to.be.lessThan(20);
  });

  it('is two where there are two, whatever the actions and codes in the summaries', () => {
    const other = {commonCause: 'account dns (111111111111): the credentials have expired'};
    const text = printed(reportOf([refused('a'), refused('b', other), refused('c'), refused('d', other)]));
    expect(text.match(/^[?] ERROR/gm)).to.have.length(2);
    expect(text).to.include('items     a, c').and.include('items     b, d');
  });

  it('is also what has the same words and advice, and not what has only one of them', () => {
    const same = {commonCause: null, summary: 'not run: interrupted', fix: 'Run again.'};
    const text = runText(
      reportOf([refused('a', same), refused('b', same), refused('c', {...same, fix: 'another'})]),
      LAYOUT,
    );
    expect(text).to.include('? ERROR  not run: interrupted\n  items     a, b').and.include('? ERROR  c\n');
  });

  it('is a failure with what it blocks', () => {
    const victims = times(5, (n) => row(`v${n}`, {status: 'blocked', blockedBy: 'port'}));
    const text = printed(reportOf([failed('port'), ...victims, ...later]));
    expect(text).to.include('blocks    v0, v1, v2, v3, v4');
    expect(text.match(/^blocked /gm)).to.have.length(1);
  });

  it('shows each item in full when asked to be verbose', () => {
    const text = printed(reportOf([...times(11, (n) => refused(`look-${n}`)), ...later]), {...LAYOUT, verbose: true});
    expect(text.match(/^[?] ERROR {2}look-/gm)).to.have.length(11);
    expect(text.match(/^not due later-/gm)).to.have.length(30);
  });

  it('is in short where there are many, and each is there once', () => {
    const text = runText(reportOf(times(6, (n) => failed(`f${n}`))), LAYOUT);
    for (const n of [0, 1, 2, 3, 4, 5]) expect(text.match(new RegExp(`f${n} is closed`, 'g'))).to.have.length(1);
    expect(text)
      .to.include('and 3 more, above')
      .and.include('(--verbose: what was read')
      .and.not.include('by hand   show');
    expect(runText(reportOf(times(4, (n) => failed(`f${n}`))), LAYOUT)).to.include('by hand   show f3');
  });

  it('counts many questions by who may answer', () => {
    const question = (id: string, approvers: string[]) =>
      row(id, {
        status: 'pending',
        summary: 'waits',
        manual: {ask: 'Is it?', approvers, asked: 'a'.repeat(64), file: 'f', answerWith: 'answer'},
      });
    const many = times(6, (n) => question(`q${n}`, n < 4 ? ['ops'] : ['ops', 'service']));
    expect(runText(reportOf(many), LAYOUT)).to.include(
      'Waiting for people (6)\n  ◌ ops (4): q0, q1, q2 and 1 more\n  ◌ ops or service (2): q4, q5\n  `migrate-check signoff list` shows the questions.\n',
    );
    expect(runText(reportOf(many.slice(0, 2)), LAYOUT)).to.include('  ◌ q1: waits');
  });
});

describe('the last lines of a run', () => {
  it('of a rollback name what must hold after it, before what to do next', () => {
    const report = reportOf([
      failed('port', {onFail: 'rollback', consequence: 'rollback'}),
      row('old-path', {status: 'not-due', stages: ['rollback']}),
      row('rule-gone', {status: 'not-due', stages: ['rollback']}),
    ]);
    const last = lines(report);
    const at = last.indexOf('What must hold after rolling back (`--stage rollback` looks at it):');
    expect(last[at + 1]).to.equal('  - old-path, rule-gone');
    expect(last[at + 2]).to.match(/^Next: roll back now/);
    expect(
      lines(reportOf([row('ok'), row('old-path', {status: 'not-due', stages: ['rollback']})])).join('\n'),
    ).not.to.include('What must hold');
  });

  const lines = (report: Report) => runText(report, LAYOUT).split('Decision: ')[1]?.split('\n') ?? [];
  const worst = {onFail: 'rollback', consequence: 'rollback'} as const;

  it('of a rollback name the roots, the steps, and no other advice', () => {
    const report = reportOf([
      failed('port', worst),
      row('s', {...worst, status: 'blocked', blockedBy: 'port'}),
      refused('x'),
    ]);
    expect(lines(report)).to.deep.equal([
      'ROLLBACK',
      '  - port: port is closed (which blocks s)',
      '  - 1 item could not be determined',
      'Rollback (ops decides; 2 steps; 7 min in all):',
      "  1. turn the front end's stream flag off (jd, 2 min)",
      '  2. take the listener rule away (mg, 5 min)',
      '     terraform -chdir=jessica apply -var sse=false \\u{1b}[31m',
      'Next: roll back now, with these steps, then run again with `--stage rollback`:',
      'it says whether we are back.',
    ]);
  });

  it('of a hold say what to do about the root', () => {
    expect(lines(reportOf([failed('port'), refused('x'), refused('y')]))).to.deep.equal([
      'HOLD',
      `  - ${NO_CREDENTIALS} (2 items)`,
      '      to do: log in',
      '  - port: port is closed',
      '      to do: open port',
      'Next: see to the first of these, then to the others, and run again; do not roll',
      'back for this.',
    ]);
  });

  it('of a proceed say which stage is next', () => {
    expect(lines(reportOf([row('a')]))).to.deep.equal([
      'PROCEED',
      '  - of 1 item due at stage cutover none is in the way',
      'Next: stage soak; run again with `--stage soak` once what the plan has for it is',
      'done.',
    ]);
  });

  it('at the stage rollback say whether we are back', () => {
    const stages = ['rollback'];
    expect(lines(reportOf([row('a', {stages})], {stage: 'rollback'}))[0]).to.equal('WE ARE BACK');
    const not = lines(reportOf([failed('a', {stages})], {stage: 'rollback'}));
    expect(not[0]).to.equal('NOT BACK YET');
    expect(not).to.include('Steps of the rollback (ops decides; 2 steps; 7 min in all):');
  });

  it('fit a small terminal with three roots at the cutover', () => {
    const victims = ['a', 'b', 'c'].flatMap((root) =>
      times(5, (n) => row(`${root}${n}`, {...worst, status: 'blocked', blockedBy: root})),
    );
    const last = lines(reportOf([failed('a', worst), failed('b'), failed('c'), ...victims]));
    expect(last.length).to.be.lessThan(24);
    for (const root of ['a', 'b', 'c'])
      expect(last).to.include(`  - ${root}: ${root} is closed (which blocks 5 items)`);
  });
});

import {expect} from 'chai';
import {DEFAULT_STAGES} from '../../../src/model/checklist.ts';
import {decide} from '../../../src/model/decision/decision.ts';
import {UsageError} from '../../../src/model/errors.ts';
import type {ItemReport, Report} from '../../../src/model/report.ts';
import {reportOf, row, WAIVED} from '../report-of.ts';

const NOW = new Date('2026-11-15T12:00:00Z');
const WORTH_ROLLBACK = {onFail: 'rollback', consequence: 'rollback'} as const;
const broken = (id: string, more: Partial<ItemReport> = {}) =>
  row(id, {...WORTH_ROLLBACK, status: 'fail', confirmed: true, ...more});
const LATER: Partial<ItemReport> = {status: 'not-due', stages: ['cleanup']};
const EXPIRED = {...WAIVED, expires: '2026-11-14'};
const failed = (id: string, more: Partial<ItemReport> = {}) => row(id, {status: 'fail', confirmed: true, ...more});

const attemptAt = (time: string) => ({
  status: 'pass' as const,
  summary: '',
  startedAt: `2026-11-15T${time}Z`,
  durationMs: 1000,
});

function of(
  items: ItemReport[],
  more: Parameters<typeof reportOf>[1] = {},
  options: Partial<Parameters<typeof decide>[1]> = {},
) {
  const {verdict, reasons} = decide([reportOf(items, more)], {now: NOW, ...options});
  return [verdict, ...reasons.map(({code}) => code)].join(' ');
}

describe('the decision of one report', () => {
  const rows: [string, ItemReport[], string][] = [
    ['all passed', [row('a')], 'proceed all-clear'],
    ['skipped and not due', [row('a'), row('b', {status: 'skip'}), row('c', LATER)], 'proceed all-clear'],
    ['a waived failure', [failed('a', {waiver: WAIVED})], 'proceed all-clear'],
    ['a waived failure that means rollback', [broken('a', {waiver: WAIVED})], 'proceed all-clear'],
    [
      'a note of any sort',
      (['fail', 'error', 'pending', 'blocked'] as const).map((status) => row(status, {status, consequence: 'note'})),
      'proceed all-clear',
    ],
    ['a flaky pass', [row('a', {flaky: true})], 'proceed all-clear'],
    ['a failure that means rollback', [broken('a')], 'rollback failed-rollback'],
    ['one that was not confirmed', [broken('a', {confirmed: false})], 'hold failed'],
    ['one whose attempts disagreed', [broken('a', {confirmed: false, flaky: true})], 'hold flaky'],
    ['a failure that means hold', [failed('a')], 'hold failed'],
    ['not knowing, of something that means rollback', [row('a', {...WORTH_ROLLBACK, status: 'error'})], 'hold error'],
    ['waiting for a person', [row('a', {status: 'pending'})], 'hold pending'],
    [
      'what means rollback, blocked by a confirmed failure that means hold',
      [failed('a'), row('b', {...WORTH_ROLLBACK, status: 'blocked', blockedBy: 'a'})],
      'rollback blocked-rollback failed',
    ],
    [
      'what means rollback, blocked by a flaky failure',
      [failed('a', {confirmed: false, flaky: true}), row('b', {...WORTH_ROLLBACK, status: 'blocked', blockedBy: 'a'})],
      'hold blocked flaky',
    ],
    [
      'what means rollback, blocked by what could not be determined',
      [row('a', {status: 'error'}), row('b', {...WORTH_ROLLBACK, status: 'blocked', blockedBy: 'a'})],
      'hold error blocked',
    ],
    [
      'what means rollback, blocked by what was not run',
      [row('b', {...WORTH_ROLLBACK, status: 'blocked', blockedBy: 'a'})],
      'hold blocked',
    ],
    [
      'what means hold, blocked by a failure that means rollback',
      [broken('a'), row('b', {status: 'blocked', blockedBy: 'a'})],
      'rollback failed-rollback blocked',
    ],
    [
      'everything at once',
      [
        row('e', {status: 'pending'}),
        row('d', {status: 'blocked', blockedBy: 'c'}),
        row('c', {status: 'error'}),
        failed('b'),
        broken('a'),
        failed('f', {flaky: true, confirmed: false}),
      ],
      'rollback failed-rollback failed error blocked pending flaky',
    ],
    ['nothing at all', [], 'hold no-items'],
    ['nothing that is due', [row('a', LATER)], 'hold no-items'],
    ['nothing that was looked at', [row('a', {status: 'skip'}), row('b', LATER)], 'hold nothing-judged'],
    ['a note alone', [row('a', {consequence: 'note'})], 'proceed all-clear'],
    ['a failure both confirmed and flaky', [broken('a', {flaky: true})], 'hold flaky'],
    ['a waiver of what did not fail', [row('a', {status: 'error', waiver: WAIVED})], 'hold error'],
    ['a waiver of what is blocked', [row('a', {status: 'blocked', waiver: WAIVED})], 'hold blocked'],
    ['an expired waiver', [failed('a', {waiver: EXPIRED})], 'hold failed'],
    ['an expired waiver of what means rollback', [broken('a', {waiver: EXPIRED})], 'rollback failed-rollback'],
    [
      'what means rollback, blocked by a waived failure',
      [failed('a', {waiver: WAIVED}), row('b', {...WORTH_ROLLBACK, status: 'blocked', blockedBy: 'a'})],
      'hold blocked',
    ],
  ];
  for (const [name, items, expected] of rows) {
    it(`${name}: ${expected}`, () => expect(of(items)).to.equal(expected));
  }

  for (const [stage, expected] of [
    ['ready', 'hold failed before-cutover'],
    ['cutover', 'rollback failed-rollback'],
    ['soak', 'rollback failed-rollback'],
    ['cleanup', 'hold failed'],
    ['rollback', 'hold failed'],
    [null, 'hold failed no-stage'],
  ] as const) {
    it(`rolls back at cutover and later, but for cleanup: ${stage} ${expected}`, () => {
      expect(of([broken('a', {stages: [...DEFAULT_STAGES, 'rollback']})], {stage})).to.equal(expected);
    });
  }

  it('counts by the checklist’s own stages', () => {
    const checklist = {...reportOf([]).checklist, stages: ['build', 'cutover', 'canary', 'cleanup', 'after']};
    const {stages} = checklist;
    const verdictAt = (stage: string) => of([broken('a', {stages})], {stage, checklist}).split(' ')[0];
    expect(['build', 'canary', 'cleanup', 'after'].map(verdictAt)).to.deep.equal([
      'hold',
      'rollback',
      'hold',
      'rollback',
    ]);
  });

  it('believes neither counts nor the verdict that a report carries', () => {
    const forged = {
      ...reportOf([failed('a')]),
      decision: {verdict: 'proceed', reasons: []},
      summary: {total: 1, fail: 0},
    };
    expect(decide([forged], {now: NOW}).verdict).to.equal('hold');
  });

  it('names the items, at most three in the text', () => {
    const [reason] = decide([reportOf(['a', 'b', 'c', 'd', 'e'].map((id) => failed(id)))], {now: NOW}).reasons;
    expect(reason).to.deep.equal({
      code: 'failed',
      text: '5 items failed: a, b, c and 2 more',
      items: ['a', 'b', 'c', 'd', 'e'],
    });
  });

  describe('holds', () => {
    it('when the run is incomplete', () => {
      for (const incomplete of ['interrupted', 'bail', 'bug'] as const) {
        expect(of([row('a')], {incomplete})).to.equal('hold incomplete');
      }
    });

    it('when it is a selection that left due items out', () => {
      const selection = {only: ['a'], skip: [], tags: [], due: 34, notRun: 33};
      const {verdict, reasons} = decide([reportOf([row('a')], {selection})], {now: NOW});
      expect([verdict, reasons[0]?.text]).to.deep.equal(['hold', '33 of 34 due items were not run']);
      expect(of([row('a')], {selection: {...selection, due: 1, notRun: 0}})).to.equal('proceed all-clear');
      // What it left out counts, whatever it says of all.
      expect(of([row('a')], {selection: {...selection, due: 1}})).to.equal('hold selection');
    });

    it('when the file has environments and none was named', () => {
      expect(of([row('a')], {environment: null})).to.equal('hold environment');
      const checklist = {...reportOf([]).checklist, environments: []};
      expect(of([row('a')], {environment: null, checklist})).to.equal('proceed all-clear');
    });

    for (const [stage, limitMs] of [
      ['cutover', 15 * 60_000],
      ['soak', 15 * 60_000],
      ['rollback', 15 * 60_000],
      ['ready', 24 * 3_600_000],
    ] as const) {
      it(`when an item was looked at longer ago than its stage allows: ${stage}`, () => {
        const at = (ageMs: number) =>
          of([row('a', {stages: [stage]})], {stage}, {now: new Date(NOW.getTime() + ageMs)})
            .split(' ')
            .slice(0, 2)
            .join(' ');
        expect([at(limitMs), at(limitMs + 1)]).to.deep.equal(['proceed all-clear', 'hold age']);
      });
    }

    it('when it is older than it may be, or from the future', () => {
      expect(of([row('a')], {}, {now: new Date('2026-11-15T12:02:00Z'), maxAgeMs: 60_000})).to.equal('hold age');
      expect(of([row('a')], {}, {now: new Date('2026-11-15T12:20:00Z'), maxAgeMs: 3_600_000})).to.equal(
        'proceed all-clear',
      );
      expect(of([row('a')], {}, {now: new Date('2026-11-15T11:00:00Z')})).to.equal('hold age');
    });

    it('when the run was not live, and says what it would be', () => {
      for (const mode of ['lab', 'replay', 'overridden'] as const) {
        const healthy = decide([reportOf([row('a')], {mode})], {now: NOW});
        expect([healthy.verdict, healthy.wouldBe, healthy.reasons.map(({code}) => code)]).to.deep.equal([
          'hold',
          'proceed',
          ['mode'],
        ]);
        const bad = decide([reportOf([broken('a')], {mode})], {now: NOW});
        expect([bad.verdict, bad.wouldBe]).to.deep.equal(['hold', 'rollback']);
        expect(bad.reasons.map(({code}) => code)).to.deep.equal(['mode', 'failed-rollback']);
        const other = decide([reportOf([broken('a')], {mode})], {now: NOW, expect: {stage: 'soak'}});
        expect([other.verdict, other.wouldBe, other.reasons[0]?.code]).to.deep.equal(['hold', 'hold', 'mismatch']);
      }
      expect(decide([reportOf([row('a')])], {now: NOW})).not.to.have.property('wouldBe');
    });

    it('when the report is not what it is taken for', () => {
      const more = {
        accounts: [
          {name: 'platform', id: '444444444444', caller: 'arn:aws:sts::444444444444:assumed-role/x/y', region: null},
          {name: 'dns', id: null, caller: 'arn:aws:sts::111111111111:assumed-role/x/y', region: null},
        ],
      };
      const matching = {
        checklistSha256: 'a'.repeat(64),
        environment: 'prod',
        stage: 'cutover',
        accountIds: ['444444444444', '111111111111'],
      };
      expect(of([row('a')], more, {expect: matching})).to.equal('proceed all-clear');
      for (const different of [
        {checklistSha256: 'b'.repeat(64)},
        {environment: 'staging'},
        {stage: 'soak'},
        {accountIds: ['444444444444', '555555555555']},
      ]) {
        expect(of([row('a')], more, {expect: different}), JSON.stringify(different)).to.equal('hold mismatch');
        // What is not the thing in question is no reason to take the thing in question back.
        expect(of([broken('a')], more, {expect: different})).to.equal('hold mismatch failed-rollback');
      }
    });
  });

  it('rolls back also by an incomplete or partial report: nothing else is said of what failed', () => {
    const selection = {only: ['a'], skip: [], tags: [], due: 34, notRun: 33};
    expect(of([broken('a')], {incomplete: 'bail', selection})).to.equal(
      'rollback failed-rollback incomplete selection',
    );
  });

  it('does not roll back by what was seen too long ago, in a failure or at the root of a block', () => {
    const old = {attempts: [attemptAt('11:40:00')]};
    expect(of([broken('a', old)])).to.equal('hold failed age');
    const blocked = row('b', {...WORTH_ROLLBACK, status: 'blocked', blockedBy: 'a'});
    expect(of([failed('a', old), blocked])).to.equal('hold failed blocked age');
    expect(of([failed('a', old), blocked], {}, {maxAgeMs: 3_600_000})).to.equal('rollback blocked-rollback failed');
  });

  it('tells the age of each item from its last attempt, and of a person’s answer from the run', () => {
    const later = {now: new Date('2026-11-15T12:10:00Z')};
    const [early, late] = [
      {attempts: [attemptAt('11:54:00')]},
      {attempts: [attemptAt('11:40:00'), attemptAt('11:56:00')]},
    ];
    expect(of([row('a', late), row('b', {check: null})], {}, later)).to.equal('proceed all-clear');
    const [reason] = decide([reportOf([row('a', early), row('b', late)])], {now: later.now}).reasons;
    expect(reason).to.deep.equal({
      code: 'age',
      text: '1 item was last looked at 15 min 59 s ago, which is more than 15 min: a',
      items: ['a'],
    });
    for (const untold of [row('n', {...early, consequence: 'note'}), row('s', {status: 'skip'})]) {
      expect(of([row('a', late), untold], {}, later)).to.equal('proceed all-clear');
    }
  });

  it('lists what `when:` skipped, with its reason, whatever the verdict', () => {
    const skip = row('ws', {status: 'skip', summary: 'when: vars.ws is false'});
    for (const items of [
      [row('a'), skip],
      [failed('a'), skip],
      [broken('a'), skip],
    ]) {
      expect(decide([reportOf(items)], {now: NOW}).skipped).to.deep.equal([
        {item: 'ws', because: 'when: vars.ws is false'},
      ]);
    }
  });
});

describe('the decision of several reports', () => {
  const at = (time: string, items: ItemReport[], more: Parameters<typeof reportOf>[1] = {}) =>
    reportOf(items, {finishedAt: `2026-11-15T${time}Z`, ...more});
  const codes = (...reports: ReturnType<typeof at>[]) => {
    const {verdict, reasons} = decide(reports, {now: NOW});
    return [verdict, ...reasons.map(({code}) => code)].join(' ');
  };

  it('takes the newest report of a vantage, in whatever order they are given', () => {
    const older = at('11:50:00', [failed('a')]);
    const newer = at('11:55:00', [row('a')]);
    expect([codes(older, newer), codes(newer, older)]).to.deep.equal(['proceed all-clear', 'proceed all-clear']);
    expect(codes(at('11:50:00', [row('a')]), at('11:55:00', [failed('a')]))).to.equal('hold failed');
  });

  it('does so per item: a second look at one item leaves the others as they were', () => {
    const selection = {only: ['a'], skip: [], tags: [], due: 2, notRun: 1};
    const all = at('11:50:00', [failed('a'), row('b')]);
    expect(codes(all, at('11:55:00', [row('a')], {selection}))).to.equal('proceed all-clear');
    expect(codes(at('11:50:00', [row('a'), failed('b')]), at('11:55:00', [row('a')], {selection}))).to.equal(
      'hold failed',
    );
  });

  it('adds up selections that leave nothing out together', () => {
    const select = (id: string) => ({only: [id], skip: [], tags: [], due: 2, notRun: 1});
    const a = at('11:50:00', [row('a')], {selection: select('a')});
    expect(codes(a, at('11:55:00', [row('b')], {selection: select('b')}))).to.equal('proceed all-clear');
    expect(codes(a, at('11:55:00', [row('b')], {selection: select('b'), vantage: 'office'}))).to.equal(
      'hold selection selection',
    );
  });

  it('takes the worst over vantages', () => {
    const good = at('11:55:00', [row('a')]);
    expect(codes(good, at('11:50:00', [failed('a')], {vantage: 'office'}))).to.equal('hold failed');
    expect(codes(good, at('11:50:00', [broken('a')], {vantage: 'office'}))).to.equal('rollback failed-rollback');
  });

  it('looks at the root of a block from the same vantage', () => {
    const blocked = row('b', {...WORTH_ROLLBACK, status: 'blocked', blockedBy: 'a'});
    const one = at('11:50:00', [failed('a', {flaky: true, confirmed: false}), blocked]);
    expect(codes(one, at('11:50:00', [failed('a'), row('b')], {vantage: 'office'}))).to.equal(
      'hold failed blocked flaky',
    );
  });

  it('forgets a report of which nothing is left, but not the newest one, be it empty', () => {
    const interrupted = at('11:50:00', [row('a')], {incomplete: 'interrupted'});
    expect(codes(interrupted, at('11:55:00', [row('a')]))).to.equal('proceed all-clear');
    expect(codes(at('11:50:00', [row('a')]), at('11:55:00', [], {incomplete: 'bug'}))).to.equal('hold incomplete');
  });

  it('holds for the age of any that still counts', () => {
    const selection = {only: ['a'], skip: [], tags: [], due: 2, notRun: 1};
    expect(codes(at('10:00:00', [row('a'), row('b')]), at('11:55:00', [row('a')], {selection}))).to.equal('hold age');
  });

  it('takes the newest look, whatever report ended last', () => {
    const looked = (time: string, item: ItemReport) => ({...item, attempts: [attemptAt(time)]});
    const long = at('11:59:00', [looked('11:50:00', row('a'))]);
    const short = at('11:56:00', [looked('11:55:00', failed('a'))]);
    expect([codes(long, short), codes(short, long)]).to.deep.equal(['hold failed', 'hold failed']);
  });

  it('takes the worst of what is equally new', () => {
    const [good, bad] = [at('11:55:00', [row('a')]), at('11:55:00', [broken('a')])];
    expect([codes(good, bad), codes(bad, good)]).to.deep.equal([
      'rollback failed-rollback',
      'rollback failed-rollback',
    ]);
  });

  it('lets neither a skip nor a block hide a look, nor a look a later block', () => {
    const bad = at('11:50:00', [failed('a'), row('r', {status: 'pending'})]);
    const skip = at('11:55:00', [row('a', {status: 'skip'}), row('r', {status: 'pending'})]);
    expect(codes(bad, skip)).to.equal('hold failed pending');
    const blocked = at('11:55:00', [row('a', {status: 'blocked', blockedBy: 'r'}), row('r', {status: 'pending'})]);
    expect(codes(bad, blocked)).to.equal('hold failed blocked pending');
    const good = at('11:50:00', [row('a'), row('r')]);
    expect(codes(good, blocked)).to.equal('hold blocked pending');
    expect(codes(blocked, at('11:57:00', [row('a'), row('r')]))).to.equal('proceed all-clear');
  });

  it('holds for a report that was not live, were it the oldest', () => {
    expect(codes(at('11:50:00', [row('a')], {mode: 'lab'}), at('11:55:00', [row('a')]))).to.equal('hold mode');
  });

  it('judges waivers at the time of the decision', () => {
    const report = reportOf([failed('a', {waiver: {...WAIVED, expires: '2026-11-15'}})]);
    const at = (now: string) => decide([report], {now: new Date(now), maxAgeMs: 86_400_000}).verdict;
    expect([at('2026-11-15T23:59:59.999Z'), at('2026-11-16T00:00:00Z')]).to.deep.equal(['proceed', 'hold']);
  });

  it('refuses reports that are not about the same thing, and none at all', () => {
    const one = at('11:50:00', [row('a')]);
    for (const [more, what] of [
      [{environment: 'staging'}, 'environment: prod and staging'],
      [{stage: 'soak'}, 'stage: cutover and soak'],
      [{checklist: {...one.checklist, sha256: 'b'.repeat(64)}}, 'checklist: aaaaaaaaaaaa and bbbbbbbbbbbb'],
      [
        {values: [{name: 'vars.host', value: 'a', source: '--var'}] as Report['values']},
        'values: vars.host is not set and "a"',
      ],
    ] as const) {
      expect(() => codes(one, at('11:55:00', [row('a')], more))).to.throw(
        UsageError,
        `the reports differ in their ${what}`,
      );
    }
    expect(() => codes()).to.throw(UsageError, 'no report was given');
  });
});

describe('a report that contradicts itself', () => {
  const rows: [string, ReturnType<typeof reportOf>, string][] = [
    ['an id twice', reportOf([row('a'), row('a')]), 'it has the item a twice'],
    ['an item missing', {...reportOf([row('a')]), summary: {total: 2}}, 'it counts 2 items in all and has 1'],
    ['an item too many', {...reportOf([row('a')]), summary: {total: 0}}, 'it counts 0 items in all and has 1'],
    ['not due though due', reportOf([row('a', {status: 'not-due'})]), 'the item a is not-due, which its own stages'],
    [
      'looked at though not due',
      reportOf([row('a', {stages: ['soak']})]),
      'the item a is pass, which its own stages (soak) exclude at stage cutover',
    ],
    [
      'of a rollback alone, looked at without a stage',
      reportOf([row('a', {stages: ['rollback']})], {stage: null}),
      'exclude in a run without a stage',
    ],
    ['an unknown stage', reportOf([], {stage: 'cutovr'}), 'it is of stage cutovr, which its checklist does not have'],
  ];
  for (const [name, report, message] of rows) {
    it(`is refused: ${name}`, () => {
      for (const reports of [[report], [reportOf([row('a')]), report]]) {
        expect(() => decide(reports, {now: NOW})).to.throw(UsageError, message);
      }
    });
  }
});

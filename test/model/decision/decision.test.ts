import {expect} from 'chai';
import {decide} from '../../../src/model/decision/decision.ts';
import {explainDecision} from '../../../src/model/decision/decision-text.ts';
import {UsageError} from '../../../src/model/errors.ts';
import type {ItemReport} from '../../../src/model/report.ts';
import {reportOf, row, WAIVED} from '../report-of.ts';

const NOW = new Date('2026-11-15T12:00:00Z');
const WORTH_ROLLBACK = {onFail: 'rollback', consequence: 'rollback'} as const;
const broken = (id: string, more: Partial<ItemReport> = {}) =>
  row(id, {...WORTH_ROLLBACK, status: 'fail', confirmed: true, ...more});
const failed = (id: string, more: Partial<ItemReport> = {}) => row(id, {status: 'fail', confirmed: true, ...more});

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
    ['skipped and not due', [row('a'), row('b', {status: 'skip'}), row('c', {status: 'not-due'})], 'proceed all-clear'],
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
      'what means rollback, blocked by what could not be told',
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
    ['nothing that is due', [row('a', {status: 'not-due'})], 'hold no-items'],
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
      expect(of([broken('a')], {stage})).to.equal(expected);
    });
  }

  it('counts by the checklist’s own stages', () => {
    const checklist = {...reportOf([]).checklist, stages: ['build', 'cutover', 'canary', 'cleanup', 'after']};
    const verdictAt = (stage: string) => of([broken('a')], {stage, checklist}).split(' ')[0];
    expect(['build', 'canary', 'cleanup', 'after'].map(verdictAt)).to.deep.equal([
      'hold',
      'rollback',
      'hold',
      'rollback',
    ]);
  });

  it('believes neither counts nor the verdict that a report carries', () => {
    const forged = {...reportOf([failed('a')]), decision: {verdict: 'proceed', reasons: []}, summary: {fail: 0}};
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
    });

    it('when the file has environments and none was named', () => {
      expect(of([row('a')], {environment: null})).to.equal('hold environment');
      const checklist = {...reportOf([]).checklist, environments: []};
      expect(of([row('a')], {environment: null, checklist})).to.equal('proceed all-clear');
    });

    for (const [stage, limitMs] of [
      ['cutover', 15 * 60_000],
      ['soak', 24 * 3_600_000],
      ['ready', 24 * 3_600_000],
    ] as const) {
      it(`when the report is older than its stage allows: ${stage}`, () => {
        const at = (ageMs: number) =>
          of([row('a')], {stage}, {now: new Date(NOW.getTime() + ageMs)})
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
        expect(of([broken('a')], more, {expect: different})).to.equal('hold failed-rollback mismatch');
      }
    });
  });

  it('rolls back also by an old, incomplete or partial report: nothing else is said of what failed', () => {
    const selection = {only: ['a'], skip: [], tags: [], due: 34, notRun: 33};
    expect(of([broken('a')], {incomplete: 'bail', selection}, {now: new Date('2026-11-16T12:00:00Z')})).to.equal(
      'rollback failed-rollback incomplete selection age',
    );
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

  it('refuses reports that are not about the same thing, and none at all', () => {
    const one = at('11:50:00', [row('a')]);
    for (const [more, what] of [
      [{environment: 'staging'}, 'environment: prod and staging'],
      [{stage: 'soak'}, 'stage: cutover and soak'],
      [{checklist: {...one.checklist, sha256: 'b'.repeat(64)}}, 'checklist: aaaaaaaaaaaa and bbbbbbbbbbbb'],
    ] as const) {
      expect(() => codes(one, at('11:55:00', [row('a')], more))).to.throw(
        UsageError,
        `the reports differ in their ${what}`,
      );
    }
    expect(() => codes()).to.throw(UsageError, 'no report was given');
  });
});

describe('the explanation of a decision', () => {
  const STEP = row('old-path', {
    path: ['Rollback', 'the old path serves again'],
    stages: ['rollback'],
    status: 'not-due',
  });
  const say = (items: ItemReport[], more: Parameters<typeof reportOf>[1] = {}) => {
    const report = reportOf(items, more);
    return explainDecision(decide([report], {now: NOW}), [report]);
  };

  it('says what, why and what now, and the rollback steps', () => {
    expect(say([broken('stream'), failed('rule'), STEP])).to.equal(
      [
        'Roll back: "Move the stream" has to be taken back at stage cutover in prod. ' +
          'The reason is that 1 item whose failure means rollback failed, and that was confirmed: stream; there is one further reason. ' +
          'Start the rollback now, with the steps below.',
        '',
        'Rollback steps:',
        '  1. the old path serves again (old-path)',
      ].join('\n'),
    );
  });

  const rows: [string, ItemReport[], Parameters<typeof reportOf>[1], string][] = [
    ['rollback without steps', [broken('a')], {}, 'Start the rollback now; the checklist names no steps for it.'],
    ['proceed', [row('a')], {}, 'Take the next step of the plan, and run again after it.'],
    ['hold after cutover', [failed('a')], {}, 'Do not roll back for this: see to the reasons, and run again.'],
    [
      'hold before cutover',
      [failed('a')],
      {stage: 'ready'},
      'There is nothing to roll back: see to the reasons, and run again.',
    ],
    ['hold in cleanup', [failed('a')], {stage: 'cleanup'}, 'See to the reasons, and run again.'],
    ['a lab', [row('a')], {mode: 'lab'}, 'A live run would have said proceed: make one for a decision that counts.'],
  ];
  for (const [name, items, more, last] of rows) {
    it(`ends with what to do: ${name}`, () => {
      const text = say(items, more);
      expect(text).to.satisfy((said: string) => said.endsWith(last), text);
      expect(text.match(/[.](?= |$)/g)).to.have.length(3);
    });
  }
});

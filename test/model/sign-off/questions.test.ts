import {expect} from 'chai';
import type {SignOff} from '../../../src/model/checklist.ts';
import {answerEndsSoon, waiverEndsSoon} from '../../../src/model/sign-off/ending.ts';
import {questionsOf} from '../../../src/model/sign-off/questions.ts';
import {statusOf} from '../../../src/model/sign-off/status.ts';
import {checklistOf, item} from '../../runner/scene.ts';

const NOW = new Date('2026-11-15T12:00:00Z');
const AT = {stage: null, stageBegan: undefined, judgedAt: NOW};
const signOff = (more: Partial<SignOff>): SignOff => ({
  item: 'one',
  verdict: 'approved',
  by: 'mg',
  at: '2026-11-14T12:00:00Z',
  evidence: null,
  comment: null,
  asked: 'a5ced',
  source: {file: 'signoffs/prod/one.yaml', line: 1, column: 1},
  ...more,
});
const ONE = checklistOf([item({id: 'one', manual: {}})]);

describe('the questions of a checklist', () => {
  const states: [string, Partial<SignOff>[], string][] = [
    ['missing', [], 'missing'],
    ['approved', [{}], 'approved'],
    ['rejected by one of two', [{}, {by: 'jd', verdict: 'rejected'}], 'rejected'],
    ['by a wrong person', [{by: 'zz'}], 'wrong-person'],
    ['changed', [{asked: 'x'}], 'question-changed'],
    ['of another environment', [{asked: 'x', askedFor: {environment: null}}], 'other-environment'],
    ['from the future', [{at: '2026-11-15T12:00:01Z'}], 'in-future'],
    ['named by the latest that does not count', [{by: 'zz', at: '2026-11-15T00:00:00Z'}, {asked: 'x'}], 'wrong-person'],
    ['named by one with a time before one without', [{at: 'soon'}, {asked: 'x'}], 'question-changed'],
  ];
  for (const [name, signOffs, state] of states) {
    it(`are ${name}`, () => {
      const [question] = questionsOf(ONE, signOffs.map(signOff), AT);
      expect(question?.state).to.equal(state);
    });
  }

  it('say when they are due', () => {
    const dueIn = (stages: string[]) =>
      questionsOf(checklistOf([item({id: 'one', manual: {}, stages})]), [], AT).map(({due, isDue}) => [due, isDue])[0];
    expect(dueIn(['analysis', 'prepare', 'ready', 'cutover', 'soak', 'cleanup'])).to.deep.equal(['any stage', true]);
    expect(dueIn(['ready', 'cutover', 'soak', 'cleanup'])).to.deep.equal(['from ready', true]);
    expect(dueIn(['ready', 'cutover', 'rollback'])).to.deep.equal(['ready to cutover', true]);
    expect(dueIn(['ready', 'soak'])).to.deep.equal(['ready, soak', true]);
    expect(dueIn(['cutover'])).to.deep.equal(['cutover', true]);
    expect(dueIn(['rollback'])).to.deep.equal(['rollback', false]);
  });

  it('are owed by those who may answer, once each', () => {
    const checklist = checklistOf(
      [
        item({id: 'one', manual: {}}),
        item({id: 'two', manual: {approvers: ['ops', 'lead']}}),
        item({id: 'three', manual: {}}),
        item({id: 'later', manual: {}, stages: ['soak']}),
        item({id: 'before', manual: {}, stages: ['analysis']}),
        item({id: 'skipped', manual: {}, skipReason: 'when: false'}),
        item({id: 'check'}),
      ],
      {people: {ops: ['mg', 'jd'], lead: ['mg', 'xy']}},
    );
    const waiver = {
      item: 'check',
      reason: 'known',
      approver: 'mg',
      env: null,
      ticket: null,
      source: {file: 'waivers.yaml', line: 1, column: 1},
    };
    const status = statusOf(
      checklist,
      {
        signOffs: [signOff({item: 'three'})],
        waivers: [
          {...waiver, expires: '2026-11-14'},
          {...waiver, expires: '2026-11-21'},
          {...waiver, expires: '2026-12-31'},
          {...waiver, expires: '2026-12-31', approver: 'zz'},
          {...waiver, expires: '2026-11-14', env: 'staging'},
        ],
      },
      {...AT, stage: 'ready'},
    );
    expect(status.owed.map(({people, questions}) => [people, questions.map(({id}) => id)])).to.deep.equal([
      [['mg', 'jd'], ['one']],
      [['mg', 'jd', 'xy'], ['two']],
    ]);
    expect([status.counts, status.openLater]).to.deep.equal([{due: 3, approved: 1, rejected: 0, open: 2}, 1]);
    expect(status.waivers.map(({what, counts}) => [counts, what])).to.deep.equal([
      [false, 'expired at the end of 2026-11-14 (UTC)'],
      [true, 'ends at the end of 2026-11-21 (UTC)'],
      [false, 'does not count: its approver zz is not listed under people:'],
    ]);
  });
});

describe('what is about to end', () => {
  it('ends within a week, or within the last quarter of a shorter time', () => {
    const DAY_MS = 86_400_000;
    const inMs = (ms: number) => new Date(NOW.getTime() + ms);
    expect(answerEndsSoon(inMs(7 * DAY_MS), 30 * DAY_MS, NOW)).to.equal(true);
    expect(answerEndsSoon(inMs(7 * DAY_MS + 1), 30 * DAY_MS, NOW)).to.equal(false);
    expect(answerEndsSoon(inMs(DAY_MS), 4 * DAY_MS, NOW)).to.equal(true);
    expect(answerEndsSoon(inMs(DAY_MS + 1), 4 * DAY_MS, NOW)).to.equal(false);
    expect(waiverEndsSoon('2026-11-21', NOW)).to.equal(true);
    expect(waiverEndsSoon('2026-11-22', NOW)).to.equal(false);
    expect(waiverEndsSoon('2026-11-14', NOW)).to.equal(false);
  });
});

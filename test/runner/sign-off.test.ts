import {expect} from 'chai';
import type {Manual, SignOff} from '../../src/model/checklist.ts';
import {exitCodeOf} from '../../src/model/decision/exit-code.ts';
import {judgeSignOffs} from '../../src/runner/sign-off.ts';
import {play} from './scene.ts';

const MANUAL: Manual = {
  ask: 'Is it so?',
  approvers: ['ops', 'lead'],
  evidence: 'optional',
  validForMs: null,
  asked: 'a5ced',
};
const word = (more: Partial<SignOff> = {}): SignOff => ({
  item: 'diagrams',
  verdict: 'approved',
  by: 'mg',
  at: '2026-11-14T12:00:00Z',
  evidence: null,
  comment: null,
  asked: 'a5ced',
  source: {file: 'signoffs/prod/diagrams.yaml', line: 1, column: 1},
  ...more,
});
const judge = (signOffs: SignOff[], manual: Partial<Manual> = {}) =>
  judgeSignOffs({id: 'diagrams'}, {...MANUAL, ...manual}, signOffs, {
    people: {ops: ['mg', 'jd'], lead: ['xy']},
    environment: 'prod',
    judgedAt: new Date('2026-11-15T12:00:00Z'),
  });

describe('sign-offs', () => {
  it('are waited for, saying by whom, where and of what', () => {
    expect(judge([])).to.deep.equal({
      status: 'pending',
      summary: 'waits for an approval by ops or lead (mg, jd, xy): there is no sign-off yet',
      expected: 'an approval by ops or lead (mg, jd, xy)',
      actual: 'no sign-off',
      evidence: [],
      fix: 'Answer "Is it so?" in signoffs/prod/diagrams.yaml, with asked: a5ced.',
    });
  });

  it('pass an item, with who said so as evidence', () => {
    const judged = judge([word({evidence: 'https://wiki.example.com/1', comment: 'fine'})]);
    expect(judged).to.deep.include({status: 'pass', summary: 'approved by mg at 2026-11-14T12:00:00Z', fix: null});
    expect(judged.evidence).to.deep.equal([
      {
        what: 'sign-off by mg',
        value: {
          verdict: 'approved',
          at: '2026-11-14T12:00:00Z',
          evidence: 'https://wiki.example.com/1',
          comment: 'fine',
        },
        source: 'signoffs/prod/diagrams.yaml:1:1',
      },
    ]);
  });

  it('fail an item that somebody rejects', () => {
    const judged = judge([word({by: 'jd'}), word({verdict: 'rejected', comment: 'two arrows are missing'})]);
    expect(judged).to.deep.include({status: 'fail', summary: 'rejected by mg: two arrows are missing'});
  });

  const DAY_MS = 86_400_000;
  const objections: [string, Partial<SignOff>, Partial<Manual>, string][] = [
    ['of a question that has changed', {asked: 'other'}, {}, 'the question has changed since'],
    ['by somebody else', {by: 'zz'}, {}, 'zz is not one of ops, lead'],
    ['from the future', {at: '2026-11-15T12:00:00.001Z'}, {}, 'its time is in the future'],
    ['at no time', {at: 'yesterday'}, {}, '"yesterday" is not a time'],
    ['without evidence', {}, {evidence: 'required'}, 'its evidence is missing'],
    ['with blank evidence', {evidence: ' '}, {evidence: 'required'}, 'its evidence is missing'],
    ['that ran out', {}, {validForMs: DAY_MS - 1}, 'it was valid for 1 d, until 2026-11-15T11:59:59.999Z'],
    ['without evidence against it', {verdict: 'rejected'}, {evidence: 'required'}, 'its evidence is missing'],
  ];
  for (const [name, more, manual, objection] of objections) {
    it(`do not count ${name}`, () => {
      const judged = judge([word(more)], manual);
      expect(judged.status).to.equal('pending');
      expect(judged.summary).to.contain(`does not count: ${objection}`);
    });
  }

  it('count up to the very end of their time, and now', () => {
    expect(judge([word()], {validForMs: DAY_MS}).status).to.equal('pass');
    expect(judge([word({at: '2026-11-15T13:00:00+01:00'})]).status).to.equal('pass');
    expect(judge([word({evidence: 'a link'})], {evidence: 'required'}).status).to.equal('pass');
  });

  it('of one person count by the later word', () => {
    const earlier = word({verdict: 'rejected', at: '2026-11-13T12:00:00Z'});
    expect(judge([word(), earlier]).status).to.equal('pass');
    expect(
      judge([word({at: '2026-11-12T12:00:00Z', evidence: 'link'}), {...earlier, evidence: 'link'}]).status,
    ).to.equal('fail');
    // A withdrawal that lacks its evidence does not bring the approval back.
    expect(
      judge([word({evidence: 'link', at: '2026-11-12T12:00:00Z'}), earlier], {evidence: 'required'}).status,
    ).to.equal('pending');
  });

  it('on another item say nothing about this one', () => {
    expect(judge([word({item: 'other'})]).status).to.equal('pending');
  });

  it('decide a manual item of a run', async () => {
    const run = (signOffs: SignOff[]) => play({items: [{id: 'diagrams', manual: {}}], signOffs});
    const [pending, approved, rejected] = await Promise.all([
      run([]),
      run([word()]),
      run([word({verdict: 'rejected'})]),
    ]);
    expect([pending, approved, rejected].map(({report}) => exitCodeOf(report.items, {strict: false}))).to.deep.equal([
      4, 0, 1,
    ]);
    expect(rejected.item('diagrams')).to.deep.include({status: 'fail', confirmed: true, check: null});
    expect(pending.item('diagrams').manual).to.deep.equal({ask: 'Is it so?', approvers: ['ops'], asked: 'a5ced'});
    expect(pending.report.decision.reasons[0]?.code).to.equal('pending');
  });
});

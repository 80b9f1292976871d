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
  fresh: false,
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
const judge = (signOffs: SignOff[], manual: Partial<Manual> = {}, stageBegan?: Date) =>
  judgeSignOffs({id: 'diagrams'}, {...MANUAL, ...manual}, signOffs, {
    file: 'deploy/checklist.yaml',
    values: [],
    people: {ops: ['mg', 'jd'], lead: ['xy']},
    environment: 'prod',
    judgedAt: new Date('2026-11-15T12:00:00Z'),
    stageBegan,
  });

describe('sign-offs', () => {
  it('are waited for, saying by whom, where and of what', () => {
    expect(judge([])).to.deep.equal({
      status: 'pending',
      summary: 'waits for an approval by ops or lead (mg, jd, xy): there is no sign-off yet',
      expected: 'an approval by ops or lead (mg, jd, xy)',
      actual: 'no sign-off',
      evidence: [],
      fix: 'Answer "Is it so?" with `migrate-check signoff approve diagrams --checklist deploy/checklist.yaml --env prod`, and commit deploy/signoffs/prod/diagrams.yaml.',
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
    ['of a question with the hash of old', {asked: 'other', askedFor: 'any'}, {}, 'its `asked` was made before'],
    [
      'of another environment',
      {asked: 'other', askedFor: {environment: 'staging'}},
      {},
      'it was given for the environment staging, not for the environment prod',
    ],
    [
      'of no environment',
      {asked: 'other', askedFor: {environment: null}},
      {},
      'it was given for no environment, not for the environment prod',
    ],
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

  it('of a fresh question count from the moment at which the stage began', () => {
    const fresh = {fresh: true};
    expect(judge([word()], fresh, new Date('2026-11-14T12:00:00Z')).status).to.equal('pass');
    expect(judge([word()], fresh, new Date('2026-11-14T12:00:00.001Z'))).to.deep.include({
      status: 'pending',
      actual:
        'the sign-off by mg of 2026-11-14T12:00:00Z does not count: it was given before the stage began (2026-11-14T12:00:00.001Z)',
    });
    const undated = judge([word()], fresh);
    expect(undated.status).to.equal('pending');
    expect(undated.summary).to.contain('--stage-began does not say when that was');
    expect(undated.fix).to.match(/Run with --stage-began TIME: the answer must be given after that\.$/);
    expect(judge([word({verdict: 'rejected'})], fresh).status).to.equal('pending');
  });

  it('against something need a comment, where evidence is required', () => {
    const rejected = word({verdict: 'rejected', comment: 'two arrows are missing'});
    expect(judge([rejected, word({by: 'jd', evidence: 'link'})], {evidence: 'required'}).status).to.equal('fail');
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
    expect(pending.item('diagrams').manual).to.deep.equal({
      ask: 'Is it so?',
      approvers: ['ops'],
      asked: 'a5ced',
      file: 'signoffs/prod/diagrams.yaml',
      answerWith: 'migrate-check signoff approve diagrams --env prod',
    });
    expect(pending.report.decision.reasons[0]?.code).to.equal('pending');
  });
});

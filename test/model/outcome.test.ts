import {expect} from 'chai';
import {type Candidate, fail} from '../../src/model/outcome.ts';

const IDLE: Candidate = {
  cause: 'an idle timer',
  because: '60 s of silence',
  fix: 'Send more.',
  decidedBy: 'another run',
};
const AGE: Candidate = {...IDLE, cause: 'a limit of age'};
const judged = {place: 'here', expected: 'more', evidence: []};

describe('a failure', () => {
  it('carries what may have caused any of its faults, each cause once', () => {
    const faults = [
      {what: 'late', fix: 'Look.', candidates: [IDLE, AGE]},
      {what: 'cut', fix: 'Look.', candidates: [IDLE]},
    ];
    expect(fail({...judged, faults}).candidates).to.deep.equal([IDLE, AGE]);
  });

  it('names a cause once where its reason differs in numbers only', () => {
    const again = {...IDLE, because: IDLE.because.replace(/\d+/, '7')};
    const other = {...IDLE, because: 'it was reset'};
    const faults = [IDLE, again, other].map((candidate) => ({what: 'cut', fix: 'Look.', candidates: [candidate]}));
    expect(again.because).to.not.equal(IDLE.because);
    expect(fail({place: 'x', expected: 'y', evidence: [], faults}).candidates).to.deep.equal([IDLE, other]);
  });

  it('has no member for candidates where there are none', () => {
    expect(fail({...judged, faults: [{what: 'late', fix: 'Look.', candidates: []}]})).not.to.have.property(
      'candidates',
    );
    expect(fail({...judged, actual: 'late', fix: 'Look.'})).not.to.have.property('candidates');
  });
});

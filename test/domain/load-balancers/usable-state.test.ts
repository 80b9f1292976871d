import {expect} from 'chai';
import {requireUsable, stateFault, stateNote} from '../../../src/domain/load-balancers/usable-state.ts';
import {CannotTell} from '../../../src/model/errors.ts';

describe('the state of a load balancer', () => {
  it('is nothing to speak of when it is active', () => {
    expect(stateFault(inState('active'))).to.equal(null);
    expect(stateNote(inState('active'))).to.equal(null);
    expect(() => requireUsable(inState('active'))).not.to.throw();
  });

  it('is said when it serves and cannot grow', () => {
    expect(stateFault(inState('active_impaired', 'no free addresses'))).to.equal(null);
    expect(stateNote(inState('active_impaired', 'no free addresses'))).to.equal(
      'the load balancer is active_impaired (no free addresses): it serves, and lacks what it needs to grow',
    );
    expect(() => requireUsable(inState('active_impaired'))).not.to.throw();
  });

  it('is a fault when it takes no requests, each with its advice', () => {
    expect(stateFault(inState('failed', 'Internal.Error'))?.what).to.include(
      'could not be set up (failed (Internal.Error)',
    );
    expect(stateFault(inState('failed'))?.fix).to.include('create the load balancer again');
    expect(stateFault(inState('provisioning'))?.fix).to.include('`poll:`');
    expect(() => requireUsable(inState('failed'))).to.throw(
      CannotTell,
      'load balancer alb: the load balancer could not',
    );
  });

  it('is not known when AWS says another word', () => {
    expect(() => stateFault(inState('sleeping'))).to.throw(CannotTell, 'its state sleeping is not known');
  });
});

function inState(code: string, reason: string | null = null) {
  return {name: 'alb', state: {code, reason}};
}

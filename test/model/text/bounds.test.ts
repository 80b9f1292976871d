import {expect} from 'chai';
import {boundsText} from '../../../src/model/text/bounds.ts';

describe('bounds', () => {
  it('name what is given, also a bound of zero', () => {
    expect(boundsText(0, 5)).to.equal('at least 0 and at most 5');
    expect(boundsText(undefined, 0)).to.equal('at most 0');
    expect(boundsText(1000, undefined, (ms) => `${ms / 1000} s`)).to.equal('at least 1 s');
  });
});

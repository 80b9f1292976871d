import {expect} from 'chai';
import {didYouMean, nearMiss} from '../../../src/model/text/did-you-mean.ts';

const IDS = ['dns-record', 'dns-propagated', 'stream-opens', 'host'];

describe('a near miss', () => {
  it('is the candidate with the fewest letters wrong, case aside', () => {
    expect(nearMiss('dns-recrd', IDS)).to.equal('dns-record');
    expect(nearMiss('DNS-Record', IDS)).to.equal('dns-record');
    expect(nearMiss('hsot', IDS)).to.equal('host');
  });

  it('is at most a third of the letters away, and one letter for a short word', () => {
    expect(nearMiss('hasp', IDS)).to.equal(null);
    expect(nearMiss('stream-holds', IDS)).to.equal('stream-opens');
    expect(nearMiss('certificate', IDS)).to.equal(null);
  });

  it('may be what the word begins', () => {
    expect(nearMiss('stream', IDS)).to.equal('stream-opens');
    expect(nearMiss('st', IDS)).to.equal(null);
  });

  it('is nothing for one or two letters, to which everything is near', () => {
    expect(nearMiss('q', ['p'])).to.equal(null);
    expect(nearMiss('ab', ['ac'])).to.equal(null);
  });

  it('is asked for in words, or not at all', () => {
    expect(didYouMean('hots', IDS)).to.equal(' Did you mean "host"?');
    expect(didYouMean('zzz', IDS)).to.equal('');
  });
});

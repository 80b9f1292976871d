import {expect} from 'chai';
import {closestTo, didYouMean} from '../../../src/model/text/did-you-mean.ts';

const IDS = ['dns-record', 'dns-propagated', 'stream-opens', 'host'];

describe('a near miss', () => {
  it('is the candidate with the fewest letters wrong, case aside', () => {
    expect(closestTo('dns-recrd', IDS)).to.equal('dns-record');
    expect(closestTo('DNS-Record', IDS)).to.equal('dns-record');
    expect(closestTo('hsot', IDS)).to.equal('host');
  });

  it('is at most a third of the letters away, and one letter for a short word', () => {
    expect(closestTo('hasp', IDS)).to.equal(null);
    expect(closestTo('stream-holds', IDS)).to.equal('stream-opens');
    expect(closestTo('certificate', IDS)).to.equal(null);
  });

  it('may be what the word begins', () => {
    expect(closestTo('stream', IDS)).to.equal('stream-opens');
    expect(closestTo('stream', new Set(IDS).values())).to.equal('stream-opens');
    expect(closestTo('st', IDS)).to.equal(null);
  });

  it('is rather what the word begins, where as many letters are wrong', () => {
    for (const order of [
      ['--tag', '--stage'],
      ['--stage', '--tag'],
    ]) {
      expect(closestTo('--stag', order)).to.equal('--stage');
    }
    expect(closestTo('--report', ['--record', '--reporter'])).to.equal('--reporter');
    expect(closestTo('--tga', ['--tag', '--tgabc'])).to.equal('--tag');
  });

  it('is nothing for one or two letters, to which everything is near', () => {
    expect(closestTo('q', ['p'])).to.equal(null);
    expect(closestTo('ab', ['ac'])).to.equal(null);
  });

  it('is asked for in words, or not at all', () => {
    expect(didYouMean('hots', IDS)).to.equal(' Did you mean "host"?');
    expect(didYouMean('zzz', IDS)).to.equal('');
  });
});

import {expect} from 'chai';
import {requestSecrets} from '../../../../src/model/text/secrets/request-secrets.ts';

describe('what a request would give away', () => {
  it('is in its secret headers, with what they are made of', () => {
    expect(requestSecrets('https://a.example/', {Authorization: 'Bearer abc', accept: '*/*'})).to.deep.equal([
      'Bearer abc',
      'abc',
    ]);
    const basic = Buffer.from('me:p@ss').toString('base64');
    expect(requestSecrets('https://a.example/', {authorization: `Basic ${basic}`})).to.deep.equal([
      `Basic ${basic}`,
      basic,
      'me:p@ss',
      'p@ss',
    ]);
    expect(requestSecrets('https://a.example/', {cookie: 'lang=de; sid=0123456789'})).to.deep.equal([
      'lang=de; sid=0123456789',
      '0123456789',
    ]);
  });

  it('is in its URL: user-info, also a name without a password, and parameters that let somebody in', () => {
    expect(requestSecrets('https://me:p%40ss@a.example/', {})).to.deep.equal(['me:p@ss', 'p@ss']);
    expect(requestSecrets('https://ghp_token@a.example/', {})).to.deep.equal(['ghp_token:', 'ghp_token']);
    expect(requestSecrets('https://a.example/?page=2&access_token=abc', {})).to.deep.equal(['abc']);
    expect(requestSecrets('no URL', {})).to.deep.equal([]);
  });
});

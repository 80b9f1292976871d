import {expect} from 'chai';
import {isSecretHeader, showsHeader} from '../../../src/model/text/secret-names.ts';

describe('names of secrets', () => {
  it('shows of the headers that a rule can ask for those only that are known to hold no secret', () => {
    const plain = ['Accept', 'accept-language', 'User-Agent', 'X-Forwarded-For', 'Sec-Fetch-Mode', 'Upgrade', 'Range'];
    expect(plain.filter((name) => !showsHeader(name))).to.deep.equal([]);
    const others = [
      ...['X-Origin-Verify', 'X-Env', 'Authorization', 'Cookie', 'Referer', 'Accept-Token', 'X-Forwarded-Access-Token'],
      ...['not-accept', 'accept\n', 'X-Forwarded-For-Me', ''],
    ];
    expect(others.filter(showsHeader)).to.deep.equal([]);
  });

  it('does not take what CORS says about credentials for one', () => {
    const said = [
      'Access-Control-Allow-Credentials',
      'access-control-request-headers',
      'Access-Control-Expose-Headers',
    ];
    expect(said.filter(isSecretHeader)).to.deep.equal([]);
    expect(['X-Credentials', 'My-Token', 'set-cookie'].filter((name) => !isSecretHeader(name))).to.deep.equal([]);
  });
});

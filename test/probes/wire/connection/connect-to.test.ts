import {expect} from 'chai';
import {UsageError} from '../../../../src/model/errors.ts';
import {connectToOf, parseConnectTo, parseResolve} from '../../../../src/probes/wire/connection/connect-to.ts';

describe('--connect-to and --resolve', () => {
  it('point one host and port to another', () => {
    const connectTo = connectToOf(['mcp.example.com:443:alb.example.com:8443'], []);
    expect(connectTo('mcp.example.com', 443)).to.deep.equal({address: 'alb.example.com', port: 8443});
    expect(connectTo('mcp.example.com', 80)).to.equal(null);
    expect(connectTo('api.example.com', 443)).to.equal(null);
  });

  it('take an empty part for any, or for the same', () => {
    expect(connectToOf(['::127.0.0.1:'], [])('a.example', 443)).to.deep.equal({address: '127.0.0.1', port: 443});
    expect(connectToOf(['a.example::b.example:8443'], [])('a.example', 1)).to.deep.equal({
      address: 'b.example',
      port: 8443,
    });
  });

  it('take the first that matches', () => {
    const connectTo = connectToOf(['a.example:443:127.0.0.1:1', ':::2'], []);
    expect(connectTo('a.example', 443)?.port).to.equal(1);
    expect(connectTo('a.example', 80)?.port).to.equal(2);
  });

  it('compare names without case and the dot at the end', () => {
    expect(connectToOf(['A.Example:443:127.0.0.1:1'], [])('a.example.', 443)?.port).to.equal(1);
  });

  it('read IPv6 in brackets', () => {
    expect(parseConnectTo('[::1]:443:[2001:db8::1]:8443')).to.deep.equal({
      host: '::1',
      port: 443,
      toHost: '2001:db8::1',
      toPort: 8443,
    });
    expect(parseResolve('a.example:443:[::1]').toHost).to.equal('::1');
    expect(parseResolve('a.example:443:::1').toHost).to.equal('::1');
  });

  it('resolve a host, or any with a star, to one address', () => {
    expect(connectToOf([], ['a.example:443:127.0.0.1'])('a.example', 443)).to.deep.equal({
      address: '127.0.0.1',
      port: 443,
    });
    expect(connectToOf([], ['*:443:127.0.0.1'])('b.example', 443)?.address).to.equal('127.0.0.1');
  });

  it('resolve what --connect-to made of it', () => {
    const connectTo = connectToOf(['a.example:443:b.example:8443'], ['b.example:8443:127.0.0.1']);
    expect(connectTo('a.example', 443)).to.deep.equal({address: '127.0.0.1', port: 8443});
  });

  for (const text of ['', 'a', 'a:1', 'a:1:b', 'a:x:b:1', 'a:1:b:70000', 'a:0:b:1', '::1:443:b:1']) {
    it(`--connect-to ${JSON.stringify(text)} is a usage error`, () => {
      expect(() => parseConnectTo(text)).to.throw(UsageError);
    });
  }

  for (const text of ['', 'a:1', 'a::127.0.0.1', ':1:127.0.0.1', 'a:1:b.example', 'a:1:127.0.0.1,127.0.0.2', '-a:1']) {
    it(`--resolve ${JSON.stringify(text)} is a usage error`, () => {
      expect(() => parseResolve(text)).to.throw(UsageError, '--resolve');
    });
  }
});

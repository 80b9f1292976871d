import {expect} from 'chai';
import {hostParam} from '../../src/model/params.ts';

const accepts = (host: string) => hostParam('').safeParse(host).success;

describe('model/params', () => {
  it('takes the name of a host, digits and hyphens in it too', () => {
    const names = ['mcp.example.com', '3.example.com', 'a-1.xn--p1ai', '192.0.2.1.example', 'host.1a', 'host.a1'];
    expect(names.filter((name) => !accepts(name))).to.deep.equal([]);
  });

  it('refuses an IPv4 address, which a DNS name never ends like', () => {
    expect(['192.0.2.1', '2.1', 'example.1', 'example.1-2'].filter(accepts)).to.deep.equal([]);
  });

  it('refuses what no host name is', () => {
    const others = ['localhost', 'example.com.', '-a.example', 'a-.example', 'a_b.example', '2001:db8::1', ''];
    expect(others.filter(accepts)).to.deep.equal([]);
  });
});

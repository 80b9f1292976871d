import type {IncomingMessage} from 'node:http';
import {expect} from 'chai';
import {clientAddress} from '../../../src/mcp-server/guard/client-address.ts';

/** From a load balancer at 10.0.0.1, with these lines of X-Forwarded-For. */
function address(forwardedHops: number, ...forwarded: string[]): string {
  const headersDistinct = forwarded.length === 0 ? {} : {'x-forwarded-for': forwarded};
  return clientAddress(
    {socket: {remoteAddress: '10.0.0.1'}, headersDistinct} as unknown as IncomingMessage,
    forwardedHops,
  );
}

describe('mcp-server client address', () => {
  it("is the connection's where no hop in front is trusted, whatever the client says", () => {
    expect(address(0)).to.equal('10.0.0.1');
    expect(address(0, '192.0.2.7')).to.equal('10.0.0.1');
  });

  it('is what the outermost trusted hop saw, counted from the right', () => {
    expect(address(1, '198.51.100.9, 192.0.2.7')).to.equal('192.0.2.7');
    expect(address(2, '198.51.100.9, 192.0.2.7')).to.equal('198.51.100.9');
    expect(address(1, '198.51.100.9', '192.0.2.7')).to.equal('192.0.2.7');
  });

  it("is the connection's where there are fewer addresses than hops", () => {
    expect(address(1)).to.equal('10.0.0.1');
    expect(address(2, '192.0.2.7')).to.equal('10.0.0.1');
    expect(address(1, '192.0.2.7, ')).to.equal('10.0.0.1');
  });

  it('has no port, which is another one for each connection', () => {
    expect(address(1, '192.0.2.7:50123')).to.equal('192.0.2.7');
    expect(address(1, '[2001:db8::7]:50123')).to.equal('2001:db8::7');
    expect(address(1, '[2001:db8::7]')).to.equal('2001:db8::7');
    expect(address(1, '2001:db8::7')).to.equal('2001:db8::7');
  });
});

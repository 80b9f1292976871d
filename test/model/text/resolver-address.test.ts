import {expect} from 'chai';
import {resolverAt} from '../../../src/model/text/resolver-address.ts';

describe('the address of a resolver', () => {
  it('is one of IPv4 or IPv6, with or without a port', () => {
    const cases: Readonly<Record<string, ReturnType<typeof resolverAt>>> = {
      '192.0.2.1': {address: '192.0.2.1', port: 53},
      '192.0.2.1:5353': {address: '192.0.2.1', port: 5353},
      '2001:db8::1': {address: '2001:db8::1', port: 53},
      '[2001:db8::1]': {address: '2001:db8::1', port: 53},
      '[2001:db8::1]:5353': {address: '2001:db8::1', port: 5353},
      'fe80::1%eth0': {address: 'fe80::1%eth0', port: 53},
      '192.0.2.1:0': null,
      '192.0.2.1:65536': null,
      '192.0.2': null,
      'dns.example.com': null,
      '': null,
    };
    for (const [text, expected] of Object.entries(cases)) expect(resolverAt(text), text).to.deep.equal(expected);
  });
});

import {expect} from 'chai';
import {readRange} from '../../../src/domain/network/cidr.ts';
import {internetClients, standingOf, statedClients} from '../../../src/domain/network/clients.ts';
import type {NetworkHop} from '../../../src/domain/network/network-hop.ts';

describe('clients', () => {
  it('are told apart by family, and by whether they come over the internet', () => {
    const told = (...addresses: string[]) =>
      statedClients(addresses).map(({name, family, kind}) => [name, family, kind].join(' '));
    expect(told('198.51.100.0/24', '10.0.0.0/8', '192.168.0.0/16', '2001:db8::/32', 'fd00::/8')).to.deep.equal([
      '198.51.100.0/24 4 outside',
      '10.0.0.0/8, 192.168.0.0/16 4 inside',
      '2001:db8::/32 6 outside',
      'fd00::/8 6 inside',
    ]);
    expect(told('0.0.0.0/0')).to.deep.equal(['the internet 4 internet']);
    expect(told('0.0.0.0/1', '128.0.0.0/1', '::/0')).to.deep.equal([
      'the internet 4 internet',
      'the internet 6 internet',
    ]);
    expect(told('0.0.0.0/1')).to.deep.equal(['0.0.0.0/1 4 outside']);
    expect(told('203.0.113.9')).to.deep.equal(['203.0.113.9 4 outside']);
  });

  it('of the internet do without a part that is smaller than a /8, to the address', () => {
    const standing = (...cidrs: string[]) => standingOf(closedTo(cidrs), internetClients(4));
    expect(standing('64.0.0.0/8')).to.equal('closed');
    expect(standing('64.0.0.0/9', '64.128.0.0/10')).to.equal('except');
    expect(standing('64.0.0.0/9', '80.0.0.0/9')).to.equal('closed');
    expect(standing('10.0.0.0/8'), 'nobody comes from there').to.equal('open');
    const v6 = (cidr: string) => standingOf(closedTo([cidr]), internetClients(6));
    expect(v6('2600::/11')).to.equal('closed');
    expect(v6('2600::/12')).to.equal('except');
    expect(v6('fd00::/8')).to.equal('open');
  });

  it('that are stated do without none', () => {
    const [stated = internetClients(4)] = statedClients(['198.51.100.0/24']);
    expect(standingOf(closedTo(['198.51.100.7/32']), stated)).to.equal('closed');
    expect(standingOf({...closedTo(['198.51.100.7/32']), open: 'unknown'}, stated)).to.equal('unknown');
    expect(standingOf({...closedTo([]), open: true}, stated)).to.equal('open');
  });
});

function closedTo(cidrs: readonly string[]): NetworkHop {
  return {
    at: 'alb',
    peer: 'the internet',
    guard: 'network ACL',
    direction: 'in',
    traffic: 'tcp 443 (listener)',
    open: 'partly',
    ids: ['acl-1'],
    decidedBy: [],
    add: null,
    closedTo: cidrs.map(readRange),
    unseen: [],
    unreadPrefixLists: [],
  };
}

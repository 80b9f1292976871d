import {expect} from 'chai';
import {judgeServers} from '../../../src/domain/dns/name-servers.ts';

const OWN = ['ns-311.awsdns-38.com', 'ns-1204.awsdns-22.org', 'ns-1713.awsdns-22.co.uk', 'ns-872.awsdns-45.net'];
const named = (...names: readonly string[]) => names.map((name) => ({name, addresses: []}));

describe('name servers that are named for a zone', () => {
  it('are its own in any order and spelling, and three of four are enough', () => {
    expect(judgeServers(named(...OWN.toReversed()), OWN)).to.deep.equal({kind: 'own', said: []});
    expect(judgeServers(named('NS-311.AWSDNS-38.COM.', ...OWN), OWN)).to.deep.equal({kind: 'own', said: []});
    expect(judgeServers(named(...OWN.slice(1)), OWN)).to.deep.equal({
      kind: 'own',
      said: ['3 of its 4 name servers are named'],
    });
  });

  it('are strangers where they are of another zone of Route 53, China’s too', () => {
    const stale = 'ns-9.awsdns-01.com';
    const some = {kind: 'strangers', strangers: [stale], someAreOwn: true};
    expect(judgeServers(named(...OWN, stale), OWN)).to.deep.equal(some);
    expect(judgeServers(named(stale), OWN)).to.deep.equal({...some, someAreOwn: false});
    expect(judgeServers(named('ns-9.awsdns-cn-01.biz'), OWN)).to.have.property('kind', 'strangers');
  });

  it('are white-label names where their addresses are those of its servers, every one of them', () => {
    const vanity = {name: 'ns1.georgi.io', addresses: ['205.251.193.55', '2600:9000:5301:3700::1']};
    expect(judgeServers([vanity], OWN)).to.deep.include({kind: 'own'});
    const half = {...vanity, addresses: ['205.251.193.55', '192.0.2.1']};
    expect(judgeServers([half], OWN)).to.deep.equal({kind: 'unknown', unknown: ['ns1.georgi.io']});
    expect(judgeServers([{...vanity, addresses: ['2600:9000:5301:3700::1']}], OWN)).to.have.property('kind', 'unknown');
  });

  it('are unknown where they may be anybody’s, and where there are none', () => {
    expect(judgeServers(named('kim.ns.cloudflare.com'), OWN)).to.deep.equal({
      kind: 'unknown',
      unknown: ['kim.ns.cloudflare.com'],
    });
    expect(judgeServers([], OWN)).to.deep.equal({kind: 'unknown', unknown: []});
    expect(judgeServers([], [])).to.have.property('kind', 'unknown');
  });
});

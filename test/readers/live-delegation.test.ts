import {expect} from 'chai';
import {CannotTell} from '../../src/model/errors.ts';
import {authorityAt} from '../../src/model/facts/wire/names.ts';
import {liveAbove} from '../../src/readers/live-delegation.ts';
import {liveNames, noneIn, parents, recordsOf, referral} from '../support/live-names.ts';
import {nameRecord, SILENT_NAMES} from '../support/name-looks.ts';
import {thrownBy} from '../support/thrown-by.ts';

const ZONE = 'georgi.io';
const ACCOUNT = {
  kind: 'unseen',
  because: 'georgi.io is not registered in the account of the zone',
  thrown: null,
} as const;
const SERVERS = ['ns-1.awsdns-01.org', 'ns-2.awsdns-02.com'];
const ABOVE = {parentServers: parents('a.nic.io', 'b.nic.io')};

const BOTH = {
  'a.nic.io georgi.io NS': referral(ZONE, SERVERS),
  'b.nic.io georgi.io NS': referral(ZONE, SERVERS.toReversed()),
};

async function seen(answers: Parameters<typeof liveNames>[0], delegation: Parameters<typeof liveNames>[1] = ABOVE) {
  return await liveAbove('Georgi.IO.', liveNames(answers, delegation), ACCOUNT);
}

describe('who delegates, as the name servers above say', () => {
  it('is what all that answer refer to, with addresses, and without a DS record', async () => {
    const servers = [
      {name: 'ns-1.awsdns-01.org', addresses: ['205.251.192.1'], namedBy: ['parent' as const], problem: null},
    ];
    const above = await seen({...BOTH, 'a.nic.io georgi.io DS': noneIn('io')}, {...ABOVE, servers});
    expect(above).to.deep.equal({
      kind: 'live',
      parent: 'io',
      saidBy: ['a.nic.io', 'b.nic.io'],
      named: [
        {name: 'ns-1.awsdns-01.org', addresses: ['205.251.192.1']},
        {name: 'ns-2.awsdns-02.com', addresses: []},
      ],
      signers: [],
      trust: 'insecure',
    });
  });

  it('goes by one of them where the other is silent', async () => {
    const above = await seen({'b.nic.io georgi.io NS': referral(ZONE, SERVERS)});
    expect(above).to.deep.include({kind: 'live', saidBy: ['b.nic.io'], signers: null, trust: 'unknown'});
  });

  it('asks each server at one address, and four of many', async () => {
    const asked: string[] = [];
    const names = liveNames(
      {},
      {
        parentServers: [
          authorityAt('a.nic.io', '192.0.2.1'),
          authorityAt('a.nic.io', '2001:db8::1'),
          ...parents('b.nic.io', 'c.nic.io', 'd.nic.io', 'e.nic.io'),
        ],
      },
    );
    await liveAbove(
      ZONE,
      {
        ...names,
        ask: (server, question) => {
          asked.push(server.name ?? '');
          return names.ask(server, question);
        },
      },
      ACCOUNT,
    );
    expect(asked).to.deep.equal(['a.nic.io', 'b.nic.io', 'c.nic.io', 'd.nic.io']);
  });

  it('is nobody, where they say so with authority', async () => {
    const closest = {
      zone: 'io',
      servers: [{name: 'a.nic.io', addresses: ['192.0.2.1'], namedBy: ['zone' as const], problem: null}],
    };
    for (const rcode of ['NXDOMAIN', 'NOERROR']) {
      const above = await seen({'a.nic.io georgi.io NS': noneIn('io', rcode)}, closest);
      expect(above).to.deep.equal({
        kind: 'live',
        parent: 'io',
        saidBy: ['a.nic.io'],
        named: [],
        signers: [],
        trust: 'unknown',
      });
    }
  });

  it('is what a server says of itself that has both zones', async () => {
    const above = await seen({'a.nic.io georgi.io NS': recordsOf(ZONE, 'NS', ...SERVERS)});
    expect(above).to.deep.include({kind: 'live', saidBy: ['a.nic.io']});
  });

  it('is not seen where something else answers in their place, without authority', async () => {
    const resolved = {offersRecursion: true, answers: SERVERS.map((server) => nameRecord(ZONE, 'NS', server))};
    const nothing = {offersRecursion: true, rcode: 'NXDOMAIN', soa: {zone: 'io', serial: 1, negativeTtlSeconds: 900}};
    for (const said of [resolved, nothing, {rcode: 'REFUSED'}, {rcode: 'SERVFAIL', isAuthoritative: true}, {}]) {
      const above = await seen({'a.nic.io georgi.io NS': said, 'b.nic.io georgi.io NS': said});
      expect(above.kind).to.equal('unseen');
      expect(above)
        .to.have.property('because')
        .that.matches(
          /not registered.*no name server of the zone above says who has georgi\.io \(a\.nic\.io, b\.nic\.io\)/,
        );
    }
  });

  it('is not seen while they disagree, as after a change', async () => {
    const above = await seen({...BOTH, 'b.nic.io georgi.io NS': referral(ZONE, ['ns.old.example'])});
    expect(above)
      .to.have.property('because')
      .that.includes('disagree: a.nic.io names ns-1.awsdns-01.org, ns-2.awsdns-02.com, b.nic.io names ns.old.example');
    const half = await seen({...BOTH, 'b.nic.io georgi.io NS': noneIn('io')});
    expect(half).to.have.property('because').that.includes('b.nic.io names none');
  });

  it('is not seen where nobody answers; what AWS refused comes first', async () => {
    const alone = await liveAbove(ZONE, SILENT_NAMES, ACCOUNT);
    expect(alone).to.have.property('because').that.includes('DNS does not say either: no resolver said');
    expect(alone).to.have.property('thrown').that.is.instanceOf(CannotTell);
    const refusal = new CannotTell('the registrar is not to be asked', 'grant it');
    const both = await liveAbove(ZONE, SILENT_NAMES, {...ACCOUNT, thrown: refusal});
    expect(both).to.have.property('thrown', refusal);
  });

  it('is no excuse for a bug', async () => {
    const buggy = {...SILENT_NAMES, delegation: () => Promise.reject(new TypeError('bug'))};
    await thrownBy(liveAbove(ZONE, buggy, ACCOUNT), TypeError);
  });

  it('has the DS records, which count once a resolver has validated them', async () => {
    const ds = recordsOf(ZONE, 'DS', '4711 13 2 ABCD');
    const signers = [{keyTag: 4711, algorithm: 13, digestType: 2, digest: 'ABCD'}];
    const unproved = await seen({
      ...BOTH,
      'a.nic.io georgi.io DS': ds,
      '9.9.9.9 georgi.io DS': {...ds, isAuthoritative: false},
    });
    expect(unproved).to.deep.include({signers, trust: 'unknown'});
    const proved = await seen({
      ...BOTH,
      'a.nic.io georgi.io DS': ds,
      '9.9.9.9 georgi.io DS': {...ds, isAuthoritative: false, isAuthentic: true},
    });
    expect(proved).to.deep.include({signers, trust: 'secure'});
  });
});

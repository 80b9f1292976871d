import {expect} from 'chai';
import {nameReports} from '../../../src/domain/dns/name-reports.ts';
import {authorityAt, type NameAnswer, type NameLook, type NameServer} from '../../../src/model/facts/wire/names.ts';
import type {NameReport} from '../../../src/model/report-name.ts';
import {noneIn, recordsOf} from '../../support/live-names.ts';
import {answered, nameRecord, resolverNamed, unanswered} from '../../support/name-looks.ts';

const HOST = 'mcp.georgi.io';
const NEW = '192.0.2.10';
const OLD = '198.51.100.7';
const A = {name: HOST, type: 'A'} as const;
const [NS1, NS2] = [authorityAt('ns1.georgi.io', '192.0.2.1'), authorityAt('ns2.georgi.io', '192.0.2.2')];
const RESOLVER = resolverNamed('9.9.9.9');

function reports(...looks: readonly NameLook[]): NameReport[] {
  const seen = looks.map((look) => ({items: ['seen'], look}));
  return nameReports(seen, (text) => text);
}

/** What is said of the last of them. */
function lastOf(...looks: readonly NameLook[]) {
  const {verdict, says, until} = reports(...looks).at(-1) as NameReport;
  return {verdict, says, until};
}

const says = (server: NameServer, ...addresses: readonly string[]) =>
  answered(server, A, {...recordsOf(HOST, 'A', ...addresses), isAuthoritative: server.role === 'authority'});
const resolved = (said: Partial<NameAnswer>) => answered(RESOLVER, A, {...said, isAuthoritative: false});

describe('what is reported of DNS answers', () => {
  it('is about addresses only', () => {
    expect(reports(answered(NS1, {name: HOST, type: 'TXT'}, {}))).to.deep.equal([]);
  });

  it('is who said what, with authority or not, and until when a resolver says so', () => {
    const [authority, resolver] = reports(says(NS1, NEW), says(RESOLVER, NEW));
    expect(authority).to.deep.include({name: HOST, type: 'A', rcode: 'NOERROR', isAuthoritative: true, until: null});
    expect(authority).to.deep.include({verdict: 'good', says: '', items: ['seen']});
    expect(resolver).to.deep.include({verdict: 'good', until: '2026-11-22T12:01:00.000Z'});
    expect(resolver?.answers).to.deep.equal([{name: HOST, type: 'A', ttlSeconds: 60, value: NEW}]);
  });

  describe('of a name server', () => {
    it('is bad where it says what no other says; some addresses in common are enough', () => {
      expect(lastOf(says(NS1, NEW), says(NS2, OLD))).to.deep.include({
        verdict: 'bad',
        says: 'no other name server says so',
      });
      expect(lastOf(says(NS1, NEW, '192.0.2.11'), says(NS2, '192.0.2.11', '192.0.2.12')).verdict).to.equal('good');
      expect(lastOf(says(NS1, NEW), answered(NS2, A, noneIn('georgi.io', 'NXDOMAIN'))).verdict).to.equal('bad');
    });

    it('is bad where it refuses, or has no authority', () => {
      expect(lastOf(answered(NS1, A, {rcode: 'REFUSED'})).says).to.equal('it does not answer for the zone (REFUSED)');
      expect(lastOf(answered(NS1, A, {answers: [nameRecord(HOST, 'A', NEW)]})).says).to.include('no AA');
    });

    it('is open where a resolver answers in its place: what it says itself is not known', () => {
      const inItsPlace = {answers: [nameRecord(HOST, 'A', NEW)], offersRecursion: true};
      expect(lastOf(answered(NS1, A, inItsPlace))).to.deep.include({verdict: 'open'});
    });

    it('is the worst of what it said in several rounds', () => {
      const all = reports(says(NS1, NEW), says(NS2, NEW), says(NS1, OLD), says(NS1, NEW));
      expect(all.map(({server, verdict}) => [server.name, verdict])).to.deep.equal([
        ['ns1.georgi.io', 'bad'],
        ['ns2.georgi.io', 'good'],
      ]);
    });

    it('is open where it did not answer', () => {
      expect(lastOf(unanswered(NS1, A))).to.deep.include({verdict: 'open', says: 'nothing came within 3 s'});
    });
  });

  describe('where the name of the load balancer was asked for beside it', () => {
    const own = answered(NS2, {name: 'lb.example', type: 'A'}, recordsOf('lb.example', 'A', NEW));

    it('holds all of them against that', () => {
      expect(lastOf(own, says(NS1, NEW)).verdict).to.equal('good');
      expect(lastOf(own, says(NS1, OLD))).to.deep.include({
        verdict: 'bad',
        says: `the load balancer does not have ${OLD}`,
      });
      expect(lastOf(own, says(NS1, NEW, OLD))).to.deep.include({
        verdict: 'open',
        says: `the load balancer does not have ${OLD}`,
      });
      expect(lastOf(own, says(NS1, OLD), says(RESOLVER, OLD)).verdict).to.equal('bad');
      expect(lastOf(own, says(NS1, OLD), says(RESOLVER, NEW)).verdict).to.equal('good');
    });
  });

  describe('of a resolver', () => {
    it('is bad where it has an address that no name server has, until it expires', () => {
      expect(lastOf(says(NS1, NEW), says(RESOLVER, OLD))).to.deep.equal({
        verdict: 'bad',
        says: `no name server says ${OLD}`,
        until: '2026-11-22T12:01:00.000Z',
      });
    });

    it('is open where it has one beside those: it may be another of many', () => {
      expect(lastOf(says(NS1, NEW), says(RESOLVER, NEW, OLD)).verdict).to.equal('open');
    });

    it('is bad where it remembers that there is none, as long as the SOA record says', () => {
      expect(lastOf(says(NS1, NEW), resolved(noneIn('georgi.io', 'NXDOMAIN')))).to.deep.equal({
        verdict: 'bad',
        says: 'it says that there is none, and the name servers have some',
        until: '2026-11-22T12:15:00.000Z',
      });
    });

    it('is good where the name servers have none either', () => {
      expect(lastOf(answered(NS1, A, noneIn('georgi.io')), resolved(noneIn('georgi.io'))).verdict).to.equal('good');
    });

    it('is bad where it cannot find out, with what it says of the reason', () => {
      const said = {
        rcode: 'SERVFAIL',
        edns: {
          udpBytes: 1232,
          errors: [
            {code: 6, text: 'DNSSEC Bogus'},
            {code: 22, text: ''},
          ],
        },
      };
      expect(lastOf(says(NS1, NEW), resolved(said)).says).to.equal(
        'it cannot find out (SERVFAIL: DNSSEC Bogus: extended error 22)',
      );
    });

    it('is open where no name server said what is right, or it is silent', () => {
      expect(lastOf(unanswered(NS1, A), says(RESOLVER, NEW)).verdict).to.equal('open');
      expect(lastOf(says(NS1, NEW), unanswered(RESOLVER, A)).verdict).to.equal('open');
    });

    it('follows CNAMEs as far as name servers were asked', () => {
      const alias = answered(NS1, A, recordsOf(HOST, 'CNAME', 'lb.example'));
      const target = answered(NS2, {name: 'lb.example', type: 'A'}, recordsOf('lb.example', 'A', NEW));
      const chain = (address: string) =>
        resolved({answers: [nameRecord(HOST, 'CNAME', 'lb.example', 300), nameRecord('lb.example', 'A', address, 20)]});
      expect(lastOf(alias, target, chain(NEW))).to.deep.include({verdict: 'good', until: '2026-11-22T12:00:20.000Z'});
      expect(lastOf(alias, target, chain(OLD)).verdict).to.equal('bad');
      expect(lastOf(alias, chain(NEW)).verdict).to.equal('open');
    });

    it('does not go round in circles', () => {
      const round = answered(NS1, A, recordsOf(HOST, 'CNAME', HOST));
      expect(lastOf(round, says(RESOLVER, NEW)).verdict).to.equal('open');
    });
  });
});

import {expect} from 'chai';
import {CannotTell} from '../../../../src/model/errors.ts';
import {
  type NameAnswer,
  type NameQuestion,
  type NameServer,
  serversOf,
} from '../../../../src/model/facts/wire/names.ts';
import {walk} from '../../../../src/probes/wire/names/walk.ts';
import {answered, nameRecord, resolverNamed, unanswered} from '../../../support/name-looks.ts';

const HOST = 'mcp.run.example.com';
const RESOLVER = resolverNamed('192.0.2.1', true);

/** `address name type` to an answer; anything else is silence. */
type Said = Readonly<Record<string, Partial<NameAnswer>>>;

const COM: Said = {
  '192.0.2.1 com NS': {answers: [nameRecord('com', 'NS', 'a.gtld.net')]},
  '192.0.2.1 a.gtld.net A': {answers: [nameRecord('a.gtld.net', 'A', '192.0.2.10')]},
  '192.0.2.1 a.gtld.net AAAA': {answers: [nameRecord('a.gtld.net', 'AAAA', '2001:db8::10')]},
  [`192.0.2.10 ${HOST} NS`]: {
    authorities: [
      nameRecord('example.com', 'NS', 'ns1.example.com'),
      nameRecord('example.com', 'NS', 'ns2.example.net'),
    ],
    additionals: [nameRecord('ns1.example.com', 'A', '192.0.2.21')],
  },
  '192.0.2.1 ns2.example.net A': {answers: [nameRecord('ns2.example.net', 'A', '192.0.2.22')]},
  '192.0.2.1 ns2.example.net AAAA': {},
};

const SOA = {zone: 'example.com', serial: 1, negativeTtlSeconds: 60};
const OWN_NS = [nameRecord('example.com', 'NS', 'ns1.example.com'), nameRecord('example.com', 'NS', 'ns2.example.net')];

function walking(said: Said, roots: readonly NameServer[] | null = null) {
  const asked: string[] = [];
  const ask = async (server: NameServer, question: NameQuestion) => {
    const key = `${server.address} ${question.name} ${question.type}`;
    asked.push(key);
    const answer = said[key];
    return answer === undefined ? unanswered(server, question) : answered(server, question, answer);
  };
  return {asked, found: walk(HOST, {ask, resolvers: [RESOLVER], roots})};
}

describe('the way to the zone that answers', () => {
  it('goes from zone to zone by what their servers say, with glue or with what the resolver has', async () => {
    const {found, asked} = walking({
      ...COM,
      [`192.0.2.21 ${HOST} NS`]: {isAuthoritative: true, soa: SOA},
      '192.0.2.21 example.com NS': {isAuthoritative: true, answers: OWN_NS},
    });
    const {zone, servers, parentServers} = await found;
    expect(zone).to.equal('example.com');
    expect(servers).to.deep.equal([
      {name: 'ns1.example.com', addresses: ['192.0.2.21'], namedBy: ['parent', 'zone'], problem: null},
      {name: 'ns2.example.net', addresses: ['192.0.2.22'], namedBy: ['parent', 'zone'], problem: null},
    ]);
    expect(parentServers.map(({address}) => address)).to.deep.equal(['192.0.2.10', '2001:db8::10']);
    expect(serversOf({servers}).map(({address, name}) => `${name} ${address}`)).to.deep.equal([
      'ns1.example.com 192.0.2.21',
      'ns2.example.net 192.0.2.22',
    ]);
    // A resolver that is asked too early remembers that there is nothing.
    expect(asked.filter((key) => key.startsWith('192.0.2.1 ') && key.includes('run.'))).to.deep.equal([]);
  });

  it('tells who names a server that only one of both names', async () => {
    const {found} = walking({
      ...COM,
      [`192.0.2.21 ${HOST} NS`]: {isAuthoritative: true, soa: SOA},
      '192.0.2.21 example.com NS': {
        isAuthoritative: true,
        answers: [OWN_NS[0], nameRecord('example.com', 'NS', 'ns3.example.com')].filter((one) => one !== undefined),
      },
    });
    const {servers} = await found;
    expect(servers.map(({name, namedBy, problem}) => ({name, namedBy, problem}))).to.deep.equal([
      {name: 'ns1.example.com', namedBy: ['parent', 'zone'], problem: null},
      {name: 'ns2.example.net', namedBy: ['parent'], problem: null},
      {name: 'ns3.example.com', namedBy: ['zone'], problem: 'no resolver said its address'},
    ]);
  });

  it('counts whom any server of the zone above names: resolvers ask any of them', async () => {
    const {found} = walking({
      ...COM,
      '192.0.2.1 com NS': {answers: ['a.gtld.net', 'b.gtld.net'].map((server) => nameRecord('com', 'NS', server))},
      '192.0.2.1 b.gtld.net A': {answers: [nameRecord('b.gtld.net', 'A', '192.0.2.11')]},
      [`192.0.2.11 ${HOST} NS`]: {
        authorities: [nameRecord('example.com', 'NS', 'ns.old.example.com')],
        additionals: [nameRecord('ns.old.example.com', 'A', '192.0.2.99')],
      },
      [`192.0.2.21 ${HOST} NS`]: {isAuthoritative: true, soa: SOA},
      '192.0.2.21 example.com NS': {isAuthoritative: true, answers: OWN_NS},
    });
    const {servers} = await found;
    expect(servers.map(({name}) => name)).to.have.members(['ns1.example.com', 'ns2.example.net', 'ns.old.example.com']);
    const old = servers.find(({name}) => name === 'ns.old.example.com');
    expect(old).to.deep.include({addresses: ['192.0.2.99'], namedBy: ['parent']});
  });

  it('goes on with the next server where one is lame', async () => {
    const {found} = walking({
      ...COM,
      [`192.0.2.21 ${HOST} NS`]: {rcode: 'REFUSED'},
      [`192.0.2.22 ${HOST} NS`]: {isAuthoritative: true, rcode: 'NXDOMAIN', soa: SOA},
      '192.0.2.22 example.com NS': {isAuthoritative: true, answers: OWN_NS},
    });
    expect((await found).zone).to.equal('example.com');
  });

  it('notices a zone further down that the same servers have', async () => {
    const zone = 'run.example.com';
    const {found} = walking({
      ...COM,
      [`192.0.2.21 ${HOST} NS`]: {isAuthoritative: true, soa: {...SOA, zone}},
      [`192.0.2.21 ${zone} NS`]: {isAuthoritative: true, answers: [nameRecord(zone, 'NS', 'ns1.example.com')]},
      '192.0.2.1 ns1.example.com A': {answers: [nameRecord('ns1.example.com', 'A', '192.0.2.21')]},
    });
    const delegation = await found;
    expect(delegation.zone).to.equal(zone);
    expect(delegation.servers.map(({name}) => name)).to.deep.equal(['ns1.example.com']);
  });

  it('begins at given roots', async () => {
    const root = {...RESOLVER, address: '192.0.2.10', role: 'authority' as const, name: 'root'};
    const {found, asked} = walking(
      {
        ...COM,
        [`192.0.2.21 ${HOST} NS`]: {isAuthoritative: true, soa: SOA},
        '192.0.2.21 example.com NS': {isAuthoritative: true, answers: OWN_NS},
      },
      [root],
    );
    expect((await found).zone).to.equal('example.com');
    expect(asked[0]).to.equal(`192.0.2.10 ${HOST} NS`);
  });

  it('cannot tell where no server of a zone answers, or no resolver', async () => {
    for (const said of [COM, {}]) {
      const thrown = await walking(said).found.catch((error: unknown) => error);
      expect(thrown).to.be.instanceOf(CannotTell);
    }
  });

  it('does not follow referrals that go round', async () => {
    const round = {
      authorities: [nameRecord('example.com', 'NS', 'ns1.example.com')],
      additionals: [nameRecord('ns1.example.com', 'A', '192.0.2.21')],
    };
    const thrown = await walking({
      ...COM,
      [`192.0.2.21 ${HOST} NS`]: round,
      '192.0.2.21 example.com NS': round,
    }).found.catch((error: unknown) => error);
    expect(thrown).to.be.instanceOf(CannotTell);
  });
});

import {expect} from 'chai';
import {resolversSee as check} from '../../../src/checks/dns/resolvers-see.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import type {LoadBalancer} from '../../../src/model/facts/aws-facts.ts';
import type {World} from '../../../src/model/facts/world.ts';
import {nameAnswer, nameRecord} from '../../support/name-looks.ts';
import {type NamesWorld, namesOf, type TestNames, zoneServer} from '../../support/names-probe.ts';

const HOST = 'mcp.example.com';
const LB = 'central-1.eu-central-1.elb.amazonaws.com';
const ELB = 'eu-central-1.elb.amazonaws.com';
const SILENT = {kind: 'silent', message: 'nothing came within 3 s'} as const;

const ZONES = {
  'example.com': {[`${HOST} A`]: ['198.51.100.1', '198.51.100.2']},
  [ELB]: {[`${LB} A`]: ['198.51.100.1', '198.51.100.2', '198.51.100.3']},
};

function worldOf(names: TestNames, {interfaces = [] as readonly string[], ipAddressType = 'ipv4'} = {}): World {
  const loadBalancer = {arn: 'arn:lb', dnsName: LB, scheme: 'internet-facing', ipAddressType} as LoadBalancer;
  return {
    now: new Date('2026-11-22T12:00:00Z'),
    names,
    aws: {
      loadBalancer: async () => loadBalancer,
      loadBalancerInterfaces: async () => [{privateAddresses: ['10.0.0.1'], publicAddresses: interfaces}],
    },
  } as unknown as World;
}

async function look(
  world: Partial<NamesWorld>,
  params: Record<string, unknown> = {},
  names = namesOf({zones: ZONES, ...world}),
) {
  const parsed = check.params.parse({host: HOST, loadBalancerHost: LB, ...params});
  const outcome = await check.run(parsed as never, worldOf(names)).catch((error: unknown) => error);
  if (outcome instanceof CannotTell) return {status: 'error', summary: outcome.message, fix: outcome.fix};
  if (outcome instanceof Error) throw outcome;
  return outcome as {status: string; summary: string; fix?: string};
}

const agoMs = (at: string) => Date.parse('2026-11-22T12:00:00Z') - Date.parse(at);

/** What a resolver has from before. */
const OLD = {answers: [nameRecord(HOST, 'A', '192.0.2.99', 42)]};

describe('dns/resolvers-see', () => {
  it('passes where name servers and resolvers give addresses of the load balancer', async () => {
    const {status, summary} = await look({});
    expect(status).to.equal('pass');
    expect(summary).to.equal(
      'mcp.example.com: 2 name servers and the resolver of this machine (192.0.2.53), 1.1.1.1 give the load balancer (198.51.100.1, 198.51.100.2)',
    );
  });

  it('passes through a CNAME to the load balancer, and through one that leads there over another zone', async () => {
    const cname = {'example.com': {[`${HOST} CNAME`]: [LB]}, [ELB]: ZONES[ELB]};
    expect((await look({zones: cname})).status).to.equal('pass');
    const twice = {
      'example.com': {[`${HOST} CNAME`]: ['mcp.example.net']},
      'example.net': {'mcp.example.net CNAME': [LB]},
      [ELB]: ZONES[ELB],
    };
    expect((await look({zones: twice})).status).to.equal('pass');
  });

  it('fails where a name server has no record, and asks no resolver then', async () => {
    const names = namesOf({zones: {...ZONES, 'example.com': {}}});
    const {status, summary, fix} = await look({}, {}, names);
    expect(status).to.equal('fail');
    expect(summary).to.include('ns1.example.com (203.0.113.1) says that there is no such name (NXDOMAIN)');
    expect(fix).to.include('Create the A record of mcp.example.com');
    expect(names.asked.filter((key) => key.startsWith('1.1.1.1 '))).to.deep.equal([]);
  });

  it('fails where one name server of several has none yet, and asks no resolver', async () => {
    const says = {[`203.0.113.2 ${HOST} A`]: {rcode: 'NXDOMAIN'}};
    const names = namesOf({zones: ZONES, says});
    const {status, summary} = await look({}, {}, names);
    expect({status, summary}).to.deep.equal({
      status: 'fail',
      summary: 'mcp.example.com: ns2.example.com (203.0.113.2) says that there is no such name (NXDOMAIN)',
    });
    expect(names.asked.some((key) => key.startsWith('1.1.1.1 '))).to.equal(false);
  });

  it('fails where a name server gives something else now and then, as weighted records do', async () => {
    const {status, summary} = await look({says: {[`203.0.113.2 ${HOST} A 3`]: OLD}});
    expect(status).to.equal('fail');
    expect(summary).to.include('ns2.example.com (203.0.113.2) gives 192.0.2.99 (A)');
  });

  it('cannot tell where a resolver has kept an HTTPS record that leads elsewhere', async () => {
    const kept = {answers: [nameRecord(HOST, 'HTTPS', '1 . alpn="h2" ipv4hint=192.0.2.99', 200)]};
    const {status, summary} = await look({says: {[`1.1.1.1 ${HOST} HTTPS`]: kept}});
    expect(status).to.equal('error');
    expect(summary).to.include('1.1.1.1 gives an HTTPS record').and.include('until 2026-11-22T12:03:20Z');
  });

  it('goes by the port and the protocols of an HTTPS record', async () => {
    const serving = (value: string) => {
      const said = {answers: [nameRecord(HOST, 'HTTPS', value)]};
      return look({says: {[`203.0.113.1 ${HOST} HTTPS`]: said}});
    };
    expect((await serving('1 . alpn="h2" port=443')).status).to.equal('pass');
    expect(await serving('1 . alpn="h2" port=8443')).to.deep.include({status: 'error'});
    const withoutTcp = await serving('1 . alpn="h3" no-default-alpn');
    expect(withoutTcp.status).to.equal('fail');
    expect(withoutTcp.fix).to.include('`alpn`').and.not.include('hint');
  });

  it('does not take another address of a large load balancer for an old one, however long ago the change was', async () => {
    const answer = nameAnswer({isAuthoritative: true});
    const long = {at: '2026-11-22T10:00:00.000Z', agoMs: 7_200_000};
    const earlier = Object.fromEntries(
      ['203.0.113.1', '203.0.113.2'].flatMap((server) => [
        [`${server} ${HOST} A`, [{...long, answer: {...answer, answers: [nameRecord(HOST, 'A', '198.51.100.1')]}}]],
        [`${server} ${HOST} AAAA`, [{...long, answer}]],
      ]),
    );
    const beside = {answers: ['198.51.100.1', '198.51.100.77'].map((value) => nameRecord(HOST, 'A', value))};
    const says = {[`1.1.1.1 ${HOST} A`]: beside};
    expect(await look({says, earlier}, {ttlBefore: '60s'})).to.deep.include({status: 'error'});
    expect((await look({says: {[`1.1.1.1 ${HOST} A`]: OLD}, earlier}, {ttlBefore: '60s'})).status).to.equal('fail');
  });

  it('goes by the SOA record of the zone itself for how long nothing is remembered, and by that of the answer', async () => {
    const ago = {at: '2026-11-22T11:55:00.000Z', agoMs: 300_000};
    const zones = {
      'example.com': {[`${HOST} CNAME`]: ['mcp.example.net']},
      'example.net': {'mcp.example.net A': ['198.51.100.1']},
      [ELB]: ZONES[ELB],
    };
    const cname = nameAnswer({isAuthoritative: true, answers: [nameRecord(HOST, 'CNAME', 'mcp.example.net')]});
    const address = nameAnswer({isAuthoritative: true, answers: [nameRecord('mcp.example.net', 'A', '198.51.100.1')]});
    const soa = {zone: 'example.net', serial: 1, negativeTtlSeconds: 60};
    const none = nameAnswer({isAuthoritative: true, soa});
    const servers = ['203.0.113.1', '203.0.113.2'];
    const earlier = Object.fromEntries(
      servers.flatMap((server) => [
        [`${server} ${HOST} A`, [{...ago, answer: cname}]],
        [`${server} ${HOST} AAAA`, [{...ago, answer: cname}]],
        [`${server} mcp.example.net A`, [{...ago, answer: address}]],
        [`${server} mcp.example.net AAAA`, [{...ago, answer: none}]],
      ]),
    );
    const ofTarget = Object.fromEntries(servers.map((server) => [`${server} mcp.example.net AAAA`, {soa}]));
    const nothing = {rcode: 'NXDOMAIN', soa: {zone: 'example.com', serial: 1, negativeTtlSeconds: 3000}};
    const says = {...ofTarget, [`1.1.1.1 ${HOST} A`]: nothing};
    const {status, summary} = await look({zones, says, earlier});
    expect(status).to.equal('error');
    expect(summary).to.include('1.1.1.1 still says that there is no such name');
    // The zone says 15 minutes by now, and said an hour when the resolver asked.
    const halfAnHour = {at: '2026-11-22T11:30:00.000Z', agoMs: 1_800_000};
    const told = nameAnswer({isAuthoritative: true, answers: [nameRecord(HOST, 'A', '198.51.100.1')]});
    const before = Object.fromEntries(
      servers.flatMap((server) => [
        [`${server} ${HOST} A`, [{...halfAnHour, answer: told}]],
        [`${server} ${HOST} AAAA`, [{...halfAnHour, answer: nameAnswer({isAuthoritative: true})}]],
      ]),
    );
    const since = (minimum: number) => {
      const authorities = [
        nameRecord('example.com', 'SOA', `ns1.example.com admin.example.com 1 2 3 4 ${minimum}`, 300),
      ];
      return look({says: {[`1.1.1.1 ${HOST} A`]: {...nothing, authorities}}, earlier: before});
    };
    expect((await since(3600)).status).to.equal('error');
    expect((await since(900)).status).to.equal('fail');
  });

  it('fails where the record names something else', async () => {
    const zones = {...ZONES, 'example.com': {[`${HOST} A`]: ['192.0.2.99']}};
    const {status, summary} = await look({zones});
    expect(status).to.equal('fail');
    expect(summary).to.include('gives 192.0.2.99 (A), which the load balancer does not have');
  });

  it('fails where IPv6 leads elsewhere, for a load balancer that has none', async () => {
    const zones = {...ZONES, 'example.com': {...ZONES['example.com'], [`${HOST} AAAA`]: ['2001:db8::99']}};
    expect((await look({zones})).summary).to.include('gives 2001:db8::99 (AAAA)');
  });

  it('wants IPv6 of a dual-stack load balancer', async () => {
    const zones = {...ZONES, [ELB]: {...ZONES[ELB], [`${LB} AAAA`]: ['2001:db8::1']}};
    const {status, summary} = await look({zones});
    expect(status).to.equal('fail');
    expect(summary).to.include('says that it has no AAAA record');
  });

  it('counts network interfaces where AWS is asked', async () => {
    const zones = {...ZONES, 'example.com': {[`${HOST} A`]: ['198.51.100.77']}};
    const run = async (interfaces: readonly string[]) =>
      await check.run({host: HOST, alb: 'alb'} as never, worldOf(namesOf({zones}), {interfaces}));
    expect((await run(['198.51.100.77'])).status).to.equal('pass');
    expect((await run(['198.51.100.78'])).status).to.equal('fail');
  });

  it('cannot tell of an address beside known ones, where AWS is not asked: the name gives some of many', async () => {
    const zones = {...ZONES, 'example.com': {[`${HOST} A`]: ['198.51.100.1', '198.51.100.77']}};
    const {status, summary} = await look({zones});
    expect(status).to.equal('error');
    expect(summary).to.include('name it as `alb:`');
  });

  it('cannot tell where a name server does not answer, refuses, is lame or is answered for', async () => {
    const cases = {
      'does not answer: nothing came within 3 s': SILENT,
      'says REFUSED': {rcode: 'REFUSED'},
      'says SERVFAIL': {rcode: 'SERVFAIL'},
      'a lame delegation': {isAuthoritative: false},
      'something on the way answers in its place': {isAuthoritative: false, offersRecursion: true},
      'gives only a part of its answer': {isTruncated: true},
    };
    for (const [text, said] of Object.entries(cases)) {
      const {status, summary} = await look({says: {[`203.0.113.2 ${HOST} A`]: said}});
      expect(status, text).to.equal('error');
      expect(summary).to.include('ns2.example.com (203.0.113.2)').and.to.include(text);
    }
  });

  it('passes over IPv6 addresses of name servers where this machine has no IPv6, and says so', async () => {
    const servers = {'example.com': [zoneServer('ns1.example.com', '203.0.113.1', '2001:db8::53')]};
    const says = {[`2001:db8::53 ${HOST} A`]: SILENT, [`2001:db8::53 ${HOST} AAAA`]: SILENT};
    const {status, summary} = await look({servers, says});
    expect(status).to.equal('pass');
    expect(summary).to.include('their IPv6 addresses cannot be reached from here');
    const alone = {'example.com': [zoneServer('ns1.example.com', '2001:db8::53')]};
    expect((await look({servers: alone, says})).status).to.equal('error');
  });

  it('cannot tell while a resolver is behind, and says until when', async () => {
    const {status, summary} = await look({says: {[`1.1.1.1 ${HOST} A`]: OLD}});
    expect(status).to.equal('error');
    expect(summary).to.equal(
      'mcp.example.com: 1.1.1.1 still gives 192.0.2.99 (A) until 2026-11-22T12:00:42Z (42 s from then)',
    );
  });

  it('cannot tell while a resolver remembers that there was nothing, and says until when', async () => {
    const nothing = {rcode: 'NXDOMAIN', soa: {zone: 'example.com', serial: 1, negativeTtlSeconds: 600}};
    const {status, summary} = await look({says: {[`1.1.1.1 ${HOST} A`]: nothing}});
    expect(status).to.equal('error');
    expect(summary).to.include(
      'still says that there is no such name (NXDOMAIN) until 2026-11-22T12:10:00Z (10 min from then)',
    );
  });

  describe('once what was before must have expired', () => {
    const inside = nameAnswer({isAuthoritative: true, answers: [nameRecord(HOST, 'A', '198.51.100.1')]});
    const empty = nameAnswer({isAuthoritative: true, soa: {zone: 'example.com', serial: 1, negativeTtlSeconds: 900}});
    /** All name servers have given the load balancer since then. */
    const since = (at: string): NonNullable<NamesWorld['earlier']> =>
      Object.fromEntries(
        ['203.0.113.1', '203.0.113.2'].flatMap((address) => [
          [`${address} ${HOST} A`, [{at, agoMs: agoMs(at), answer: inside}]],
          [`${address} ${HOST} AAAA`, [{at, agoMs: agoMs(at), answer: empty}]],
        ]),
      );
    const says = {[`1.1.1.1 ${HOST} A`]: OLD};

    it('fails what a resolver gives, at its boundary', async () => {
      const params = {ttlBefore: '60s'};
      expect((await look({says, earlier: since('2026-11-22T11:58:55.000Z')}, params)).status).to.equal('error');
      const {status, summary} = await look({says, earlier: since('2026-11-22T11:58:54.000Z')}, params);
      expect(status).to.equal('fail');
      expect(summary).to.include('though all name servers have given the load balancer for 1 min 6 s');
    });

    it('never fails where nobody says how long the record was kept before', async () => {
      expect((await look({says, earlier: since('2026-11-20T12:00:00.000Z')})).status).to.equal('error');
    });

    it('fails nothing that a resolver remembers for longer than the SOA record says', async () => {
      const nothing = {
        [`1.1.1.1 ${HOST} A`]: {rcode: 'NXDOMAIN', soa: {zone: 'example.com', serial: 1, negativeTtlSeconds: 600}},
      };
      expect((await look({says: nothing, earlier: since('2026-11-22T11:50:00.000Z')})).status).to.equal('error');
      expect((await look({says: nothing, earlier: since('2026-11-22T11:44:00.000Z')})).status).to.equal('fail');
    });

    it('begins again where a name server gave something else meanwhile', async () => {
      const earlier = {
        ...since('2026-11-22T11:30:00.000Z'),
        [`203.0.113.1 ${HOST} A`]: [
          {at: '2026-11-22T11:30:00.000Z', agoMs: 1_800_000, answer: inside},
          {at: '2026-11-22T11:59:30.000Z', agoMs: 30_000, answer: nameAnswer({isAuthoritative: true, ...OLD})},
        ],
      };
      expect((await look({says, earlier}, {ttlBefore: '60s'})).status).to.equal('error');
    });
  });

  it('cannot tell where a resolver does not answer or refuses', async () => {
    const refused = await look({says: {[`1.1.1.1 ${HOST} A`]: {rcode: 'REFUSED'}}});
    expect(refused).to.include({status: 'error', summary: 'mcp.example.com: 1.1.1.1 says REFUSED'});
    const silent = await look({says: {[`1.1.1.1 ${HOST} A`]: SILENT}});
    expect(silent.status).to.equal('error');
    expect(silent.fix).to.include('left out of `resolvers:`');
  });

  it('fails where DNSSEC keeps a resolver from answering, and only then', async () => {
    const key = `1.1.1.1 ${HOST} A`;
    const servfail = {rcode: 'SERVFAIL', edns: {udpBytes: 1232, errors: [{code: 6, text: 'DNSSEC Bogus'}]}};
    const good = {answers: [nameRecord(HOST, 'A', '198.51.100.1')]};
    const bogus = await look({says: {[key]: servfail, [`${key} unchecked`]: good}});
    expect(bogus.status).to.equal('fail');
    expect(bogus.summary).to.include('DNSSEC of mcp.example.com does not hold for it');
    const passing = await look({says: {[key]: servfail, [`${key} unchecked`]: good, [`${key} 2`]: good}});
    expect(passing).to.include({
      status: 'error',
      summary: 'mcp.example.com: 1.1.1.1 says SERVFAIL, extended error 6 "DNSSEC Bogus"',
    });
  });

  it('does not take the word of a resolver for what the load balancer has', async () => {
    const lie = {answers: [nameRecord(HOST, 'A', '10.0.0.1')]};
    const vouching = {answers: [nameRecord(LB, 'A', '10.0.0.1')]};
    const {status} = await look({says: {[`1.1.1.1 ${HOST} A`]: lie, [`1.1.1.1 ${LB} A`]: vouching}});
    expect(status).to.equal('error');
  });

  it('cannot tell where the load balancer has no address, or no resolver is known', async () => {
    expect((await look({zones: {...ZONES, [ELB]: {}}})).summary).to.include('its name servers give no address of it');
    expect((await look({resolvers: []})).summary).to.include('says of no resolver');
  });

  describe('where there is an HTTPS record, which browsers go by', () => {
    const https = (value: string) =>
      look({zones: {...ZONES, 'example.com': {...ZONES['example.com'], [`${HOST} HTTPS`]: [value]}}});

    it('fails where it hints at an address that the load balancer does not have', async () => {
      const {status, summary, fix} = await https('1 . alpn="h2" ipv4hint=192.0.2.99');
      expect(status).to.equal('fail');
      expect(summary).to.include('sends browsers to 192.0.2.99, which the load balancer does not have');
      expect(fix).to.include('ipv4hint');
      expect((await https('1 . ipv6hint=2001:db8::1')).status).to.equal('fail');
      expect((await https('0 .')).status).to.equal('fail');
    });

    it('passes without hints, with its own addresses, and with its name as target', async () => {
      for (const value of ['1 . alpn="h2,http/1.1"', '1 . ipv4hint=198.51.100.1,198.51.100.3', `1 ${LB} alpn="h2"`]) {
        expect((await https(value)).status, value).to.equal('pass');
      }
    });

    it('cannot tell where it sends them elsewhere, to some that are known, or cannot be read', async () => {
      for (const value of ['1 other.example', '1 . ipv4hint=198.51.100.1,192.0.2.99', 'what']) {
        expect((await https(value)).status, value).to.equal('error');
      }
    });

    it('says nothing of servers that do not answer about this type', async () => {
      const says = {[`203.0.113.1 ${HOST} HTTPS`]: {rcode: 'SERVFAIL'}, [`203.0.113.2 ${HOST} HTTPS`]: SILENT};
      expect((await look({says})).status).to.equal('pass');
    });
  });

  describe('where no load balancer is named', () => {
    const unnamed = {loadBalancerHost: undefined};

    it('passes where resolvers give what the name servers give, and says what that leaves open', async () => {
      const {status, summary} = await look({}, unnamed);
      expect(status).to.equal('pass');
      expect(summary).to.equal(
        'mcp.example.com: 2 name servers and the resolver of this machine (192.0.2.53), 1.1.1.1 give the same (198.51.100.1, 198.51.100.2); whether that is the load balancer was not looked at, as none is named',
      );
    });

    it('follows a CNAME to what is at its end', async () => {
      const zones = {'example.com': {[`${HOST} CNAME`]: [LB]}, [ELB]: ZONES[ELB]};
      expect((await look({zones}, unnamed)).status).to.equal('pass');
    });

    it('fails where the name servers have no address, or one of them has none', async () => {
      const nothing = await look({zones: {'example.com': {}}}, unnamed);
      expect(nothing.status).to.equal('fail');
      expect(nothing.summary).to.include('NXDOMAIN');
      expect((await look({says: {[`203.0.113.2 ${HOST} A`]: {rcode: 'NXDOMAIN'}}}, unnamed)).status).to.equal('fail');
    });

    it('cannot tell where the name servers disagree, as weighted records do, and asks no resolver', async () => {
      const names = namesOf({zones: ZONES, says: {[`203.0.113.2 ${HOST} A`]: OLD}});
      const {status, summary, fix} = await look({}, unnamed, names);
      expect(status).to.equal('error');
      expect(summary).to.include(
        'ns2.example.com (203.0.113.2) gives 192.0.2.99 (A), which no other name server gives',
      );
      expect(fix).to.include('name the load balancer');
      expect(names.asked.filter((key) => key.startsWith('1.1.1.1 '))).to.deep.equal([]);
    });

    it('cannot tell while a resolver gives something else', async () => {
      const {status, summary} = await look({says: {[`1.1.1.1 ${HOST} A`]: OLD}}, unnamed);
      expect(status).to.equal('error');
      expect(summary).to.include('1.1.1.1 still gives 192.0.2.99 (A) until');
    });

    it('asks again before it doubts a resolver: some load balancers give some of many addresses', async () => {
      const other = {answers: [nameRecord(HOST, 'A', '198.51.100.7')]};
      const says = {[`1.1.1.1 ${HOST} A`]: other, [`203.0.113.1 ${HOST} A 2`]: other};
      expect((await look({says}, unnamed)).status).to.equal('pass');
    });
  });

  it('wants to know what a change was to, where it is told what was before', () => {
    expect(check.params.safeParse({host: HOST}).success).to.equal(true);
    expect(check.params.safeParse({host: HOST, ttlBefore: '1h'}).success).to.equal(false);
  });
});

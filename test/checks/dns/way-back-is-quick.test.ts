import {expect} from 'chai';
import {wayBackIsQuick as check} from '../../../src/checks/dns/way-back-is-quick.ts';
import {CannotTell} from '../../../src/model/errors.ts';
import {nameRecord} from '../../support/name-looks.ts';
import {type NamesWorld, namesOf, type TestNames} from '../../support/names-probe.ts';
import {worldOf} from '../../support/wire-facts.ts';

const HOST = 'mcp.example.com';
const ZONES = {'example.com': {[`${HOST} A`]: ['198.51.100.1 ttl=60']}};
const SILENT = {kind: 'silent', message: 'nothing came within 5 s'} as const;

async function look(
  params: Record<string, unknown>,
  world: Partial<NamesWorld> = {},
  names: TestNames = namesOf({zones: ZONES, ...world}),
) {
  const parsed = check.params.parse({host: HOST, ...params});
  const outcome = await check.run(parsed as never, worldOf({names})).catch((error: unknown) => error);
  if (outcome instanceof CannotTell) return {status: 'error', summary: outcome.message};
  if (outcome instanceof Error) throw outcome;
  return outcome as {status: string; summary: string; fix?: string};
}

describe('dns/way-back-is-quick', () => {
  it('passes up to its boundary: the TTL and the drain together', async () => {
    const passed = await look({within: '180s', drain: '2m'});
    expect(passed).to.include({
      status: 'pass',
      summary: 'mcp.example.com: the old answer lives for 3 min at most after a change (TTL 1 min + 2 min of drain)',
    });
    expect(passed).to.have.property(
      'wayBack',
      'mcp.example.com: the old answer lives for 3 min at most after a change (TTL 1 min + 2 min of drain)',
    );
    const failed = await look({within: '179s', drain: '2m'});
    expect(failed.status).to.equal('fail');
    expect(failed.fix).to.include('Lower the TTL of mcp.example.com');
  });

  it("counts the TTL of the host's own CNAME, not of what that leads to: nobody changes it", async () => {
    const zones = (own: number, behind: number) => ({
      'example.com': {[`${HOST} CNAME`]: [`lb.example.net ttl=${own}`]},
      'example.net': {'lb.example.net A': [`198.51.100.1 ttl=${behind}`]},
    });
    expect(await look({within: '2m'}, {zones: zones(60, 3600)})).to.deep.include({
      status: 'pass',
      summary: 'mcp.example.com: the old answer lives for 1 min at most after a change (TTL 1 min)',
    });
    expect((await look({within: '2m'}, {zones: zones(300, 60)})).summary).to.include('lives for 5 min at most');
  });

  it('does not mind a name server of what the CNAME leads to that does not answer', async () => {
    const zones = {
      'example.com': {[`${HOST} CNAME`]: ['lb.example.net ttl=60']},
      'example.net': {'lb.example.net A': ['198.51.100.1 ttl=60']},
    };
    const servers = {'example.net': [{name: 'ns.example.net', addresses: [], namedBy: [], problem: 'it is not found'}]};
    expect(await look({within: '2m'}, {zones, servers})).to.include({status: 'pass'});
  });

  it('counts an HTTPS record of the host, by name servers and by resolvers, which browsers go by', async () => {
    const zones = {'example.com': {...ZONES['example.com'], [`${HOST} HTTPS`]: ['1 . alpn="h2" ttl=300']}};
    expect(await look({within: '5m'}, {zones})).to.include({status: 'pass'});
    expect(await look({within: '299s'}, {zones})).to.include({status: 'fail'});
    const says = {[`1.1.1.1 ${HOST} HTTPS`]: {answers: [nameRecord(HOST, 'HTTPS', '1 . alpn="h2"', 3600)]}};
    expect((await look({within: '5m'}, {zones, says})).summary).to.include('1.1.1.1 keeps it for 1 h');
  });

  it('asks no resolver for an HTTPS record that is not at the host', async () => {
    const zones = {
      'example.com': {[`${HOST} CNAME`]: ['lb.example.net ttl=60']},
      'example.net': {'lb.example.net A': ['198.51.100.1'], 'lb.example.net HTTPS': ['1 .']},
    };
    for (const world of [{zones: ZONES}, {zones}]) {
      const names = namesOf(world);
      expect(await look({within: '2m'}, {}, names)).to.include({status: 'pass'});
      expect(names.asked.filter((key) => key.endsWith('HTTPS'))).to.deep.equal([
        `203.0.113.1 ${HOST} HTTPS`,
        `203.0.113.2 ${HOST} HTTPS`,
      ]);
    }
  });

  it('cannot tell where a name server or a resolver says nothing of HTTPS records, or one of them has none', async () => {
    const https = {'example.com': {...ZONES['example.com'], [`${HOST} HTTPS`]: ['1 .']}};
    const cases = [
      [
        {says: {[`203.0.113.2 ${HOST} HTTPS`]: SILENT}},
        '(203.0.113.2) does not answer: nothing came within 5 s (HTTPS)',
      ],
      [{zones: https, says: {[`203.0.113.2 ${HOST} HTTPS`]: {}}}, '(203.0.113.2) has no HTTPS record'],
      [{zones: https, says: {[`1.1.1.1 ${HOST} HTTPS`]: SILENT}}, '1.1.1.1 does not answer'],
    ] as const;
    for (const [world, text] of cases) {
      const {status, summary} = await look({within: '2m'}, world);
      expect(status, text).to.equal('error');
      expect(summary).to.include(text);
    }
  });

  it('counts a resolver that keeps an answer for longer than its name servers say', async () => {
    const says = {[`1.1.1.1 ${HOST} A`]: {answers: [nameRecord(HOST, 'A', '198.51.100.1', 3600)]}};
    const {status, summary, fix} = await look({within: '2m'}, {says});
    expect(status).to.equal('fail');
    expect(summary).to.include('TTL 1 min by its name servers, and 1.1.1.1 keeps it for 1 h');
    expect(fix).to.include('before the TTL was lowered');
  });

  it('cannot tell where a name server or a resolver does not answer, but fails on what others say', async () => {
    for (const address of ['203.0.113.2', '1.1.1.1']) {
      const says = {[`${address} ${HOST} A`]: SILENT};
      expect((await look({within: '2m'}, {says})).status).to.equal('error');
      expect((await look({within: '30s'}, {says})).status).to.equal('fail');
    }
  });

  it('cannot tell where a resolver says nothing of how long it keeps the answer, or remembers that there is none', async () => {
    const cases = {
      'says SERVFAIL': {rcode: 'SERVFAIL'},
      'gives only a part': {isTruncated: true},
      'remembers that for 1 h': {rcode: 'NXDOMAIN', soa: {zone: 'example.com', serial: 1, negativeTtlSeconds: 3600}},
    };
    for (const [text, said] of Object.entries(cases)) {
      const {status, summary} = await look({within: '2m'}, {says: {[`1.1.1.1 ${HOST} A`]: said}});
      expect({status, summary}, text).to.deep.include({status: 'error'});
      expect(summary).to.include(
        `1.1.1.1 ${text.startsWith('remembers') ? 'says that there is no A record, and ' : ''}${text}`,
      );
    }
  });

  it('cannot tell without a record, and asks no resolver then, nor where one name server has none', async () => {
    const empty = namesOf({zones: {'example.com': {}}});
    expect((await look({within: '2m'}, {}, empty)).summary).to.include('there is nothing to keep');
    const half = namesOf({zones: ZONES, says: {[`203.0.113.2 ${HOST} A`]: {rcode: 'NXDOMAIN'}}});
    expect((await look({within: '2m'}, {}, half)).summary).to.include('ns2.example.com (203.0.113.2) has no A record');
    for (const {asked} of [empty, half]) expect(asked.some((key) => key.startsWith('1.1.1.1 '))).to.equal(false);
  });
});

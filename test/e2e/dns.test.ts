import {expect} from 'chai';
import type {NameServer} from '../../src/model/facts/wire/names.ts';
import type {ItemReport} from '../../src/model/report.ts';
import {systemClock} from '../../src/probes/clock.ts';
import {createPresence} from '../../src/probes/presence.ts';
import {askServer} from '../../src/probes/wire/names/ask.ts';
import type {Place} from '../../src/probes/wire/names/transport.ts';
import {liveAbove} from '../../src/readers/live-delegation.ts';
import {namesText} from '../../src/render/names-text.ts';
import {namesIn} from './dns/names.ts';
import {type DnsLook, type DnsRow, LOAD_BALANCER, PLAIN, type SeenByDig} from './dns/row.ts';
import {DNS_ROWS, resolversOf, zonesOf} from './dns/rows.ts';
import {lookAtRow, runIn} from './dns/run.ts';
import {readSaidOfNames, withoutPlaces, writeSaidOfNames} from './dns/said.ts';
import {dig} from './dns/servers/dig.ts';
import {type DnsWorld, startDnsWorld} from './dns/world.ts';
import {TOP} from './dns/world-zones.ts';
import type {SaidOfRow} from './wire/said.ts';

/** `UPDATE_GOLDEN=1` writes what is said anew, for a reviewer to read; `npm run generate` then makes the page of it. */
const IS_UPDATE = process.env.UPDATE_GOLDEN === '1';

describe('e2e: what name servers and resolvers do, and what the tool says of it', function () {
  this.timeout(600_000);
  const rows = Object.values(DNS_ROWS).flat();
  const presence = createPresence();
  const looked = new Map<DnsRow, readonly ItemReport[]>();
  let world: DnsWorld;

  before(async () => {
    world = await startDnsWorld(zonesOf(rows), resolversOf(rows));
    for (const {before: prepare} of rows) await prepare?.(world);
    await Promise.all(rows.map(async (row) => looked.set(row, await lookAtRow(row, world))));
    if (IS_UPDATE) writeSaidOfNames(saidOf(looked));
  });

  after(() => world.close());

  for (const [where, about] of Object.entries(DNS_ROWS)) {
    describe(where, () => {
      for (const row of about) {
        it(row.what, async () => {
          await Promise.all(row.seen.map((seen) => expectSeen(seen)));
          const items = looked.get(row) ?? [];
          expect(items).to.have.length(row.looks.length);
          for (const [index, look] of row.looks.entries()) {
            const item = items[index];
            expectSaid(look, {status: item?.status ?? '', says: item?.summary ?? '', toDo: item?.fix ?? ''});
            // What the docs show may be of another day, and has to be as right.
            const told = readSaidOfNames().find(({what}) => what === row.what);
            expectSaid(look, told?.said[index]);
          }
        });
      }
    });
  }

  it('is in one table: who answers what, and until when', async () => {
    const host = 'mcp.stale.test';
    const items = [
      {id: 'seen', title: 'seen', check: 'dns/resolvers-see', with: {host, loadBalancerHost: LOAD_BALANCER}},
    ];
    const report = await runIn(world, [PLAIN, 'stale'], items);
    const layout = {paint: (_format: unknown, text: string) => text, width: 80, verbose: false};
    const lines = namesText(report, host, layout).split('\n');
    for (const line of lines) expect(line.length, line).to.be.lessThan(80);
    const about = (name: string) => lines.find((line) => line.includes(`${world.address(name)}#${world.port}`)) ?? '';
    expect(lines[1]).to.match(/^✔ ns1\.stale\.test +A 192\.0\.2\.10 \(AA\) +TTL 60 s$/);
    expect(about(PLAIN)).to.match(/^✔ .* A 192\.0\.2\.10 +\d\d:\d\d:\d\d$/);
    expect(about('stale')).to.match(/^✖ .* A 198\.51\.100\.7 +\d\d:\d\d:\d\d$/);
    // In the order asked, whoever answers first.
    expect(lines.indexOf(about(PLAIN))).to.be.below(lines.indexOf(about('stale')));
    expect(lines.at(-1)).to.equal('  the load balancer does not have 198.51.100.7');
    const stale = report.names?.find(({server, type}) => server.address === world.address('stale') && type === 'A');
    const left = Date.parse(stale?.until ?? '') - Date.parse(stale?.at ?? '');
    expect(left).to.be.within(1000, 3_600_000);
  });

  describe('who delegates to a zone, as the name servers above say', () => {
    const account = {kind: 'unseen', because: 'the account does not say', thrown: null} as const;
    const above = (zone: string, resolver = PLAIN) => liveAbove(zone, namesIn(world, {resolvers: [resolver]}), account);

    it('is what they say', async () => {
      expect(await above('split.test')).to.deep.equal({
        kind: 'live',
        parent: TOP,
        saidBy: ['ns1.test'],
        named: ['ns1.split.test', 'ns2.split.test'].map((name) => ({name, addresses: [world.address(name)]})),
        signers: [],
        trust: 'insecure',
      });
    });

    it('is nobody where they have no such zone', async () => {
      expect(await above('never.test')).to.deep.include({kind: 'live', parent: TOP, named: []});
    });

    it('has DS records, which a resolver that validates has seen to be theirs', async () => {
      expect(await above('bogus.test', 'validating')).to.deep.include({trust: 'secure'});
      expect(await above('bogus.test')).to.deep.include({trust: 'unknown'});
    });

    it('is not seen where a resolver answers in the place of all name servers', async () => {
      const interceptor = world.address('ns2.borrowed.test');
      const reach = ({port}: Place) => ({address: interceptor, port: port === 53 ? world.port : port});
      for (const zone of ['split.test', 'never.test']) {
        await dig({address: interceptor, port: world.port}, zone, 'NS');
        const seen = await liveAbove(zone, namesIn(world, {resolvers: [PLAIN], reach}), account);
        expect(seen, JSON.stringify(seen)).to.deep.include({kind: 'unseen'});
      }
    });

    it('is not seen where no resolver answers', async () => {
      expect((await above('split.test', 'ns1.silent.test')).kind).to.equal('unseen');
    });
  });

  it('is in the docs as it is now', () => {
    const rowsIn = (said: readonly SaidOfRow[]) => said.map(({where, what}) => ({where, what}));
    expect(rowsIn(readSaidOfNames())).to.deep.equal(rowsIn(saidOf(looked)));
  });

  it('names each row once', () => {
    const names = rows.map(({what}) => what);
    expect(names).to.deep.equal([...new Set(names)]);
  });

  /** What dig sees is so, and our own resolver sees the same. */
  async function expectSeen({at, name, type, rcode, says, isAuthoritative, options = []}: SeenByDig): Promise<void> {
    const {port} = world;
    const address = world.address(at);
    const role = at.includes('.') ? 'authority' : 'resolver';
    const server: NameServer = {address, port, name: role === 'authority' ? at : null, role, isSystem: false};
    const setup = {clock: systemClock, presence, reach: (place: Place) => place};
    const [dug, {answer}] = await Promise.all([
      dig(server, name, type, ...(role === 'authority' ? ['+norecurse'] : []), ...options),
      askServer(server, {name, type}, setup, AbortSignal.timeout(60_000)),
    ]);
    const message = `dig @${at} ${name} ${type}: ${JSON.stringify(dug)}`;
    expect(dug.rcode, message).to.equal(rcode);
    if (isAuthoritative !== undefined) expect(dug.isAuthoritative, message).to.equal(isAuthoritative);
    if (says !== undefined)
      expect(
        dug.answers.map(({data}) => data),
        message,
      ).to.have.members(says);
    const isWhole = answer !== null && !answer.isTruncated;
    expect(isWhole ? answer.rcode : null, message).to.equal(dug.rcode);
    if (!isWhole) return;
    expect(answer.isAuthoritative, message).to.equal(dug.isAuthoritative);
    const own = answer.answers.map((record) => `${record.name} ${record.type} ${record.value}`);
    expect(own, message).to.have.members(
      dug.answers.map((record) => `${withoutDot(record.name)} ${record.type} ${withoutDot(record.data)}`),
    );
  }
});

function expectSaid(look: DnsLook, said: {status: string; says: string; toDo: string} | undefined): void {
  const {status = '', says = '', toDo = ''} = said ?? {};
  const message = `${look.check}: ${status}: ${says}\n  to do: ${toDo}\n`;
  expect(status, message).to.equal(look.status);
  for (const words of look.says ?? []) expect(says, message).to.match(words);
  for (const words of look.toDo ?? []) expect(toDo, message).to.match(words);
  for (const words of look.never ?? []) expect(`${says} ${toDo}`, message).not.to.match(words);
}

function saidOf(looked: ReadonlyMap<DnsRow, readonly ItemReport[]>): readonly SaidOfRow[] {
  return Object.entries(DNS_ROWS).flatMap(([where, rows]) =>
    rows.map((row) => ({
      where,
      what: row.what,
      clients: null,
      said: row.looks.map(({check}, index) => {
        const {status = '', summary = '', fix = null} = looked.get(row)?.[index] ?? {};
        return {check, status, says: withoutPlaces(summary), toDo: withoutPlaces(fix ?? '')};
      }),
    })),
  );
}

function withoutDot(text: string): string {
  return text.length > 1 ? text.replace(/\.$/, '') : text;
}

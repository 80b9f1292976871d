import {expect} from 'chai';
import type {NameServer} from '../../src/model/facts/wire/names.ts';
import {systemClock} from '../../src/probes/clock.ts';
import {createPresence} from '../../src/probes/presence.ts';
import {askServer} from '../../src/probes/wire/names/ask.ts';
import type {Place} from '../../src/probes/wire/names/transport.ts';
import type {SeenByDig} from './dns/row.ts';
import {DNS_ROWS, resolversOf} from './dns/rows.ts';
import {dig} from './dns/servers/dig.ts';
import {type DnsWorld, startDnsWorld} from './dns/world.ts';

describe('e2e: what name servers and resolvers do, and what the tool says of it', function () {
  this.timeout(600_000);
  const rows = Object.values(DNS_ROWS).flat();
  const presence = createPresence();
  let world: DnsWorld;

  before(async () => {
    world = await startDnsWorld(
      rows.flatMap(({zones}) => zones),
      resolversOf(rows),
    );
    for (const {before: prepare} of rows) await prepare?.(world);
  });

  after(() => world.close());

  for (const [where, about] of Object.entries(DNS_ROWS)) {
    describe(where, () => {
      for (const row of about) {
        it(row.what, async () => {
          await Promise.all(row.seen.map((seen) => expectSeen(seen)));
        });
      }
    });
  }

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

function withoutDot(text: string): string {
  return text.length > 1 ? text.replace(/\.$/, '') : text;
}

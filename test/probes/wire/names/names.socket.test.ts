import {expect} from 'chai';
import type {FactStore} from '../../../../src/model/facts/fact-store.ts';
import {alwaysThere} from '../../../../src/model/facts/observer.ts';
import {KnownSecrets} from '../../../../src/model/text/secrets/known-secrets.ts';
import {systemClock} from '../../../../src/probes/clock.ts';
import {liveFacts, recordFacts, replayFacts} from '../../../../src/probes/facts.ts';
import {createNames, EVERYBODYS_NAMES} from '../../../../src/probes/wire/names/names.ts';
import {a, answerTo} from '../../../support/dns-messages.ts';
import {dnsServer, type TestDnsServer} from '../../../support/dns-server.ts';

const HOST = 'mcp.example.com';
const context = (factsNotBefore = Number.NEGATIVE_INFINITY) => ({signal: new AbortController().signal, factsNotBefore});

function namesWith(store: FactStore, options: {instead?: readonly string[]; listed?: readonly string[]} = {}) {
  return createNames({
    store,
    clock: systemClock,
    presence: alwaysThere(systemClock),
    world: {...EVERYBODYS_NAMES, instead: options.instead ?? []},
    resolvers: options.listed ?? ['system', '192.0.2.9'],
    system: () => ['192.0.2.1', '[2001:db8::1]:5353', '192.0.2.1'],
  });
}

describe('names', () => {
  let server: TestDnsServer;
  beforeEach(async () => {
    let asked = 0;
    server = await dnsServer((query) => answerTo(query, {answers: [a(HOST, `192.0.2.${++asked}`)]}));
  });
  afterEach(() => server.close());

  const at = () => ({
    address: server.address,
    port: server.port,
    role: 'resolver' as const,
    name: null,
    isSystem: false,
  });
  const value = async (asking: Promise<{answer: {answers: readonly {value: string}[]} | null}>) =>
    (await asking).answer?.answers[0]?.value;

  it('shares a question, asks it again in another round or where it has to be newer, and keeps what was said before', async () => {
    const names = namesWith(liveFacts(systemClock));
    const question = {name: HOST, type: 'A'} as const;
    expect(await value(names(context()).ask(at(), question))).to.equal('192.0.2.1');
    expect(await value(names(context()).ask(at(), {...question, name: `${HOST.toUpperCase()}.`}))).to.equal(
      '192.0.2.1',
    );
    expect(await value(names(context()).ask(at(), {...question, round: 2}))).to.equal('192.0.2.2');
    const newer = await names(context(performance.now())).ask(at(), question);
    expect(newer.answer?.answers[0]?.value).to.equal('192.0.2.3');
    expect(newer.earlier.map(({answer}) => answer.answers[0]?.value)).to.deep.equal(['192.0.2.1', '192.0.2.2']);
  });

  it('is recorded and replayed, the resolvers too', async () => {
    const recorder = recordFacts(liveFacts(systemClock), new KnownSecrets());
    const live = namesWith(recorder)(context());
    const asked = await live.ask(at(), {name: HOST, type: 'A'});
    const resolvers = await live.resolvers();
    const recording = recorder.recording(new Date(), 'test');
    const replayed = namesWith(replayFacts(recording))(context());
    expect(await replayed.ask(at(), {name: HOST, type: 'A'})).to.deep.equal(asked);
    expect(await replayed.resolvers()).to.deep.equal(resolvers);
    const missing = await replayed.ask(at(), {name: HOST, type: 'CAA'}).catch((error: unknown) => error);
    expect(missing).to.be.instanceOf(Error);
  });

  it('has each resolver once, those of the system by its word', async () => {
    const shown = async (options?: Parameters<typeof namesWith>[1]) =>
      (await namesWith(liveFacts(systemClock), options)(context()).resolvers()).map(
        ({address, port, isSystem}) => `${address} ${port}${isSystem ? ' system' : ''}`,
      );
    expect(await shown()).to.deep.equal(['192.0.2.1 53 system', '2001:db8::1 5353 system', '192.0.2.9 53']);
    expect(await shown({listed: ['192.0.2.9', 'system', '192.0.2.9:53']})).to.deep.equal([
      '192.0.2.9 53',
      '192.0.2.1 53 system',
      '2001:db8::1 5353 system',
    ]);
    expect(await shown({instead: ['127.0.0.1:5300']})).to.deep.equal(['127.0.0.1 5300']);
  });
});

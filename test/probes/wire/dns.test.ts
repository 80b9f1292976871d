import {expect} from 'chai';
import {CannotTell, UsageError} from '../../../src/model/errors.ts';
import {recordedFactSchema} from '../../../src/model/facts/recorded/facts-by-key.ts';
import {KnownSecrets} from '../../../src/model/text/secrets/known-secrets.ts';
import {systemClock} from '../../../src/probes/clock.ts';
import {liveFacts, recordFacts, replayFacts} from '../../../src/probes/facts.ts';
import {createDns, type ResolveName, resolverWith} from '../../../src/probes/wire/dns.ts';
import {attempt, passingStore} from '../../support/attempt.ts';
import {thrownBy} from '../../support/thrown-by.ts';

const HOST = 'mcp.example.com';

function failing(code: string): ResolveName {
  return async (name) => {
    throw Object.assign(new Error(`getaddrinfo ${code} ${name}`), {code});
  };
}

function look(resolveName: ResolveName, name = HOST) {
  return createDns(passingStore(), resolveName)(attempt()).addresses(name);
}

describe('the resolver', () => {
  it('says the addresses of a name, however it is written', async () => {
    const asked: string[] = [];
    const resolveName: ResolveName = async (name) => {
      asked.push(name);
      return ['192.0.2.1', '2001:db8::1'];
    };
    const expected = {name: HOST, addresses: ['192.0.2.1', '2001:db8::1']};
    expect(await look(resolveName)).to.deep.equal(expected);
    expect(await look(resolveName, 'MCP.Example.com.')).to.deep.equal(expected);
    expect(asked).to.deep.equal([HOST, HOST]);
  });

  it('says that there is no such name, or none with an address', async () => {
    expect(await look(failing('ENOTFOUND'))).to.deep.equal({name: HOST, addresses: null});
    expect(await look(async () => [])).to.deep.equal({name: HOST, addresses: null});
  });

  it('could not tell when it gave no answer, which may heal', async () => {
    for (const code of ['EAI_AGAIN', 'EAI_FAIL', 'ESERVFAIL', 'ETIMEOUT', 'ECONNREFUSED', 'EMFILE']) {
      const thrown = await thrownBy(look(failing(code)), CannotTell);
      expect(thrown.message).to.equal(`DNS did not say whether ${HOST} exists (${code})`);
      expect(thrown.fix).to.include(`dig ${HOST}`);
      expect(thrown.transient).to.equal(true);
    }
  });

  it('is asked once for each name, and again after it gave no answer', async () => {
    let asked = 0;
    const dns = createDns(liveFacts(systemClock), async (name) => {
      asked++;
      if (asked === 1) return await failing('EAI_AGAIN')(name);
      return ['192.0.2.1'];
    });
    await thrownBy(dns(attempt()).addresses(HOST), CannotTell);
    await Promise.all([dns(attempt()).addresses(HOST), dns(attempt()).addresses(HOST)]);
    expect(asked).to.equal(2);
  });

  it('is not asked for a name that --resolve gives an address, whatever the port', async () => {
    const refusing = failing('EAI_AGAIN');
    const given = ['MCP.example.com:8443:192.0.2.7', `${HOST}:443:192.0.2.8`];
    expect((await look(resolverWith(given, refusing))).addresses).to.deep.equal(['192.0.2.7']);
    expect((await look(resolverWith(['*:443:[2001:db8::7]'], refusing))).addresses).to.deep.equal(['2001:db8::7']);
    await thrownBy(look(resolverWith(['api.example.com:443:192.0.2.7'], refusing)), CannotTell);
    expect(() => resolverWith(['mcp'], refusing)).to.throw(UsageError, '--resolve');
  });

  it('is replayed from a recording', async () => {
    const store = recordFacts(liveFacts(systemClock), new KnownSecrets());
    const dns = createDns(store, async (name) =>
      name === HOST ? ['192.0.2.1'] : await failing(CODES[name] ?? '')(name),
    );
    const CODES: Readonly<Record<string, string>> = {'gone.example.com': 'ENOTFOUND', 'lost.example.com': 'EAI_AGAIN'};
    const {addresses} = dns(attempt());
    await addresses(HOST);
    await addresses('gone.example.com');
    await thrownBy(addresses('lost.example.com'), CannotTell);
    const recording = store.recording(new Date(), 'test');
    for (const [key, fact] of Object.entries(recording.facts)) {
      if ('value' in fact) expect(recordedFactSchema(key)?.safeParse(fact.value).success, key).to.equal(true);
    }
    expect(recordedFactSchema(`wire:name:${HOST}`)?.safeParse({name: HOST, addresses: []}).success).to.equal(false);
    const replayed = createDns(replayFacts(recording), async () => expect.fail('a look-up in a replay'))(attempt());
    expect((await replayed.addresses(HOST)).addresses).to.deep.equal(['192.0.2.1']);
    expect((await replayed.addresses('gone.example.com')).addresses).to.equal(null);
    expect((await thrownBy(replayed.addresses('lost.example.com'), CannotTell)).message).to.include('EAI_AGAIN');
  });
});

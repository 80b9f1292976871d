import {expect} from 'chai';
import {KnownSecrets} from '../../../src/model/text/secrets/known-secrets.ts';
import {credentialsOf, shared} from '../../../src/probes/aws/credentials.ts';
import {PLATFORM} from '../../support/aws-answers.ts';

describe('credentials', () => {
  const start = new Date('2026-11-22T12:00:00Z');

  /** Sessions of an hour, numbered. */
  function sessions() {
    let nowMs = start.getTime();
    let made = 0;
    const provider = shared(
      async () => ({accessKeyId: `key-${++made}`, secretAccessKey: '', expiration: new Date(nowMs + 3_600_000)}),
      {now: () => new Date(nowMs)},
    );
    return {provider, advanceMinutes: (minutes: number) => (nowMs += minutes * 60_000)};
  }

  it('are made once for all clients of an account', async () => {
    const {provider} = sessions();
    const all = await Promise.all(Array.from({length: 5}, () => provider()));
    expect(new Set(all.map(({accessKeyId}) => accessKeyId))).to.deep.equal(new Set(['key-1']));
  });

  it('are renewed five minutes before they end, once for all who ask', async () => {
    const {provider, advanceMinutes} = sessions();
    await provider();
    advanceMinutes(55);
    expect((await provider()).accessKeyId).to.equal('key-1');
    advanceMinutes(1);
    const all = await Promise.all([provider(), provider()]);
    expect(all.map(({accessKeyId}) => accessKeyId)).to.deep.equal(['key-2', 'key-2']);
  });

  it('are asked for again after a failure', async () => {
    let tries = 0;
    const provider = shared(
      async () => {
        if (++tries === 1) throw new Error('the login has expired');
        return {accessKeyId: 'key', secretAccessKey: ''};
      },
      {now: () => start},
    );
    expect(await provider().catch((thrown: Error) => thrown.message)).to.equal('the login has expired');
    expect((await provider()).accessKeyId).to.equal('key');
  });

  it('are left to the SDK where the account names neither role nor profile', async () => {
    const clock = {now: () => start};
    expect(await credentialsOf(PLATFORM, undefined, clock, null, new KnownSecrets())).to.equal(undefined);
    expect(await credentialsOf({...PLATFORM, profile: 'network'}, undefined, clock, null, new KnownSecrets())).to.be.a(
      'function',
    );
    expect(
      await credentialsOf({...PLATFORM, roleArn: 'arn:aws:iam::1:role/x'}, undefined, clock, null, new KnownSecrets()),
    ).to.be.a('function');
  });

  it('of a profile that does not exist are refused, not taken from elsewhere', async () => {
    const provider = await credentialsOf(
      {...PLATFORM, profile: 'no-such-profile'},
      undefined,
      {now: () => start},
      null,
      new KnownSecrets(),
    );
    const thrown = await provider?.().catch((error: Error) => error);
    expect(thrown).to.have.property('name', 'CredentialsProviderError');
  });
});

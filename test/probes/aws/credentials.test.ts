import {expect} from 'chai';
import {KnownSecrets} from '../../../src/model/text/secrets/known-secrets.ts';
import {credentialsOf, namingTheFailure, shared} from '../../../src/probes/aws/credentials.ts';
import {credentialsFix} from '../../../src/probes/aws/credentials-fix.ts';
import {classify} from '../../../src/probes/aws/refusal.ts';
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

  it('that cannot be got are never a bug of ours, whatever the provider throws', async () => {
    const broken: readonly (readonly [unknown, RegExp])[] = [
      [
        Object.assign(new Error('Unable to connect to instance metadata service'), {
          name: 'ProviderError',
          code: 'ECONNREFUSED',
        }),
        /instance metadata/,
      ],
      [new SyntaxError('Unexpected token <'), /what should be credentials cannot be read: Unexpected token/],
      [
        new TypeError("Cannot read properties of null (reading 'Version')"),
        /what should be credentials cannot be read/,
      ],
      [Object.assign(new Error("ENOENT: no such file, open '/token'"), {code: 'ENOENT', syscall: 'open'}), /ENOENT/],
      ['a text', /a text/],
    ];
    for (const [thrown, says] of broken) {
      const provider = namingTheFailure(() => Promise.reject(thrown));
      const failure = await provider().catch((error: Error) => error);
      expect(failure).to.have.property('name', 'CredentialsProviderError');
      expect((failure as Error).message).to.match(says);
      expect(await classify(failure)).to.include({kind: 'no-credentials', transient: false});
    }
  });

  it('that are none are not signed with', async () => {
    const whole = {accessKeyId: 'a', secretAccessKey: 'b'};
    for (const identity of [
      {...whole, accessKeyId: 1},
      {...whole, secretAccessKey: undefined},
      {...whole, accessKeyId: ''},
      {...whole, expiration: new Date('soon')},
    ]) {
      const failure = await namingTheFailure(async () => identity as never)().catch((error: Error) => error);
      expect(failure, JSON.stringify(identity)).to.have.property('name', 'CredentialsProviderError');
    }
    expect(await namingTheFailure(async () => whole)()).to.equal(whole);
  });

  it('that AWS itself refused keep its words, and what may heal is told apart', async () => {
    const refused = Object.assign(new Error('no'), {name: 'AccessDenied', $fault: 'client'});
    const offline = Object.assign(new Error('connect ECONNREFUSED'), {code: 'ECONNREFUSED', syscall: 'connect'});
    for (const thrown of [refused, offline]) {
      expect(await namingTheFailure(() => Promise.reject(thrown))().catch((error: Error) => error)).to.equal(thrown);
    }
  });
});

describe('advice for credentials that cannot be got', () => {
  const SAID: readonly (readonly [string, string])[] = [
    ['Unable to connect to instance metadata service', 'no metadata service answers'],
    ['Profile p requires multi-factor authentication, but no MFA code callback was provided.', 'get-session-token'],
    ['Detected a cycle attempting to resolve credentials for profile p.', 'source_profile'],
    ['Profile p credential_process returned invalid JSON.', 'run the `credential_process`'],
    ["ENOENT: no such file or directory, open '/token'", 'correct the path of the file'],
    ['Could not resolve credentials using profile: [p] in configuration/credentials file(s).', 'list-profiles'],
    ['Unsupported credential source in profile p. Got Moon, expected EcsContainer', 'correct `credential_source`'],
    [
      'No HTTP credential provider host provided. Set AWS_CONTAINER_CREDENTIALS_FULL_URI',
      'the container has no credentials',
    ],
    ['The SSO session associated with this profile is invalid.', 'aws sso login'],
    ['Could not load credentials from any providers', 'AWS_PROFILE'],
  ];
  for (const [said, advice] of SAID) it(said, () => expect(credentialsFix(said)).to.include(advice));
});

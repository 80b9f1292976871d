import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {readRecording} from '../../../src/cli/documents/recording-file.ts';
import {UsageError} from '../../../src/model/errors.ts';
import {KnownSecrets} from '../../../src/model/text/secrets/known-secrets.ts';
import {recordFacts} from '../../../src/probes/facts.ts';

const RECORDING = {recordingVersion: 5, recordedAt: '2026-11-22T10:00:00.000Z', tool: 'migrate-check 0.1.0', facts: {}};

describe('a recording', () => {
  let path: string;
  const read = async (value: unknown) => {
    await writeFile(path, JSON.stringify(value));
    return readRecording(path);
  };
  before(async () => {
    path = join(await mkdtemp(join(tmpdir(), 'recording-')), 'facts.json');
  });
  after(() => rm(join(path, '..'), {recursive: true}));

  it('is read back as it was written', async () => expect(await read(RECORDING)).to.deep.equal(RECORDING));

  it('of another version is refused, naming who wrote it and what to do', async () => {
    const thrown = await read({...RECORDING, recordingVersion: 1, tool: 'migrate-check 0.0.9'}).catch((error) => error);
    expect(thrown).to.be.instanceOf(UsageError);
    expect([thrown.code, thrown.where]).to.deep.equal(['other-version', path]);
    expect(thrown.message).to.equal(
      'is a recording of version 1, written by migrate-check 0.0.9; this migrate-check reads version 5. Record again with this one, or read it with the one that wrote it',
    );
  });

  it('that is malformed is refused, naming the place', async () => {
    const facts = {'aws:platform:listeners': {thrown: {name: 'Bug', message: 'x'}}};
    const thrown = await read({...RECORDING, facts}).catch((error) => error);
    expect(thrown).to.be.instanceOf(UsageError);
    expect(thrown.message).to.contain('is not a recording of migrate-check at facts.aws:platform:listeners');
  });

  it('that is malformed under a digest is refused as well, since its first words are kept', async () => {
    const secrets = new KnownSecrets(['Canary7Q']);
    const store = {get: async () => 7 as never};
    const recorder = recordFacts(store, secrets);
    const request = {signal: new AbortController().signal, notBefore: 0};
    await recorder.get('wire:request:GET https://x/Canary7Q', async () => 7, request);
    const {facts} = recorder.recording(new Date(0), 'migrate-check');
    const [key = ''] = Object.keys(facts);
    expect(key).to.match(/^wire:request:scrypt\$/);
    const thrown = await read({...RECORDING, facts}).catch((error) => error);
    expect(thrown).to.be.instanceOf(UsageError);
    expect(thrown.message).to.contain(`is not a recording of migrate-check at facts.${key}.value`);
  });
});

import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {basePathFrom, readEnvFile} from '../../../src/cli/serve/environment.ts';
import {normaliseBasePath} from '../../../src/mcp-server/base-path.ts';
import {UsageError} from '../../../src/model/errors.ts';

describe('the environment of serve', () => {
  describe('base path', () => {
    it('has one form, however it is written', () => {
      for (const text of ['', '/', '  ']) expect(normaliseBasePath(text), text).to.equal('');
      for (const text of ['jessica-service', '/jessica-service', 'jessica-service/', '/jessica-service/']) {
        expect(normaliseBasePath(text), text).to.equal('/jessica-service');
      }
      expect(normaliseBasePath('/a/b.c_d~e')).to.equal('/a/b.c_d~e');
    });

    it('refuses what is not a plain path, naming it and where it was given', () => {
      for (const text of [
        '/a b',
        '//a',
        '/a//b',
        '/a/../b',
        '/.',
        '/a?b',
        '/a#b',
        '/%61',
        'https://x/a',
        '/a*',
        '/ä',
      ]) {
        expect(() => normaliseBasePath(text, '--base-path'), text)
          .to.throw(UsageError, JSON.stringify(text))
          .with.property('where', '--base-path');
      }
    });

    it('comes from the flag before the environment before the file', () => {
      const environment = {BASE_PATH: '/environment'};
      const envFile = {BASE_PATH: '/file'};
      expect(basePathFrom({flag: '/flag', environment, envFile})).to.equal('/flag');
      expect(basePathFrom({flag: undefined, environment, envFile})).to.equal('/environment');
      expect(basePathFrom({flag: undefined, environment: {}, envFile})).to.equal('/file');
      expect(basePathFrom({flag: undefined, environment: {BASE_PATH: ''}, envFile})).to.equal('');
      expect(basePathFrom({flag: undefined, environment: {}, envFile: {}})).to.equal('');
    });
  });

  describe('env file', () => {
    let folder: string;
    const cwd = process.cwd();

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'env-file-'));
      process.chdir(folder);
    });

    afterEach(async () => {
      process.chdir(cwd);
      await rm(folder, {recursive: true});
    });

    it('is .env, read as Node.js reads it, when there is one', async () => {
      expect(await readEnvFile()).to.deep.equal({});
      await writeFile('.env', '# where we live\nexport BASE_PATH="/test" # not this\n');
      expect(await readEnvFile()).to.deep.equal({BASE_PATH: '/test'});
    });

    it('is the file that was named, which must be there', async () => {
      await writeFile('other.env', 'BASE_PATH=/other\n');
      expect(await readEnvFile('other.env')).to.deep.equal({BASE_PATH: '/other'});
      const refusal = await readEnvFile('missing.env').catch((error: unknown) => error);
      expect(refusal).to.be.instanceOf(UsageError).with.property('where', 'missing.env');
    });
  });
});

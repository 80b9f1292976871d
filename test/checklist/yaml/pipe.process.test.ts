import {spawnSync} from 'node:child_process';
import {mkdtemp, open, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect} from 'chai';
import {readableFolders} from '../../../src/checklist/readable-folders.ts';
import {isSource, readReadable, readSource} from '../../../src/checklist/yaml/source.ts';

const SOURCE = new URL('../../../src/checklist/yaml/source.ts', import.meta.url).href;

describe('a checklist that is a pipe', () => {
  let folder: string;
  let fifo: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pipe-'));
    fifo = join(folder, 'fifo');
    expect(spawnSync('mkfifo', [fifo]).status).to.equal(0);
  });
  afterEach(() => rm(folder, {recursive: true}));

  it('keeps no thread while nobody writes to it, so that the process can end', () => {
    // With one thread, nothing else is read where the pipe keeps it, and the process cannot even exit.
    const script = `
      import {stat} from 'node:fs/promises';
      import {readSource} from ${JSON.stringify(SOURCE)};
      void readSource(${JSON.stringify(fifo)}, 'fifo');
      for (let read = 0; read < 20; read++) await stat('.');
      process.exit(7);
    `;
    const {status} = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      env: {...process.env, UV_THREADPOOL_SIZE: '1'},
      timeout: 20_000,
      killSignal: 'SIGKILL',
    });
    expect(status).to.equal(7);
  });

  it('is not waited for where a checklist names it, or beside one', async () => {
    for (const name of ['fifo', './fifo']) {
      const read = await readReadable(readableFolders(folder, []), name, name);
      expect(read).to.have.property('why', 'is not a regular file');
    }
  });

  it('is read to its end', async () => {
    const read = readSource(fifo, 'fifo');
    const writer = await open(fifo, 'w');
    await writer.writeFile('version: 1\n');
    await writer.close();
    const source = await read;
    expect(isSource(source) && source.text).to.equal('version: 1\n');
  });

  it('is read no further than a checklist may be long', async () => {
    const read = readSource(fifo, 'fifo');
    const writer = await open(fifo, 'w');
    const refused = await writer
      .writeFile(Buffer.alloc(4 * 1024 * 1024, 'x'))
      .catch((error: NodeJS.ErrnoException) => error.code);
    await writer.close();
    expect(refused).to.equal('EPIPE');
    expect(await read).to.have.property('why', 'is larger than the 1 MiB a checklist may have; split it');
  });
});

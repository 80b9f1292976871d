import {spawn} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';
import type {Report} from '../../src/model/report.ts';
import {runTool} from './support/tool.ts';

const SERVER = fileURLToPath(new URL('../../bench/streams/floor.ts', import.meta.url));
const STREAMS = 2000;

describe('e2e: as many streams as a large migration has', function () {
  this.timeout(600_000);
  let folder: string;
  let server: ReturnType<typeof spawn>;
  let port = '';

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'migrate-check-streams-'));
    server = spawn(process.execPath, [SERVER], {stdio: ['ignore', 'pipe', 'inherit']});
    for await (const line of createInterface(server.stdout as NodeJS.ReadableStream)) {
      port = /port (\d+)/.exec(line)?.[1] ?? '';
      if (port !== '') break;
    }
  });
  after(async () => {
    server.kill();
    await rm(folder, {recursive: true});
  });

  it(`${STREAMS} streams of a good server all hold; what this machine is too slow for, it says`, async () => {
    const items = Array.from(
      {length: STREAMS},
      (_, n) =>
        `  - id: stream-${n}\n    title: stream ${n}\n    check: sse/stream-holds\n` +
        `    with: {url: "http://127.0.0.1:${port}/?cadence=1000&n=${n}", holdFor: 6s}\n    retry: {attempts: 5, delay: 1s}\n`,
    );
    const file = join(folder, 'streams.yaml');
    await writeFile(file, `version: 1\ntitle: many streams\nitems:\n${items.join('')}`);
    // What a busy machine was too slow for is looked at again, up to three times; nothing else may be wrong at any of them.
    let left = STREAMS;
    for (let looks = 0; looks < 3 && left > 0; looks++) {
      const {stdout} = await runTool(['run', file, '--reporter', 'json', '--quiet']);
      const report: Report = JSON.parse(stdout);
      const others = report.items.filter(({status}) => status !== 'pass');
      expect(report.items).to.have.length(STREAMS);
      expect(
        others.filter(({summary}) => !summary.includes('this machine was')).map(({summary}) => summary),
      ).to.deep.equal([]);
      left = Math.min(left, others.length);
    }
    expect(left, 'streams that did not pass, at the best of three looks').to.be.below(STREAMS / 10);
  });
});

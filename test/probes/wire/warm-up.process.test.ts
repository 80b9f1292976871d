import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {createSecureServer} from 'node:http2';
import type {AddressInfo} from 'node:net';
import {text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';
import {brotliCompressSync, gzipSync, zstdCompressSync} from 'node:zlib';
import {expect} from 'chai';
import {type PathologyServer, startPathologyServer} from '../../support/pathology-server.ts';
import {makeTestAuthority} from '../../support/test-authority.ts';

describe('the first look at the wire', () => {
  let server: PathologyServer;
  before(async () => {
    server = await startPathologyServer();
  });
  after(() => server.close());

  async function firstLook(...asked: string[]): Promise<object> {
    const script = fileURLToPath(new URL('../../support/first-look.ts', import.meta.url));
    const child = spawn(process.execPath, [script, ...asked], {stdio: ['ignore', 'pipe', 'inherit']});
    const [said] = await Promise.all([text(child.stdout), once(child, 'exit')]);
    return JSON.parse(said);
  }

  it('loads nothing in its own time', async () => {
    expect(await firstLook(server.url('/early-hints'))).to.deep.equal({status: 200, loaded: []});
  });

  it('loads nothing in its own time over HTTP/2, whatever the body is coded in', async () => {
    const authority = await makeTestAuthority();
    const identity = await authority.certificateFor(['a.example.test']);
    for (const [coding, body] of [
      ['gzip', gzipSync('a')],
      ['br', brotliCompressSync('a')],
      ['zstd', zstdCompressSync('a')],
    ] as const) {
      const secure = createSecureServer(identity, (_request, response) => {
        response.setHeader('content-encoding', coding);
        response.end(body);
      });
      await once(secure.listen(0, '127.0.0.1'), 'listening');
      const {port} = secure.address() as AddressInfo;
      const said = await firstLook('https://a.example.test/', authority.cert, String(port));
      secure.close();
      expect(said, coding).to.deep.equal({status: 200, loaded: []});
    }
  });
});

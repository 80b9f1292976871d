import {spawnSync} from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import {lookup, Resolver} from 'node:dns/promises';
import {readdirSync} from 'node:fs';
import net from 'node:net';
import {homedir} from 'node:os';
import {expect} from 'chai';

/** TEST-NET-1 of RFC 5737: nobody's, so that a guard that fails to refuse reaches nobody either. */
const ELSEWHERE = '192.0.2.1';
const REFUSED = /test guard: .* refused; tests touch loopback only/;

describe('test guard', () => {
  it('refuses a socket to another machine', () => {
    expect(() => net.connect(443, ELSEWHERE)).to.throw(REFUSED);
    expect(() => net.connect({port: 443, host: '2001:db8::1'})).to.throw(REFUSED);
  });

  it('refuses a socket that a look-up of its own would lead to another machine', async () => {
    const elsewhere: net.LookupFunction = (_name, _options, done) => done(null, [{address: ELSEWHERE, family: 4}]);
    const thrown = new Promise((resolve) => {
      const lookupAndTell: net.LookupFunction = (name, options, done) => {
        try {
          elsewhere(name, options, done);
        } catch (error) {
          resolve(error);
        }
      };
      net.connect({port: 443, host: 'mcp.example.com', lookup: lookupAndTell});
    });
    expect(String(await thrown)).to.match(REFUSED);
  });

  it('refuses UDP to another machine', () => {
    const socket = dgram.createSocket('udp4');
    expect(() => socket.send('x', 53, ELSEWHERE)).to.throw(REFUSED);
    expect(() => socket.connect(53, ELSEWHERE)).to.throw(REFUSED);
    socket.close();
  });

  it('refuses the look-up of a name', () => {
    expect(() => dns.lookup('mcp.example.com', () => {})).to.throw(REFUSED);
    expect(() => lookup('mcp.example.com')).to.throw(REFUSED);
    expect(() => dns.resolve4('mcp.example.com', () => {})).to.throw(REFUSED);
    expect(() => net.connect(443, 'mcp.example.com')).to.throw(REFUSED);
  });

  it('refuses a resolver that would ask another machine, and lets one ask loopback', async () => {
    const resolver = new Resolver({timeout: 50, tries: 1});
    resolver.setServers([ELSEWHERE]);
    expect(() => resolver.resolve4('localhost')).to.throw(REFUSED);
    for (const server of ['127.0.0.1:9', '[::1]:9']) {
      resolver.setServers([server]);
      const error = await resolver.resolve4('mcp.example.com').catch((failure: NodeJS.ErrnoException) => failure);
      expect(error).to.have.property('syscall', 'queryA');
    }
  });

  it('refuses fetch', async () => {
    const error = await fetch(`http://${ELSEWHERE}/`).catch((failure: Error) => failure.cause);
    expect(String(error)).to.match(REFUSED);
  });

  it('lets tests talk to loopback', async () => {
    const server = net.createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const {port} = server.address() as net.AddressInfo;
    for (const host of ['127.0.0.1', 'localhost']) {
      const text = await new Promise((resolve, reject) => {
        net.connect(port, host).setEncoding('utf8').once('data', resolve).once('error', reject);
      });
      expect(text).to.equal('hello');
    }
    server.close();
  });

  it('knows nothing of the user of this machine', () => {
    expect(readdirSync(homedir())).to.deep.equal([]);
    const left = Object.keys(process.env).filter((name) => /^AWS_|^MIGRATE_CHECK_|^https?_proxy$/i.test(name));
    expect(left).to.deep.equal(['AWS_EC2_METADATA_DISABLED']);
  });

  it('goes with every Node.js that a test starts', () => {
    const code = `require('node:net').connect(443, '${ELSEWHERE}')`;
    const socket = spawnSync(process.execPath, ['-e', code], {encoding: 'utf8'});
    expect(socket.stderr).to.match(REFUSED);
    const name = spawnSync(process.execPath, ['-e', `require('node:dns').lookup('mcp.example.com', () => {})`], {
      encoding: 'utf8',
    });
    expect(name.stderr).to.match(REFUSED);
    const home = spawnSync(process.execPath, ['-p', `require('node:os').homedir()`], {encoding: 'utf8'});
    expect(home.stdout.trim()).to.equal(homedir());
  }).timeout(60_000); // Three starts of Node.js.
});

import childProcess, {spawn} from 'node:child_process';
import dgram from 'node:dgram';
import dns from 'node:dns';
import {lookup, Resolver} from 'node:dns/promises';
import {readdirSync} from 'node:fs';
import net from 'node:net';
import {homedir} from 'node:os';
import {expect} from 'chai';
import {ELSEWHERE, REFUSED} from '../support/guarded.ts';

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

  const starts: readonly [string, () => unknown][] = [
    ['spawn', () => childProcess.spawn(process.execPath, ['-v'])],
    ['fork', () => childProcess.fork('/dev/null')],
    ['exec', () => childProcess.exec('true')],
    ['execFile', () => childProcess.execFile('true')],
    ['spawnSync', () => childProcess.spawnSync('true')],
    ['execSync', () => childProcess.execSync('true')],
    ['execFileSync', () => childProcess.execFileSync('true')],
  ];
  for (const [how, start] of starts) {
    it(`refuses a process in a file that is not named for it: ${how}`, () => {
      expect(start).to.throw(/^test guard: only a file named \*\.process\.test\.ts may start a process$/);
    });
  }

  it('refuses a process by whatever name it was imported', () => {
    expect(() => spawn(process.execPath, ['-v'])).to.throw('test guard');
  });
});

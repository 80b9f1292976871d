import {expect} from 'chai';
import {runInProcess} from '../support/run-in-process.ts';

const serve = (args: readonly string[], env: NodeJS.ProcessEnv = {}) => runInProcess(['serve', ...args], {env});

/** What ends before the server listens. The rest is in serve.process.test.ts. */
describe('serve', () => {
  it('lists its faults and limits, for people and as JSON', async () => {
    const {stdout: faults, status} = await serve(['--list-faults']);
    expect(status).to.equal(0);
    expect(faults).to.match(/^ {2}end-after=EVENTS$/m);
    expect(Math.max(...faults.split('\n').map(({length}) => length))).to.be.at.most(80);
    const listed: {name: string}[] = JSON.parse((await serve(['--list-faults', '--json'])).stdout);
    expect(listed.map(({name}) => name)).to.include.members(['reset-after', 'line-ending']);
    expect((await serve(['--list-limits'])).stdout).to.match(/^backlog +1048576 +/m);
  });

  const refusals: [args: string[], env: NodeJS.ProcessEnv, says: string][] = [
    [['--base-path', '/a b'], {}, '--base-path: "/a b" is not a path'],
    [[], {BASE_PATH: '../x'}, 'BASE_PATH: "../x" is not a path'],
    [['--dotenv', 'missing'], {}, 'missing: cannot be read'],
    [['--heartbeat', 'often'], {}, '--heartbeat: "often" is not a time'],
    [['--fault', 'end-afer=2'], {}, '--fault: there is no fault "end-afer"'],
    [['--fault', 'end-after=x'], {}, '--fault: "end-after=x": the value must be a whole number'],
    [['--limit', 'body=much'], {}, '--limit: "body=much": the value must be a number of bytes'],
    [['--limit', 'boddy=1'], {}, '--limit: there is no limit "boddy"'],
    [['--allow-host', 'http://a'], {}, '--allow-host: "http://a" is not a host name'],
    [['--show-header', 'X-Tenant: a'], {}, '--show-header: "x-tenant: a" is not a header name'],
    [['--show-header', 'Authorization'], {}, '--show-header: the value of "authorization" is never shown'],
    [['--allow-origin', 'a.example'], {}, '--allow-origin: "a.example" is not an origin'],
    [['--host', ''], {}, '--host: name an address'],
    [['--strip-prefix', '--base-path', ''], {}, '--strip-prefix: there is no prefix'],
    [['--limit', 'head-time=9s', '--limit', 'request-time=5s'], {}, '--limit: the head is part of the request'],
    [['--fault', 'end-after=5', '--fault', 'end-after=6'], {}, '--fault: "end-after" is given twice'],
    [['--expire-after', 'soon'], {}, '--expire-after: "soon" is not a time'],
    [['--bearer-token-file', 'missing'], {}, 'missing: cannot be read'],
    [[], {MIGRATE_CHECK_BEARER_TOKEN: 'short'}, 'MIGRATE_CHECK_BEARER_TOKEN: the token must have'],
  ];
  for (const [args, env, says] of refusals) {
    it(`refuses in one line ${[...args, ...Object.keys(env)].join(' ')}`, async () => {
      const {status, stdout, stderr} = await serve(args, env);
      expect(stderr.startsWith(says), stderr).to.equal(true);
      expect(stderr.trimEnd().split('\n'), stderr).to.have.length(1);
      expect({status, stdout}).to.deep.equal({status: 2, stdout: ''});
    });
  }
});

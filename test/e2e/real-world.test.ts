import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {expect} from 'chai';
import {SCENARIOS} from '../../src/lab/scenarios.ts';
import type {ItemReport, Report} from '../../src/model/report.ts';
import {ACCOUNTS, READER_ACTIONS} from './support/aws-identities.ts';
import {type AwsFault, type AwsWorld, type AwsWorldOptions, buildWorld} from './support/aws-world.ts';
import {type Moto, startMoto} from './support/moto.ts';
import {type Nginx, startNginx} from './support/nginx.ts';
import {copyChecklist, LEFT_OUT, READERS, signOffEverything} from './support/shipped-checklist.ts';
import {runReport, runTool, startReferenceServer} from './support/tool.ts';

/** The load balancer's idle timeout in the emulated world, which nginx enforces. */
const IDLE_TIMEOUT_SECONDS = 3;

/** The servers' heartbeat, which such an idle timeout asks for. */
const QUICK = ['--var', 'heartbeat=1s', '--var', 'terraformFiles=lab/terraform/*.tf'];

const HOSTS = {'mcp.run.georgi.io': '/jessica-service/mcp/sse', 'api.georgi.io': '/'};

describe('e2e: the shipped checklist on an AWS emulator and behind nginx', function () {
  this.timeout(180_000);
  const started = new AsyncDisposableStack();
  let moto: Moto;
  let folder: string;
  let nginx: Nginx;
  /** Its server's heartbeat is slower than its read timeout. */
  let nginxThatCuts: Nginx;
  let world: AwsWorld;

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'migrate-check-e2e-'));
    started.defer(() => rm(folder, {recursive: true}));
    moto = await startMoto();
    started.defer(() => moto.close());
    nginx = await startProxiedServer('1s');
    nginxThatCuts = await startProxiedServer('15s');
  });

  after(() => started.disposeAsync());

  async function startProxiedServer(heartbeat: string, faults: readonly string[] = []): Promise<Nginx> {
    const server = await startReferenceServer([
      '--base-path',
      '/jessica-service',
      '--heartbeat',
      heartbeat,
      '--allow-host',
      '*',
      ...faults.flatMap((fault) => ['--fault', fault]),
    ]);
    started.defer(async () => {
      await server.process.close();
    });
    const proxy = await startNginx({
      upstreamPort: server.port,
      readTimeoutSeconds: IDLE_TIMEOUT_SECONDS,
      hosts: HOSTS,
    });
    started.defer(() => proxy.close());
    return proxy;
  }

  beforeEach(async () => {
    world = await rebuild();
    await copyChecklist(folder);
    await signOffEverything(folder);
  });

  afterEach(() => world.close());

  async function rebuild(options?: AwsWorldOptions): Promise<AwsWorld> {
    await moto.reset();
    return buildWorld(moto.url, options);
  }

  interface Looking {
    readonly stage?: string;
    readonly proxy?: Nginx;
    readonly endpoint?: string;
    readonly env?: NodeJS.ProcessEnv;
    readonly args?: readonly string[];
  }

  function look({stage = 'ready', proxy = nginx, endpoint = moto.url, env = world.env, args = []}: Looking = {}) {
    const where = [
      ...Object.keys(HOSTS).flatMap((host) => ['--connect-to', `${host}:443:127.0.0.1:${proxy.port}`]),
      ...['--ca-file', proxy.caFile],
      ...['--endpoint-url', endpoint],
    ];
    return runReport(['--stage', stage, ...QUICK, ...where, ...args], {cwd: folder, env});
  }

  describe('on the right world', () => {
    it('passes every item, knows both accounts, and holds only because it was pointed there', async () => {
      const {code, report} = await look();
      expect(notPassed(report)).to.deep.equal([]);
      expect(code).to.equal(0);
      expect(report.mode).to.equal('overridden');
      expect(report.overrides).to.deep.equal([
        '--var heartbeat',
        `--endpoint-url ${moto.url}`,
        ...Object.keys(HOSTS).map((host) => `--connect-to ${host}:443:127.0.0.1:${nginx.port}`),
        `--ca-file ${nginx.caFile}`,
      ]);
      expect(report.decision).to.include({verdict: 'hold', wouldBe: 'proceed'});
      expect(report.accounts.map(({name, id}) => [name, id])).to.deep.equal(Object.entries(ACCOUNTS));
    });

    it('needs no other permission than those that `iam` prints for each account', async () => {
      const {code: printed, stdout} = await runTool(['iam', '--json'], {cwd: folder});
      expect(printed).to.equal(0);
      const policies: Record<string, {Statement: {Action: string[]}[]}> = JSON.parse(stdout);
      expect(Object.keys(policies)).to.deep.equal(Object.keys(ACCOUNTS));
      const actionsIn = (name: string) => policies[name]?.Statement.flatMap(({Action}) => Action) ?? [];
      await world.close();
      world = await rebuild({allowed: {platform: actionsIn('platform'), dns: actionsIn('dns')}});
      await moto.requirePermissions();
      const {code, report} = await look();
      expect(notPassed(report)).to.deep.equal([]);
      expect(code).to.equal(0);
    });

    it('waits for people: without their sign-offs their items are pending and the exit code is 4', async () => {
      await copyChecklist(folder);
      const {code, report} = await look();
      const open = report.items.filter(({status}) => status === 'pending');
      expect(open).to.not.deep.equal([]);
      for (const item of open) expect(item.manual, item.id).to.not.equal(null);
      expect(report.summary).to.include({fail: 0, error: 0});
      expect(code).to.equal(4);
      expect(report.decision).to.include({verdict: 'hold', wouldBe: 'hold'});
    });
  });

  describe('finds', () => {
    for (const scenario of SCENARIOS.filter(({name}) => name !== 'healthy')) {
      // What a stage changes is tried in the lab for each; here it is what the emulator's world shows.
      const stages = scenario.name === 'rule-order' ? (['ready', 'cutover'] as const) : (['cutover'] as const);
      for (const stage of stages) {
        const expected = scenario.expected[stage];
        it(`${scenario.name} at ${stage}: ${expected.failed} fails, what needs it is blocked`, async () => {
          const {faults = []} = scenario.setup.server;
          const isOfAws = scenario.name !== 'idle-cut' && faults.length === 0;
          if (isOfAws) await world.breaks[scenario.name as AwsFault]();
          const sick = faults.length === 0 ? nginxThatCuts : await startProxiedServer('1s', faults);
          const {code, report} = await look({stage, proxy: isOfAws ? nginx : sick});
          expect(idsOf(report, 'fail')).to.deep.equal([expected.failed]);
          expect(idsOf(report, 'blocked')).to.deep.equal(expected.blocked.filter((id) => !(id in LEFT_OUT)));
          expect(idsOf(report, 'error')).to.deep.equal([]);
          expect(code).to.equal(expected.exitCode);
          expect(report.decision).to.include({verdict: 'hold', wouldBe: expected.wouldBe});
        });
      }
    }
  });

  it('replays what it recorded, with no server to ask', async () => {
    await world.breaks['port-closed']();
    const file = path.join(folder, 'facts.json');
    const {report: recorded} = await look({args: ['--record', file]});
    const {code, report: replayed} = await runReport(['--stage', 'ready', ...QUICK, '--replay', file], {cwd: folder});
    expect(replayed.mode).to.equal('replay');
    expect(replayed.items.map(essence)).to.deep.equal(recorded.items.map(essence));
    expect(code).to.equal(1);
  });

  describe('is never green when AWS does not tell', () => {
    const AWS_ITEMS = ['dns-record', 'certificate-covers-host', 'internet-facing', 'port-443-open', 'sse-rule-wins'];

    async function expectErrors(looking: Looking, ids: readonly string[], says: RegExp): Promise<void> {
      const {code, report} = await look(looking);
      expect(idsOf(report, 'error')).to.include.members([...ids]);
      for (const item of report.items.filter(({id}) => ids.includes(id))) expect(item.summary, item.id).to.match(says);
      expect(idsOf(report, 'fail')).to.deep.equal([]);
      expect(code).to.equal(3);
      expect(report.decision).to.include({verdict: 'hold', wouldBe: 'hold'});
    }

    it('a permission is missing: says which', async () => {
      await world.close();
      world = await rebuild({
        allowed: {platform: READER_ACTIONS.filter((action) => action !== 'elasticloadbalancing:DescribeRules')},
      });
      await moto.requirePermissions();
      await expectErrors({}, ['sse-rule-wins', 'api-rule-wins'], /elasticloadbalancing:DescribeRules/);
    });

    it('the credentials are those of another account', async () => {
      await copyChecklist(folder, {platform: 'profile: default', dns: 'profile: default'});
      await signOffEverything(folder);
      await expectErrors({}, ['dns-record'], /444444444444.*111111111111|111111111111.*444444444444/);
    });

    // Where the load balancer can't be read, this one would be held for 67 s.
    const args = ['--skip', 'stream-outlives-idle-timeout'];

    it('there are no credentials', async () => {
      await expectErrors({env: {}, args}, AWS_ITEMS, /credentials/i);
    });

    it('the load balancer is in another region', async () => {
      await copyChecklist(folder, READERS, 'eu-west-1');
      await signOffEverything(folder);
      await expectErrors({args}, ['internet-facing', 'sse-rule-wins'], /central-alb.*eu-west-1|eu-west-1.*central-alb/);
    });

    it('the endpoint refuses connections', async () => {
      await expectErrors({endpoint: 'http://127.0.0.1:1', args}, AWS_ITEMS, /ECONNREFUSED/);
    });
  });
});

function idsOf(report: Report, status: ItemReport['status']): readonly string[] {
  return report.items.filter((item) => item.status === status).map(({id}) => id);
}

/** Due items that did not pass, with their reason, for the output of a failing test. */
function notPassed(report: Report): readonly string[] {
  return report.items
    .filter(({status}) => status !== 'pass' && status !== 'not-due')
    .map(({id, status, summary}) => `${id}: ${status}: ${summary}`);
}

function essence({id, status, summary, blockedBy}: ItemReport): object {
  return {id, status, summary, blockedBy};
}

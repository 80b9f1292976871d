import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import type {ItemReport, Report} from '../../../src/model/report.ts';
import {type AwsWorld, type AwsWorldOptions, buildWorld} from './aws-world.ts';
import {type Moto, startMoto} from './moto.ts';
import {type Nginx, startNginx} from './nginx.ts';
import {copyChecklist, signOffEverything} from './shipped-checklist.ts';
import {runReport, startReferenceServer} from './tool.ts';

/** The load balancer's idle timeout in the emulated world, which nginx enforces. */
const IDLE_TIMEOUT_SECONDS = 3;

/** The servers' heartbeat, which such an idle timeout asks for. */
export const QUICK = ['--var', 'heartbeat=1s', '--var', 'terraformFiles=lab/terraform/*.tf'];

export const HOSTS = {'mcp.run.georgi.io': '/jessica-service/mcp/sse', 'api.georgi.io': '/'};

/** What {@link inTheRealWorld} has up while a test runs. */
export interface RealWorld {
  readonly moto: Moto;
  /** Of the checklist, where people can sign off. */
  readonly folder: string;
  readonly nginx: Nginx;
  /** Its server's heartbeat is slower than its read timeout. */
  readonly nginxThatCuts: Nginx;
  readonly world: AwsWorld;
  /** One more server behind one more nginx. */
  startProxiedServer(heartbeat: string, faults: readonly string[]): Promise<Nginx>;
  /** Puts another world in the place of the one that is there. */
  rebuild(options: AwsWorldOptions): Promise<void>;
  look(looking?: Looking): ReturnType<typeof runReport>;
}

export interface Looking {
  readonly stage?: string;
  readonly proxy?: Nginx;
  readonly endpoint?: string;
  readonly env?: NodeJS.ProcessEnv;
  readonly args?: readonly string[];
}

/**
 * The shipped checklist on an AWS emulator and behind nginx, for the tests of one suite: each begins in the right world,
 * with everything signed off. Most of the time it waits for streams, so that the files of such suites run side by side.
 */
export function inTheRealWorld(): RealWorld {
  const started = new AsyncDisposableStack();
  let moto: Moto;
  let folder: string;
  let nginx: Nginx;
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
    await build();
    await copyChecklist(folder);
    await signOffEverything(folder);
  });

  afterEach(() => world.close());

  async function build(options?: AwsWorldOptions): Promise<void> {
    await moto.reset();
    world = await buildWorld(moto.url, options);
  }

  return {
    get moto() {
      return moto;
    },
    get folder() {
      return folder;
    },
    get nginx() {
      return nginx;
    },
    get nginxThatCuts() {
      return nginxThatCuts;
    },
    get world() {
      return world;
    },
    startProxiedServer,
    async rebuild(options) {
      await world.close();
      await build(options);
    },
    look({stage = 'ready', proxy = nginx, endpoint = moto.url, env = world.env, args = []} = {}) {
      const where = [
        ...Object.keys(HOSTS).flatMap((host) => ['--connect-to', `${host}:443:127.0.0.1:${proxy.port}`]),
        ...['--ca-file', proxy.caFile],
        ...['--endpoint-url', endpoint],
      ];
      return runReport(['--stage', stage, ...QUICK, ...where, ...args], {cwd: folder, env});
    },
  };
}

export function idsOf(report: Report, status: ItemReport['status']): readonly string[] {
  return report.items.filter((item) => item.status === status).map(({id}) => id);
}

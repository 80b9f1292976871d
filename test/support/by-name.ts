/**
 * Loaded by mocha into every process that runs tests: a file of tests starts processes or opens sockets only where its
 * name says so. `npm run test:unit` runs the files without such a name: quick, and independent of each other.
 */
import childProcess from 'node:child_process';
import dgram from 'node:dgram';
import {syncBuiltinESMExports} from 'node:module';
import net from 'node:net';

type Call = (...args: unknown[]) => unknown;

interface Suite {
  readonly file?: string;
  readonly suites: readonly Suite[];
  readonly tests: readonly {readonly file?: string}[];
}

interface May {
  readonly startProcesses: boolean;
  readonly openSockets: boolean;
}

/** Before the first test it is mocha itself that starts processes: to run files in parallel. */
const ALL: May = {startProcesses: true, openSockets: true};

let may = ALL;
let mayBetweenTests = ALL;

/** All asynchronous ways to start a process end in `spawn`; the synchronous ones are separate functions. */
function guardCalls(): void {
  const starters = [
    [childProcess.ChildProcess.prototype, 'spawn'],
    ...['spawnSync', 'execSync', 'execFileSync'].map((name) => [childProcess, name] as const),
  ] as const;
  const openers = [
    [net.Server.prototype, 'listen'],
    [net.Socket.prototype, 'connect'],
    [dgram.Socket.prototype, 'bind'],
    [dgram.Socket.prototype, 'send'],
  ] as const;
  for (const [owner, name] of starters) {
    guard(owner, name, () => may.startProcesses, 'only a file named *.process.test.ts may start a process');
  }
  for (const [owner, name] of openers) {
    const rule = 'only a file named *.socket.test.ts, *.world.test.ts or *.process.test.ts may open a socket';
    guard(owner, name, () => may.openSockets, rule);
  }
  syncBuiltinESMExports();
}

function guard(owner: object, name: string, isAllowed: () => boolean, rule: string): void {
  const calls = owner as Record<string, Call>;
  const call = calls[name] as Call;
  calls[name] = function (this: unknown, ...args: unknown[]) {
    if (!isAllowed()) throw new Error(`test guard: ${rule}`);
    return call.apply(this, args);
  };
}

function mayDo(files: readonly (string | undefined)[]): May {
  return {
    startProcesses: files.some((file = '') => file.endsWith('.process.test.ts') || file.includes('/test/e2e/')),
    openSockets: files.some((file = '') => /\.(socket|world|process)\.test\.ts$|\/test\/e2e\//.test(file)),
  };
}

guardCalls();

/**
 * In parallel each file is a run of its own. In one run of several, hooks of a suite may do what one of the files may.
 */
export const mochaHooks = {
  beforeAll(this: {test?: {parent?: Suite}}) {
    const {suites = [], tests = []} = this.test?.parent ?? {};
    mayBetweenTests = mayDo([...suites, ...tests].map(({file}) => file));
    may = mayBetweenTests;
  },
  beforeEach(this: {currentTest?: {file?: string}}) {
    may = mayDo([this.currentTest?.file]);
  },
  afterEach() {
    may = mayBetweenTests;
  },
  afterAll() {
    may = ALL;
  },
};

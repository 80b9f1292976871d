/**
 * Loaded by mocha into every process that runs tests: a file of tests starts processes only where its name says so,
 * `*.process.test.ts`. `npm run test:unit` runs all others but `*.world.test.ts`: quick, and independent of each other.
 */
import childProcess from 'node:child_process';
import {syncBuiltinESMExports} from 'node:module';

type Start = (...args: unknown[]) => unknown;

interface Suite {
  readonly file?: string;
  readonly suites: readonly Suite[];
  readonly tests: readonly {readonly file?: string}[];
}

/** Before the first test it is mocha itself that starts processes: to run files in parallel. */
let mayStart = true;
let mayStartBetweenTests = true;

/** All asynchronous ways to start a process end here; the synchronous ones are separate functions. */
function guardStarts(): void {
  const starters = [
    [childProcess.ChildProcess.prototype, 'spawn'],
    ...['spawnSync', 'execSync', 'execFileSync'].map((name) => [childProcess, name] as const),
  ] as unknown as [Record<string, Start>, string][];
  for (const [owner, name] of starters) {
    const start = owner[name] as Start;
    owner[name] = function (this: unknown, ...args: unknown[]) {
      if (!mayStart) throw new Error('test guard: only a file named *.process.test.ts may start a process');
      return start.apply(this, args);
    };
  }
  syncBuiltinESMExports();
}

function startsProcesses(file = ''): boolean {
  return file.endsWith('.process.test.ts') || file.includes('/test/e2e/');
}

guardStarts();

/**
 * In parallel each file is a run of its own. In one run of several, hooks of a suite may do what one of the files may.
 */
export const mochaHooks = {
  beforeAll(this: {test?: {parent?: Suite}}) {
    const {suites = [], tests = []} = this.test?.parent ?? {};
    mayStartBetweenTests = [...suites, ...tests].some(({file}) => startsProcesses(file));
    mayStart = mayStartBetweenTests;
  },
  beforeEach(this: {currentTest?: {file?: string}}) {
    mayStart = startsProcesses(this.currentTest?.file);
  },
  afterEach() {
    mayStart = mayStartBetweenTests;
  },
  afterAll() {
    mayStart = true;
  },
};

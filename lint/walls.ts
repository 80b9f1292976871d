/**
 * Who may import whom: `npm run generate` makes the linter's rules (`lint/walls.json`) and the table in
 * docs/architecture.md from this table.
 */

/** A folder of `src/`. */
export type Room =
  | 'model'
  | 'domain'
  | 'readers'
  | 'checks'
  | 'trace'
  | 'iam'
  | 'checklist'
  | 'runner'
  | 'probes'
  | 'render'
  | 'reports'
  | 'mcp-server'
  | 'lab'
  | 'app'
  | 'cli'
  | 'commands';

export interface Walls {
  /** For docs/architecture.md. */
  readonly does: string;
  /** The rooms whose files it may import, in addition to its own. */
  readonly rooms: readonly Room[];
  /** Packages and Node.js modules, as globs of the linter. */
  readonly packages: readonly string[];
  /** Globals that it may not use: what it needs is passed in. */
  readonly without?: readonly string[];
  /** Plugins of `lint/`. */
  readonly plugins?: readonly Plugin[];
  /** Files with walls of their own, by path in the room; null: no walls. */
  readonly files?: Readonly<Record<string, {readonly packages: readonly string[]} | null>>;
  /** Its files do not import each other. */
  readonly apart?: true;
}

type Plugin = 'no-await' | 'no-clock' | 'no-exit' | 'no-stdout';

/** Globals that a room without I/O may not use. */
const SURROUNDINGS = [
  'process',
  'globalThis',
  'fetch',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'performance',
] as const;
const HANDED_IN = ['process', 'globalThis', 'fetch'] as const;
const NODE = ['node:*', 'node:*/**'] as const;

export const WALLS: Readonly<Record<Room, Walls>> = {
  model: {
    does: 'types, zod schemas, and the pure rules of the tool itself: stages, decision, exit codes',
    rooms: [],
    packages: ['zod'],
    without: SURROUNDINGS,
    plugins: ['no-clock'],
  },
  domain: {
    does: 'what AWS, DNS, TLS, HTTP and SSE mean, as pure functions',
    rooms: ['model'],
    packages: [],
    without: SURROUNDINGS,
    plugins: ['no-clock', 'no-await'],
  },
  readers: {
    does: 'the questions that several checks and the trace ask of several facts: facts in, facts out',
    rooms: ['model', 'domain'],
    packages: [],
    without: SURROUNDINGS,
    plugins: ['no-clock'],
  },
  checks: {
    does: 'one claim a file; `index.ts` lists them',
    rooms: ['model', 'domain', 'readers'],
    packages: ['zod'],
    without: SURROUNDINGS,
    plugins: ['no-clock'],
    files: {'index.ts': null},
    apart: true,
  },
  trace: {
    does: 'one request followed from its host name to the task, hop by hop',
    rooms: ['model', 'domain', 'readers'],
    packages: [],
    without: SURROUNDINGS,
    plugins: ['no-clock'],
  },
  iam: {
    does: 'the least policy of a checklist, as JSON or Terraform',
    rooms: ['model'],
    packages: [],
    without: SURROUNDINGS,
    plugins: ['no-clock'],
  },
  checklist: {
    does: 'YAML to a `Checklist`, every problem with its place',
    rooms: ['model'],
    packages: [
      'yaml',
      'zod',
      're2js',
      'node:fs',
      'node:fs/promises',
      'node:path',
      'node:crypto',
      'node:url',
      'node:util',
    ],
    plugins: ['no-clock'],
    files: {'yaml/pipe.ts': {packages: ['node:fs', 'node:net', 'node:util']}},
  },
  runner: {
    does: 'order, needs, concurrency slots, time, repeats, waivers, sign-offs',
    rooms: ['model'],
    packages: ['node:crypto', 'node:path'],
    without: HANDED_IN,
    plugins: ['no-clock'],
  },
  probes: {
    does: 'ask the world and return plain facts; recording and replay',
    rooms: ['model'],
    packages: [
      ...NODE,
      '@aws-sdk/**',
      '@smithy/**',
      'undici',
      'eventsource',
      'ws',
      '@cdktn/**',
      'dns-packet',
      'mdast-util-from-markdown',
      'zod',
    ],
  },
  render: {
    does: 'events to a terminal',
    rooms: ['model'],
    packages: ['listr2', 'string-width', 'wrap-ansi', 'node:util', 'node:tty', 'node:stream'],
    plugins: ['no-stdout', 'no-clock'],
  },
  reports: {
    does: 'a report to text; only `disk/` touches the disk',
    rooms: ['model'],
    packages: ['node:util', 'node:path', 'node:crypto'],
    without: HANDED_IN,
    plugins: ['no-clock'],
    files: {'disk/*.ts': {packages: ['node:fs', 'node:fs/promises', 'node:path', 'node:timers/promises', 'node:util']}},
  },
  'mcp-server': {
    does: 'the reference server of `serve`, of the lab and of a deployment of its own',
    rooms: ['model'],
    packages: [...NODE, '@modelcontextprotocol/**', 'selfsigned', 'ws', 'zod'],
  },
  lab: {
    does: 'the built-in world',
    rooms: ['model', 'domain', 'probes', 'mcp-server'],
    packages: [...NODE, 'dns-packet', 'undici', 'zod'],
  },
  app: {
    does: 'where checklist, checks, probes and runner meet; prints and writes nothing',
    rooms: [
      'model',
      'domain',
      'readers',
      'checks',
      'trace',
      'iam',
      'checklist',
      'runner',
      'probes',
      'mcp-server',
      'lab',
    ],
    packages: ['node:fs', 'node:os', 'node:path', 'node:url', 'node:util'],
    plugins: ['no-stdout', 'no-exit'],
  },
  cli: {
    does: 'what commands share: flags, presentation, signals, exit codes',
    rooms: ['model', 'checklist', 'checks', 'iam', 'render', 'reports', 'mcp-server', 'lab', 'app'],
    packages: [
      '@oclif/core',
      '@oclif/core/**',
      'zod',
      'node:crypto',
      'node:fs',
      'node:fs/promises',
      'node:os',
      'node:path',
      'node:readline/promises',
      'node:timers/promises',
      'node:url',
      'node:util',
    ],
  },
  commands: {
    does: 'one file a command: parse flags, call, print',
    rooms: ['model', 'checklist', 'checks', 'reports', 'cli'],
    packages: ['@oclif/core', '@oclif/core/**', 'node:fs/promises', 'node:path', 'node:util'],
    plugins: ['no-exit'],
    apart: true,
  },
};

import {spawnSync} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {expect} from 'chai';

const root = fileURLToPath(new URL('../..', import.meta.url));

interface Planted {
  /** What the house forbids. */
  readonly what: string;
  readonly file: string;
  readonly code: string;
  /** The rule that must see it. */
  readonly rule: string;
}

const IMPORTS = 'lint/style/noRestrictedImports';
const GLOBALS = 'lint/style/noRestrictedGlobals';

const importing = (file: string, ...specifiers: string[]): Planted[] =>
  specifiers.map((specifier) => ({
    what: `${file} importing ${specifier}`,
    file,
    code: `import {x} from '${specifier}';\nexport const y = x;\n`,
    rule: IMPORTS,
  }));

const using = (file: string, expression: string, rule: string): Planted => ({
  what: `${file} using ${expression}`,
  file,
  code: `export const y = () => ${expression};\n`,
  rule,
});

const VIOLATIONS: readonly Planted[] = [
  ...importing('src/model/planted.ts', '../domain/x.ts', 'yaml', 'node:fs', '../cli/base-command.ts'),
  ...importing('src/model/text/planted.ts', '../../domain/dns/x.ts', '../../index.ts'),
  ...importing('src/domain/dns/planted.ts', '../../readers/x.ts', '../../../test/x.ts', 'zod'),
  ...importing('src/readers/planted.ts', '../probes/x.ts', '../checks/index.ts', '../trace/x.ts', 'zod'),
  ...importing('src/app/planted.ts', '../cli/x.ts', '../render/x.ts', '../reports/x.ts', 'undici', 'yaml'),
  ...importing('src/domain/planted.ts', '../probes/x.ts', '../checks/index.ts', 'node:net', 'undici', 'zod'),
  ...importing('src/iam/planted.ts', '../checks/index.ts', '../checklist/x.ts', '../domain/x.ts', 'node:fs', 'zod'),
  ...importing(
    'src/trace/planted.ts',
    '../checks/index.ts',
    '../probes/x.ts',
    '../render/x.ts',
    '../app/run-trace.ts',
    'zod',
  ),
  ...importing('src/checklist/planted.ts', '../runner/x.ts', '../checks/index.ts', '../probes/x.ts', 'listr2'),
  ...importing('src/probes/planted.ts', '../checks/index.ts', '../runner/x.ts', '../domain/x.ts', 'yaml'),
  ...importing('src/probes/aws/planted.ts', '../../runner/x.ts', '../../lab/x.ts', '@oclif/core'),
  ...importing(
    'src/checks/dns/planted.ts',
    '../alb/x.ts',
    './x.ts',
    '../../probes/x.ts',
    '@aws-sdk/client-ec2',
    'node:fs',
  ),
  ...importing('src/runner/planted.ts', '../checks/index.ts', '../probes/x.ts', '../render/x.ts', 'listr2'),
  ...importing('src/render/planted.ts', '../runner/x.ts', '../checks/index.ts', 'node:fs', '@oclif/core'),
  ...importing('src/reports/planted.ts', '../checks/index.ts', '../render/x.ts', 'node:fs', 'yaml'),
  ...importing('src/lab/planted.ts', '../runner/x.ts', '../checks/index.ts', '../commands/x.ts', '../checklist/x.ts'),
  ...importing('src/cli/planted.ts', '../commands/x.ts', '../probes/x.ts', '../runner/x.ts', 'undici', 'yaml'),
  ...importing('src/mcp-server/planted.ts', '../commands/x.ts', '../runner/x.ts', '../checks/index.ts', 'yaml'),
  ...importing(
    'src/commands/planted.ts',
    '../probes/x.ts',
    '../runner/x.ts',
    '../domain/x.ts',
    'yaml',
    'listr2',
    'undici',
  ),
  ...importing('src/planted.ts', 'yaml', 'listr2', 'undici', 'eventsource', '@aws-sdk/client-ec2', '@cdktn/hcl2json'),
  ...importing(
    'src/planted.ts',
    '@modelcontextprotocol/sdk/client/index.js',
    'node:dns/promises',
    'node:tls',
    'node:net',
  ),
  {
    what: 'a lazy import',
    file: 'src/runner/planted.ts',
    code: `export const x = await import('../checks/index.ts');\n`,
    rule: IMPORTS,
  },
  {
    what: 'an import of types alone',
    file: 'src/checks/dns/planted.ts',
    code: `import type {X} from '../../probes/x.ts';\nexport type Y = X;\n`,
    rule: IMPORTS,
  },
  {
    what: 'a re-export',
    file: 'src/domain/planted.ts',
    code: `export * from '../runner/x.ts';\n`,
    rule: IMPORTS,
  },
  using('src/checks/dns/planted.ts', 'process.env.HOME', GLOBALS),
  using('src/checks/dns/planted.ts', 'globalThis.process', GLOBALS),
  using('src/checks/dns/planted.ts', 'Date.now()', 'plugin'),
  using('src/checks/dns/planted.ts', 'new Date()', 'plugin'),
  using('src/checks/dns/planted.ts', `fetch('http://x')`, GLOBALS),
  using('src/domain/planted.ts', 'process.env.HOME', GLOBALS),
  using('src/domain/planted.ts', 'Date.now()', 'plugin'),
  {
    what: 'a rule of the field that waits',
    file: 'src/domain/planted.ts',
    code: 'export const y = async (x: Promise<number>) => await x;\n',
    rule: 'plugin',
  },
  using('src/model/planted.ts', 'new Date()', 'plugin'),
  using('src/model/planted.ts', 'process.cwd()', GLOBALS),
  using('src/runner/planted.ts', 'Date.now()', 'plugin'),
  using('src/runner/planted.ts', 'process.stderr', GLOBALS),
  using('src/runner/planted.ts', 'console.error(1)', 'lint/suspicious/noConsole'),
  using('src/reports/planted.ts', 'process.stdout', GLOBALS),
  using('src/render/planted.ts', 'process.stdout.write("x")', 'plugin'),
  using('src/commands/planted.ts', 'process.exit(1)', 'plugin'),
  {
    what: 'a command that exits for a verdict',
    file: 'src/commands/planted.ts',
    code: 'export class X {\n  exit() {}\n  run() {\n    this.exit(1);\n  }\n}\n',
    rule: 'plugin',
  },
  {
    what: 'a default export',
    file: 'src/runner/planted.ts',
    code: 'export default 1;\n',
    rule: 'lint/style/noDefaultExport',
  },
  {
    what: 'an enum',
    file: 'src/model/planted.ts',
    code: `export enum X {\n  A = 'a',\n}\n`,
    rule: 'lint/style/noEnum',
  },
  {
    what: 'a file name that is not kebab-case',
    file: 'src/model/plantedFile.ts',
    code: 'export const x = 1;\n',
    rule: 'lint/style/useFilenamingConvention',
  },
];

const CYCLE = {
  'src/model/first.ts': `import {b} from './second.ts';\nexport const a = (): number => b();\n`,
  'src/model/second.ts': `import {a} from './first.ts';\nexport const b = (): number => a();\n`,
};

const CLEAN = {
  'src/checks/dns/clean.ts': `import {z} from 'zod';\nimport {a} from '../../domain/x.ts';\nimport type {B} from '../../model/x.ts';\n\nexport const c = (b: B) => z.string().parse(a(b, new Date(0)));\n`,
  'src/checks/index.ts': `import {x} from './dns/x.ts';\n\nexport const CHECKS = [x];\n`,
  'src/commands/clean.ts': `import {Flags} from '@oclif/core';\nimport {BaseCommand} from '../cli/base-command.ts';\n\nexport const x = [Flags, BaseCommand, () => import('../cli/run/run-from-flags.ts')];\n`,
  'src/probes/aws/clean.ts': `import {connect} from 'node:tls';\nimport {request} from 'undici';\nimport {x} from '../../model/x.ts';\nimport {y} from '../facts.ts';\n\nexport const z = [connect, request, x, y, Date.now()];\n`,
  'src/reports/disk/write.ts': `import {writeFile} from 'node:fs/promises';\nimport {json} from '../json.ts';\n\nexport const x = [writeFile, json];\n`,
  'src/domain/dns/clean.ts': `import {a} from '../network/x.ts';\nimport {b} from './y.ts';\nimport {c} from '../../model/text/x.ts';\n\nexport const x = [a, b, c];\n`,
  'src/app/run-checklist.ts': `import {CHECKS} from '../checks/index.ts';\nimport {run} from '../runner/run.ts';\n\nexport const x = [CHECKS, run];\n`,
};

interface Diagnostic {
  readonly category: string;
  readonly location: {readonly path: string | {readonly file: string}};
}

/** What Biome says, with this repository's own rules, of files of these names and contents. */
function lint(files: Readonly<Record<string, string>>): string[] {
  const folder = mkdtempSync(join(tmpdir(), 'migrate-check-lint-'));
  try {
    for (const name of ['biome.json', 'lint']) cpSync(join(root, name), join(folder, name), {recursive: true});
    for (const [file, code] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, file)), {recursive: true});
      writeFileSync(join(folder, file), code);
    }
    const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
    const options = ['lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none'];
    // It keeps a cache in its home, which other tests hold to be empty.
    const env = {...process.env, HOME: folder};
    const {stdout, stderr} = spawnSync(process.execPath, [biome, ...options, 'src'], {
      cwd: folder,
      env,
      encoding: 'utf8',
    });
    if (!stdout.startsWith('{')) throw new Error(`Biome did not answer: ${stdout}${stderr}`);
    const {diagnostics} = JSON.parse(stdout) as {diagnostics: Diagnostic[]};
    return diagnostics.map(
      ({category, location: {path}}) => `${typeof path === 'string' ? path : path.file} ${category}`,
    );
  } finally {
    rmSync(folder, {recursive: true});
  }
}

describe('import rules', () => {
  // One run of the linter for all of them: each violation gets a file of its own.
  let seen: string[];

  const fileOf = ({file}: Planted, index: number): string =>
    file.replace('planted.ts', `planted-${index}.ts`).replace('plantedFile.ts', `planted${index}File.ts`);

  before(() => {
    const planted = VIOLATIONS.map((violation, index) => [fileOf(violation, index), violation.code] as const);
    seen = lint({...Object.fromEntries(planted), ...CYCLE, ...CLEAN});
  });

  for (const [index, violation] of VIOLATIONS.entries()) {
    it(`refuses ${violation.what}`, () => {
      expect(seen).to.include(`${fileOf(violation, index)} ${violation.rule}`);
    });
  }

  it('refuses a circle of imports', () => {
    expect(seen).to.include('src/model/first.ts lint/suspicious/noImportCycles');
  });

  for (const file of Object.keys(CLEAN)) {
    it(`finds nothing in ${file}, which keeps them`, () => {
      expect(seen.filter((line) => line.startsWith(`${file} `))).to.deep.equal([]);
    });
  }
});

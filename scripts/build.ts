/**
 * dist/: the command line and the library's two doors as ES modules, the code they share in chunks, their declarations,
 * and oclif's manifest. The reasons are in docs/decisions/0002-build-and-start-up.md. With `--if-older`, only when a
 * source is newer than what is there.
 */
import {spawnSync} from 'node:child_process';
import {existsSync, globSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {readFile, writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {dirname, join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import {Config, Plugin} from '@oclif/core';
import {type Plugin as BundlerPlugin, build} from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = join(root, 'oclif.manifest.json');

/** In a chunk, `import.meta.url` is no longer where the source lies; the package ships what sources read beside them. */
const sourcePlaces: BundlerPlugin = {
  name: 'source-places',
  setup({onLoad}) {
    onLoad({filter: /[\\/]src[\\/].*\.ts$/}, async ({path}) => {
      const place = JSON.stringify(`#package/${relative(root, path)}`);
      const code = await readFile(path, 'utf8');
      return {contents: code.replaceAll('import.meta.url', `import.meta.resolve(${place})`), loader: 'ts'};
    });
  },
};

/** What is imported at the top and most runs never use: globs for want of a manifest, the wire in a replay, the lab. */
const SELDOM_USED =
  /^(tinyglobby|minimatch|undici|selfsigned|eventsource-parser|node:(child_process|https?|net|perf_hooks|readline|tls|zlib))$/;

/**
 * Loads them when the first of their members is asked for. An `import` of a CommonJS module copies its members, but looks
 * up in its prototype what it did not find: hence an object without members before a proxy.
 */
const seldomUsed: BundlerPlugin = {
  name: 'seldom-used',
  setup({onResolve, onLoad}) {
    onResolve({filter: SELDOM_USED}, ({path, importer, pluginData}) =>
      pluginData === 'now' ? undefined : {path, suffix: `?${importer}`, namespace: 'seldom-used'},
    );
    onLoad({filter: /.*/, namespace: 'seldom-used'}, ({path}) => ({
      contents: `module.exports = Object.create(new Proxy({}, {get: (_, name) => ${loading(path)}[name]}));`,
      resolveDir: root,
      pluginData: 'now',
    }));
    onLoad({filter: /zod.v4.locales.index\.js$/}, () => ({contents: "export {default as en} from './en.js';"}));
  },
};

/** What oclif does at every start at a cost that nobody sees the benefit of, and what does the same at none. */
const SHORT_CUTS: readonly {readonly file: RegExp; readonly from: string; readonly to: string}[] = [
  // Sorting a dozen ASCII words by the rules of a language loads the collation tables of ICU.
  {file: /oclif.core.lib.config.plugin\.js$/, from: 'a.id.localeCompare(b.id)', to: '(a.id < b.id ? -1 : 1)'},
  // Whether it is Windows' Linux is asked for a user agent that nobody reads.
  {file: /oclif.core.lib.util.os\.js$/, from: "(await import('wsl-utils')).isWsl", to: 'false'},
  // Each text of the help is compiled as a template, and most hold none.
  {file: /oclif.core.lib.help.util\.js$/, from: 'return ejs_1', to: "return !t.includes('<%') ? t : ejs_1"},
];

const OCLIF_PARTS = `
export * as Args from '@oclif/core/args';
export {Command} from '@oclif/core/command';
export * as Flags from '@oclif/core/flags';
`;

const shortCuts: BundlerPlugin = {
  name: 'short-cuts',
  setup({onResolve, onLoad}) {
    // Its index loads all there is, and reads the version of Node.js once more.
    onResolve({filter: /^@oclif\/core$/}, ({path}) => ({path, namespace: 'oclif-parts'}));
    onLoad({filter: /.*/, namespace: 'oclif-parts'}, () => ({contents: OCLIF_PARTS, resolveDir: root}));
    // What oclif tells itself while it starts.
    onResolve({filter: /^debug$/}, ({path}) => ({path, namespace: 'silent'}));
    onLoad({filter: /.*/, namespace: 'silent'}, () => ({contents: 'module.exports = () => () => {};'}));
    for (const {file, from, to} of SHORT_CUTS) {
      onLoad({filter: file}, async ({path}) => {
        const code = await readFile(path, 'utf8');
        if (!code.includes(from)) throw new Error(`${path}: "${from}" is not there any more; is the short cut needed?`);
        return {contents: code.replace(from, to), loader: 'js'};
      });
    }
  },
};

/**
 * The schemas of a client of AWS name their keys by constants (`{[_xN]: _SG}`), which for all the bundler knows may have
 * side effects: written out, those that nobody uses can be left out.
 */
const plainKeys: BundlerPlugin = {
  name: 'plain-keys',
  setup({onLoad}) {
    onLoad({filter: /client-[\w-]+.dist-es.schemas.schemas_\d+\.js$/}, async ({path}) => {
      const code = await readFile(path, 'utf8');
      const constants = new Map([...code.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name, text]) => [name, text]));
      return {contents: code.replace(/\[(_\w+)\]:/g, (key, name) => (constants.has(name) ? `${constants.get(name)}:` : key)), loader: 'js'};
    });
  },
};

function loading(path: string): string {
  if (path.startsWith('node:')) return `process.getBuiltinModule(${JSON.stringify(path)})`;
  if (path === 'undici') return "require('undici/lib/dispatcher/client.js')";
  return `require(${JSON.stringify(path)})`;
}

/** An ES import of a built-in reads every export at once: that of `node:fs` alone loads streams and promises, 10 ms. */
const lazyBuiltins: BundlerPlugin = {
  name: 'lazy-builtins',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^node:/}, ({path, importer}) => ({path, suffix: `?${importer}`, namespace: 'builtin', sideEffects: false}));
    onLoad({filter: /.*/, namespace: 'builtin'}, ({path}) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

/** What CommonJS finds around it, and ES modules lack. Each costs something in every file, and few ask for it. */
const SURROUNDINGS = {
  require: "const require = process.getBuiltinModule('node:module').createRequire(import.meta.url);\n",
  __dirname: 'const __dirname = import.meta.dirname;\n',
  __filename: 'const __filename = import.meta.filename;\n',
};

async function giveSurroundings(file: string): Promise<void> {
  const code = await readFile(file, 'utf8');
  const missing = Object.entries(SURROUNDINGS).filter(([name]) => new RegExp(`\\b${name}\\b`).test(code));
  await writeFile(file, missing.map(([, line]) => line).join('') + code);
}

/** oclif is CommonJS and asks for its surroundings; everything else heavy stays outside and is imported when needed. */
async function bundle(): Promise<void> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [
      'src/cli/start.ts',
      'src/index.ts',
      'src/mcp-server/index.ts',
      ...globSync('src/commands/*.ts', {cwd: root}),
    ],
    outbase: 'src',
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.19',
    chunkNames: 'chunks/[name]-[hash]',
    external: EXTERNAL,
    // The ES modules of a package, where it has both: they can be taken apart.
    mainFields: ['module', 'main'],
    plugins: [sourcePlaces, shortCuts, plainKeys, seldomUsed, lazyBuiltins],
    logLevel: "warning", metafile: true,
  });
  for (const file of Object.keys(result.metafile.outputs)) await giveSurroundings(join(root, file));
  if (process.env.META) writeFileSync(process.env.META, JSON.stringify(result.metafile));
}

/**
 * The HCL parser reads its WebAssembly beside itself. The others are what packages try to load and do without: the
 * compilers that oclif tries for sources, and compiled helpers of ws.
 */
const EXTERNAL = ['@cdktn/hcl2json', 'typescript', 'ts-node', 'tsx', 'tsx/*', 'bufferutil', 'utf-8-validate'];

function writeDeclarations(): void {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  const {status} = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], {stdio: 'inherit'});
  process.exitCode = status ?? 1;
}

/** Loads every command once, so that a start need load none but its own. */
async function writeManifest(): Promise<void> {
  const config = await Config.load({root, ignoreManifest: true});
  const plugin = new Plugin({root: config.root, ignoreManifest: true, errorOnManifestCreate: true});
  await plugin.load();
  writeFileSync(manifest, `${JSON.stringify(plugin.manifest, null, 2)}\n`);
}

function isOlder(): boolean {
  if (!existsSync(manifest)) return true;
  const builtAt = statSync(manifest).mtimeMs;
  const sources = [...globSync('src/**/*', {cwd: root}), 'package.json', 'scripts/build.ts'];
  return sources.some((source) => statSync(join(root, source)).mtimeMs > builtAt);
}

if (!process.argv.includes('--if-older') || isOlder()) {
  for (const old of [join(root, 'dist'), manifest]) rmSync(old, {recursive: true, force: true});
  await bundle();
  await writeManifest();
  writeDeclarations();
}

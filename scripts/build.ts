/**
 * dist/: the command line and the library's two doors as ES modules, the code they share in chunks, their declarations,
 * and oclif's manifest. The reasons are in docs/decisions/0002-build-and-start-up.md. With `--if-older`, only when a
 * source is newer than what is there.
 */
import {spawnSync} from 'node:child_process';
import {existsSync, globSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
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
    onResolve({filter: SELDOM_USED}, ({path, pluginData}) =>
      pluginData === 'now' ? undefined : {path, namespace: 'seldom-used'},
    );
    onLoad({filter: /.*/, namespace: 'seldom-used'}, ({path}) => ({
      contents: `module.exports = Object.create(new Proxy({}, {get: (_, name) => require(${JSON.stringify(path)})[name]}));`,
      resolveDir: root,
      pluginData: 'now',
    }));
    // oclif imports it at every start, only to say `wsl` in place of `linux` in a user agent that nobody asks for.
    onResolve({filter: /^wsl-utils$/}, ({path}) => ({path, namespace: 'never-used'}));
    onLoad({filter: /.*/, namespace: 'never-used'}, () => ({contents: 'export const isWsl = false;'}));
  },
};

/** What oclif does at every start at a cost that nobody sees the benefit of, and what does the same at none. */
const SHORT_CUTS: readonly {readonly file: RegExp; readonly from: string; readonly to: string}[] = [
  // Sorting a dozen ASCII words by the rules of a language loads the collation tables of ICU.
  {file: /oclif.core.lib.config.plugin\.js$/, from: 'a.id.localeCompare(b.id)', to: '(a.id < b.id ? -1 : 1)'},
  // Each text of the help is compiled as a template, and most hold none.
  {file: /oclif.core.lib.help.util\.js$/, from: 'return ejs_1', to: "return !t.includes('<%') ? t : ejs_1"},
];

const shortCuts: BundlerPlugin = {
  name: 'short-cuts',
  setup({onLoad}) {
    for (const {file, from, to} of SHORT_CUTS) {
      onLoad({filter: file}, async ({path}) => {
        const code = await readFile(path, 'utf8');
        if (!code.includes(from)) throw new Error(`${path}: "${from}" is not there any more; is the short cut needed?`);
        return {contents: code.replace(from, to), loader: 'js'};
      });
    }
  },
};

/** An ES import of a built-in reads every export at once: that of `node:fs` alone loads streams and promises, 10 ms. */
const lazyBuiltins: BundlerPlugin = {
  name: 'lazy-builtins',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^node:/}, ({path}) => ({path, namespace: 'builtin', sideEffects: false}));
    onLoad({filter: /.*/, namespace: 'builtin'}, ({path}) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

/** oclif is CommonJS and asks for its surroundings; everything else heavy stays outside and is imported when needed. */
async function bundle(): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [
      'src/cli/start.ts',
      'src/index.ts',
      'src/mcp-server/index.ts',
      'src/probes/repo/parser-worker.ts',
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
    external: externals(),
    plugins: [sourcePlaces, shortCuts, seldomUsed, lazyBuiltins],
    banner: {
      js: "const require = process.getBuiltinModule('node:module').createRequire(import.meta.url), {filename: __filename, dirname: __dirname} = import.meta;",
    },
    logLevel: 'error',
  });
}

/** What nearly every command needs comes in chunks, a file each in place of a hundred. */
const BUNDLED = ['@oclif/core', 'zod', 'yaml'];

/** All other dependencies; and the compilers that oclif tries to load for sources. */
function externals(): string[] {
  const pjson: {dependencies: Record<string, string>} = createRequire(import.meta.url)('../package.json');
  const packages = Object.keys(pjson.dependencies).filter((name) => !BUNDLED.includes(name));
  return [...packages, ...packages.map((name) => `${name}/*`), 'typescript', 'ts-node', 'tsx', 'tsx/*'];
}

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

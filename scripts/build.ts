/**
 * dist/: the command line and the library's two entry points as ES modules, shared code in chunks, declarations, and
 * oclif's manifest. The reasons are in docs/decisions/0002-build-and-start-up.md. With `--if-older`, only when a source
 * is newer than the build.
 */
import {spawnSync} from 'node:child_process';
import {globSync, rmSync, writeFileSync} from 'node:fs';
import {readFile, writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {Config, Plugin} from '@oclif/core';
import {build} from 'esbuild';
import {lazyBuiltins, plainKeys, seldomUsed, shortCuts, sourceLocations} from './bundler-plugins.ts';
import {keepNeededDeclarations} from './needed-declarations.ts';
import {newerThanBuild} from './stale-build.ts';
import {thirdPartyLicences} from './third-party-licences.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const manifest = join(root, 'oclif.manifest.json');
const licences = join(root, 'THIRD-PARTY-LICENSES');

/** CommonJS variables that ES modules lack. Each costs something in every file, and few files use them. */
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

/** Everything in one bundle: one package is installed instead of two hundred. */
async function bundle(): Promise<void> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [
      'src/cli/start.ts',
      'src/index.ts',
      'src/mcp-server/index.ts',
      'src/probes/repo/parser-worker.ts',
      ...globSync('src/commands/**/*.ts', {cwd: root}),
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
    // Prefers the ES modules of a package, which can be tree-shaken.
    mainFields: ['module', 'main'],
    plugins: [sourceLocations(root), shortCuts(root), plainKeys, seldomUsed(root), lazyBuiltins(root)],
    logLevel: 'warning',
    metafile: true,
  });
  const {outputs} = result.metafile;
  for (const file of Object.keys(outputs)) await giveSurroundings(join(root, file));
  const used = Object.values(outputs).flatMap(({inputs}) =>
    Object.entries(inputs).flatMap(([file, {bytesInOutput}]) => (bytesInOutput > 0 ? [file] : [])),
  );
  writeFileSync(licences, thirdPartyLicences(root, used));
}

/**
 * The HCL parser reads its WebAssembly from its own folder. The others are optional dependencies: compilers that oclif
 * tries for sources, and native add-ons of ws.
 */
const EXTERNAL = ['@cdktn/hcl2json', 'typescript', 'ts-node', 'tsx', 'tsx/*', 'bufferutil', 'utf-8-validate'];

/** False, with the compiler's own words, when the sources have wrong types. */
function writeDeclarations(): boolean {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  const {status} = spawnSync(process.execPath, [tsc, '-p', join(root, 'tsconfig.build.json')], {stdio: 'inherit'});
  if (status !== 0) return false;
  keepNeededDeclarations(join(root, 'dist/types'), ['index.d.ts', 'mcp-server/index.d.ts']);
  return true;
}

/** Loads every command once, so that a start only has to load its own. */
async function writeManifest(): Promise<void> {
  const config = await Config.load({root, ignoreManifest: true});
  const plugin = new Plugin({root: config.root, ignoreManifest: true, errorOnManifestCreate: true});
  await plugin.load();
  writeFileSync(manifest, `${JSON.stringify(plugin.manifest)}\n`);
}

if (!process.argv.includes('--if-older') || newerThanBuild(root) !== null) {
  for (const old of [join(root, 'dist'), manifest, licences]) rmSync(old, {recursive: true, force: true});
  await bundle();
  // The manifest comes last: a build that broke off is none, and is made again.
  if (writeDeclarations()) await writeManifest();
  else process.exitCode = 1;
}

/** Plugins of esbuild. The reasons are in docs/decisions/0002-build-and-start-up.md. */
import {readFile} from 'node:fs/promises';
import {relative} from 'node:path';
import type {Plugin} from 'esbuild';

/** In a chunk, `import.meta.url` is not the source's location; the package ships the files that sources read. */
export const sourceLocations = (root: string): Plugin => ({
  name: 'source-locations',
  setup({onLoad}) {
    onLoad({filter: /[\\/]src[\\/].*\.ts$/}, async ({path}) => {
      const location = JSON.stringify(`#package/${relative(root, path)}`);
      const code = await readFile(path, 'utf8');
      return {contents: code.replaceAll('import.meta.url', `import.meta.resolve(${location})`), loader: 'ts'};
    });
  },
});

/** Static imports that most runs never use: globs (without a manifest), the wire (in a replay), the lab. */
const SELDOM_USED =
  /^(cli-spinners|undici|selfsigned|eventsource-parser|node:(child_process|fs.promises|https?|net|perf_hooks|readline|tls|zlib))$/;

/** The expression that loads the package and returns its member `name`. */
function memberOf(path: string): string {
  if (path.startsWith('node:')) return `process.getBuiltinModule(${JSON.stringify(path)})[name]`;
  return path === 'undici' ? CLIENT_OF_UNDICI : `require(${JSON.stringify(path)})[name]`;
}

/** The rest of undici (fetch, caches, mocks) doubles its size, cannot be tree-shaken and is not used. */
const CLIENT_OF_UNDICI = `{
  if (name === 'Client') return require('undici/lib/dispatcher/client.js');
  if (typeof name === 'string' && !['then', 'default', '__esModule'].includes(name)) {
    throw new Error(\`\${name} of undici is not in the bundle: see scripts/bundler-plugins.ts\`);
  }
}`;

/** What oclif would use to search for commands and settings, without a manifest and `oclif` in package.json. */
const NEVER_USED = /^(tinyglobby|minimatch|lilconfig)$/;

/**
 * Loads them when one of their members is first used. An `import` of a CommonJS module copies its members, but looks up
 * missing ones in its prototype: hence an object without members whose prototype is a proxy.
 */
export const seldomUsed = (root: string): Plugin => ({
  name: 'seldom-used',
  setup({onResolve, onLoad}) {
    onResolve({filter: SELDOM_USED}, ({path, importer, pluginData}) =>
      pluginData === 'now' ? undefined : {path, suffix: `?${importer}`, namespace: 'seldom-used'},
    );
    onLoad({filter: /.*/, namespace: 'seldom-used'}, ({path}) => ({
      contents: `module.exports = Object.create(new Proxy({}, {get: (_, name) => ${memberOf(path)}}));`,
      resolveDir: root,
      pluginData: 'now',
    }));
    onResolve({filter: NEVER_USED}, ({path}) => ({path, namespace: 'never-used'}));
    onLoad({filter: /.*/, namespace: 'never-used'}, () => ({contents: 'module.exports = {};'}));
    onLoad({filter: /zod.v4.locales.index\.js$/}, () => ({contents: "export {default as en} from './en.js';"}));
  },
});

/** Costly things that oclif does at every start for no visible benefit, and what replaces them. */
const SHORT_CUTS: readonly {readonly file: RegExp; readonly from: string; readonly to: string}[] = [
  // Sorting a dozen ASCII words with `localeCompare` loads the collation tables of ICU.
  {file: /oclif.core.lib.config.plugin\.js$/, from: 'a.id.localeCompare(b.id)', to: '(a.id < b.id ? -1 : 1)'},
  // Detecting WSL is only needed for a user agent that is not used.
  {file: /oclif.core.lib.util.os\.js$/, from: "(await import('wsl-utils')).isWsl", to: 'false'},
  // Every text of the help is compiled as a template, and most are not.
  {file: /oclif.core.lib.help.util\.js$/, from: 'return ejs_1', to: "return !t.includes('<%') ? t : ejs_1"},
];

const OCLIF_PARTS = `
export * as Args from '@oclif/core/args';
export {Command} from '@oclif/core/command';
export * as Flags from '@oclif/core/flags';
`;

export const shortCuts = (root: string): Plugin => ({
  name: 'short-cuts',
  setup({onResolve, onLoad}) {
    // Its index loads everything, and checks the version of Node.js again.
    onResolve({filter: /^@oclif\/core$/}, ({path}) => ({path, namespace: 'oclif-parts'}));
    onLoad({filter: /.*/, namespace: 'oclif-parts'}, () => ({contents: OCLIF_PARTS, resolveDir: root}));
    // Debug output of oclif while it starts.
    onResolve({filter: /^debug$/}, ({path}) => ({path, namespace: 'silent'}));
    onLoad({filter: /.*/, namespace: 'silent'}, () => ({contents: 'module.exports = () => () => {};'}));
    for (const {file, from, to} of SHORT_CUTS) {
      onLoad({filter: file}, async ({path}) => {
        const code = await readFile(path, 'utf8');
        if (!code.includes(from))
          throw new Error(`${path}: "${from}" is no longer there; is the short cut still needed?`);
        return {contents: code.replace(from, to), loader: 'js'};
      });
    }
  },
});

/**
 * The schemas of an AWS client use constants for keys (`{[_xN]: _SG}`), which may have side effects as far as the
 * bundler knows: written out, unused ones can be dropped.
 */
export const plainKeys: Plugin = {
  name: 'plain-keys',
  setup({onLoad}) {
    onLoad({filter: /client-[\w-]+.dist-es.schemas.schemas_\d+\.js$/}, async ({path}) => {
      const code = await readFile(path, 'utf8');
      const constants = new Map(
        [...code.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name, text]) => [name, text]),
      );
      return {
        contents: code.replace(/\[(_\w+)\]:/g, (key, name) => (constants.has(name) ? `${constants.get(name)}:` : key)),
        loader: 'js',
      };
    });
  },
};

/** An ES import of a built-in evaluates all exports: `node:fs` alone loads streams and promises, 10 ms. */
export const lazyBuiltins: Plugin = {
  name: 'lazy-builtins',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^node:/}, ({path, importer}) => ({
      path,
      suffix: `?${importer}`,
      namespace: 'builtin',
      sideEffects: false,
    }));
    onLoad({filter: /.*/, namespace: 'builtin'}, ({path}) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
};

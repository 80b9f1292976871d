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

/** What is imported at the top and most runs never use: colours in a pipe, the wire in a replay, the lab. */
const SELDOM_USED =
  /^(ansi-escapes|ansis|cli-spinners|ejs|supports-color|undici|selfsigned|eventsource-parser|node:(child_process|fs.promises|http2|https?|net|perf_hooks|readline|tls|zlib))$/;

/** The line that loads the package and returns its member `name`. */
function memberOf(path: string): string {
  if (path.startsWith('node:')) return `return process.getBuiltinModule(${JSON.stringify(path)})[name];`;
  return path === 'undici' ? CLIENT_OF_UNDICI : `return require(${JSON.stringify(path)})[name];`;
}

/** The rest of undici (fetch, caches, mocks) is as large again, and is neither taken apart nor used by anything. */
const CLIENT_OF_UNDICI = `
  if (name === 'Client') return require('undici/lib/dispatcher/client.js');
  if (typeof name === 'string' && !['then', 'default'].includes(name)) {
    throw new Error(\`\${name} of undici is not in the bundle: see scripts/bundler-plugins.ts\`);
  }`;

/** What oclif would use to search for commands and settings, without a manifest and `oclif` in package.json. */
const NEVER_USED = /^(tinyglobby|minimatch|lilconfig)$/;

/**
 * Loads them when the first of their members is asked for. An `import` of a CommonJS module copies its members, but looks
 * up in its prototype what it did not find: hence an object without members before a proxy. Whether it was an ES module
 * once is asked by those that only want to import it.
 */
export const seldomUsed = (root: string): Plugin => ({
  name: 'seldom-used',
  setup({onResolve, onLoad}) {
    onResolve({filter: SELDOM_USED}, ({path, importer, pluginData}) =>
      pluginData === 'now' ? undefined : {path, suffix: `?${relative(root, importer)}`, namespace: 'seldom-used'},
    );
    onLoad({filter: /.*/, namespace: 'seldom-used'}, ({path}) => ({
      contents: `module.exports = Object.create(new Proxy({}, {get(_, name) {
        if (name === '__esModule') return;
        ${memberOf(path)}
      }}));`,
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
  // One small file, read at a time when there is nothing else to do; `node:fs/promises` takes longer to load.
  {
    file: /oclif.core.lib.util.fs\.js$/,
    from: "await (0, promises_1.readFile)(path, 'utf8')",
    to: "node_fs_1.readFileSync(path, 'utf8')",
  },
  // Whether it is Windows' Linux is asked for a user agent that nobody reads.
  {file: /oclif.core.lib.util.os\.js$/, from: "(await import('wsl-utils')).isWsl", to: 'false'},
  // The regex that finds emoji takes longer to compile than all else of the help's layout, and ASCII holds none.
  {
    file: /(oclif.core|widest-line).node_modules.string-width.index\.js$/,
    from: 'string = stripAnsi(string);',
    to: 'if (!/[^ -~]/.test(string)) return string.length;\n\tstring = stripAnsi(string);',
  },
  // Whether it is a terminal the stream knows: `node:tty` is loaded where it is one, and nowhere else.
  {
    file: /supports-color.index\.js$/,
    from: "const tty = require('tty');",
    to: 'const tty = {isatty: (fd) => (fd === 1 ? process.stdout : process.stderr).isTTY === true};',
  },
  // Each text of the help is compiled as a template, and most hold none.
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

/** An ES import of a built-in reads every export at once: that of `node:fs` alone loads streams and promises, 10 ms. */
export const lazyBuiltins = (root: string): Plugin => ({
  name: 'lazy-builtins',
  setup({onResolve, onLoad}) {
    onResolve({filter: /^node:/}, ({path, importer}) => ({
      path,
      // One for each file that asks. It gets into the bundle, so it is no path of this machine.
      suffix: `?${relative(root, importer)}`,
      namespace: 'builtin',
      sideEffects: false,
    }));
    onLoad({filter: /.*/, namespace: 'builtin'}, ({path}) => ({
      contents: `module.exports = process.getBuiltinModule(${JSON.stringify(path)});`,
    }));
  },
});

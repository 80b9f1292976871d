/**
 * Written so that an old Node.js can still parse it and report the problem: no top-level await, no `?.`, no named
 * import of anything that an old `node:module` lacks (that would be a SyntaxError before the first line runs).
 */
import module from 'node:module';

// Not imported: an ES import of these evaluates all their exports, which costs more than the rest of `--version`.
const require = module.createRequire(import.meta.url);
const fs = require('node:fs');
const url = require('node:url');

const root = new URL('..', import.meta.url);

export function launch(options) {
  const pathOf = (name) => (options.sources ? `src/cli/${name}.ts` : `dist/cli/${name}.js`);
  const pjson = JSON.parse(fs.readFileSync(new URL('package.json', root), 'utf8'));
  if (isOlder(process.versions.node, pjson.engines.node)) {
    console.error(
      `${pjson.name} needs Node.js ${pjson.engines.node}, found ${process.versions.node} (${process.execPath}); install Node.js 24 LTS, or put one that is new enough first in PATH`,
    );
    process.exitCode = 2;
    // An older report would be taken for that of this run, here too.
    begin(pathOf).catch(() => {});
    return;
  }
  // Answered before anything else is loaded: scripts ask often, and the budget is 1.5 times a bare `node`.
  if (['--version', '-v', 'version'].indexOf(process.argv[2]) !== -1) {
    tell(`${pjson.name} ${pjson.version}`);
    return;
  }
  if (!options.sources) module.enableCompileCache();
  const entry = pathOf('start');
  begin(pathOf)
    .then(() => import(new URL(entry, root).href))
    .then(
      (start) => start.start(process.argv.slice(2), {root: url.fileURLToPath(root), pjson, sources: options.sources}),
      (error) => {
        const unbuilt = error.code === 'ERR_MODULE_NOT_FOUND' && !fs.existsSync(new URL(entry, root));
        console.error(
          unbuilt ? `${url.fileURLToPath(new URL(entry, root))}: is not there; run "npm run build"` : error,
        );
        process.exitCode = 70;
      },
    );
}

/** What comes first: signals get their exit codes, and unfinished reports take the place of older ones. */
function begin(pathOf) {
  return import(new URL(pathOf('begin'), root).href).then((module) => module.begin(process.argv.slice(2)));
}

/** To stdout, which a full disk may not take; a reader that went away has what it wanted. */
function tell(line) {
  process.stdout.on('error', (error) => {
    if (error.code === 'EPIPE') return;
    console.error(`stdout: cannot be written, so what was asked for is not complete: ${error.message}`);
    process.exitCode = 70;
  });
  process.stdout.write(`${line}\n`);
}

/** `wanted` is written `>=major.minor.patch`. */
function isOlder(found, wanted) {
  const have = found.split('.').map(Number);
  const need = wanted.replace('>=', '').split('.').map(Number);
  const at = need.findIndex((part, index) => have[index] !== part);
  return at !== -1 && have[at] < need[at];
}

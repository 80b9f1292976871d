/**
 * Runs the exhaustive proofs, and records the code that they hold for. With `--proven` it runs nothing, and fails when
 * the recorded code is not the current one.
 */
import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {DIGEST_FILE, digestOf} from './proof-digest.ts';

const root = join(import.meta.dirname, '..');
const digest = digestOf(root);

if (process.argv.includes('--proven')) {
  const file = join(root, DIGEST_FILE);
  if (!existsSync(file) || readFileSync(file, 'utf8').trim() !== digest) {
    console.error(`${DIGEST_FILE} does not match this code; run "npm run test:exhaustive"`);
    process.exitCode = 1;
  }
} else {
  const mocha = join(root, 'node_modules/mocha/bin/mocha.js');
  // A machine may be slow; a proof that never ends still does.
  const tests = [
    'test/domain/{listener-rules,network}/**/*.test.ts',
    'test/model/decision/by-the-book.test.ts',
    'test/probes/wire/event-stream/parser.test.ts',
  ];
  const args = [mocha, '--timeout', '600000', ...tests];
  const env = {...process.env, EXHAUSTIVE: '1'};
  const {status} = spawnSync(process.execPath, args, {cwd: root, env, stdio: 'inherit'});
  if (status === 0) writeFileSync(join(root, DIGEST_FILE), `${digest}\n`);
  process.exitCode = status ?? 1;
}

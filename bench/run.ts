/**
 * Prints the tool's run times as ratios to baselines measured in the same run, and fails when one exceeds its bound.
 */
import {execFile} from 'node:child_process';
import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {promisify} from 'node:util';
import {build} from 'esbuild';
import {lazyBuiltins} from '../scripts/bundler-plugins.ts';
import {compareItems} from './http-items.ts';
import {httpChecklist, mixedChecklist} from './inputs.ts';
import {compareReportPages} from './report-page.ts';
import {compareScreens} from './screen.ts';
import {type Comparison, compare, type Timed, time} from './stopwatch.ts';
import {compareStreams} from './streams/compare.ts';
import {compareReaders} from './streams/read.ts';

const PAIRS = Number(process.env.BENCH_PAIRS ?? 15);
const bin = fileURLToPath(new URL('../bin/run.js', import.meta.url));
const bareNode: Timed = {args: ['-e', '0'], prints: /^$/};

/** A recording of 50 passed items, and its checklist. */
async function recordPages(folder: string): Promise<{checklist: string; recording: string}> {
  const server = createServer((request, response) => response.end(`this is page ${request.url?.slice(1)}`));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const checklist = join(folder, 'pages.yaml');
  const recording = join(folder, 'pages.json');
  await writeFile(checklist, httpChecklist(50, (server.address() as AddressInfo).port));
  await time({args: [bin, 'run', checklist, '--quiet', '--json', '--record', recording], prints: /"pass": 50\b/});
  await new Promise((resolve) => server.close(resolve));
  return {checklist, recording};
}

/** In one file, as the tool itself is built: what it takes to strip types or to import `node:fs` is not what is measured. */
async function bundleProofs(folder: string): Promise<string> {
  const outfile = join(folder, 'rule-proofs.mjs');
  const entryPoints = [fileURLToPath(new URL('rule-proofs.ts', import.meta.url))];
  await build({
    entryPoints,
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node22.19',
    plugins: [lazyBuiltins(fileURLToPath(new URL('..', import.meta.url)))],
  });
  return outfile;
}

async function comparisons(folder: string): Promise<Comparison[]> {
  const {checklist, recording} = await recordPages(folder);
  const long = join(folder, 'long.yaml');
  await writeFile(long, mixedChecklist(1000));
  const ruleProofs = await bundleProofs(folder);
  const parseOnly = fileURLToPath(new URL('parse-only.js', import.meta.url));
  return [
    {
      what: '--version',
      candidate: {args: [bin, '--version'], prints: /^migrate-check \d/},
      base: bareNode,
      atMost: 1.5,
    },
    {what: '--help', candidate: {args: [bin, '--help'], prints: /COMMANDS/}, base: bareNode, atMost: 2},
    {
      what: 'run --replay, 50 items',
      candidate: {args: [bin, 'run', checklist, '--quiet', '--json', '--replay', recording], prints: /"pass": 50\b/},
      base: bareNode,
      atMost: 7.8,
    },
    {
      what: 'lint, 1,000 items, by parsing alone',
      candidate: {args: [bin, 'lint', long, '--json'], prints: /"problems": \[\]/},
      base: {args: [parseOnly, long], prints: /^100 items/},
      atMost: 1.4,
    },
    {
      what: '100 rules at quota size, proofs',
      candidate: {args: [ruleProofs, 'prove'], prints: /^1 dead, 89 shadowed, proven, 100 reachable$/m},
      base: bareNode,
      atMost: 3.5,
    },
    {
      what: '100 rules, 10,000 requests',
      candidate: {args: [ruleProofs, 'evaluate'], prints: /^10000 requests, 26 rules$/m},
      base: bareNode,
      atMost: 10,
    },
  ];
}

/** Compared with the longest chain of dependent calls. */
const CHAIN_AT_MOST = 1.3;

interface AwsCalls {
  readonly items: number;
  readonly calls: readonly {readonly service: string; readonly calls: number; readonly least: number}[];
  readonly chainMs: number;
  readonly wallMs: number;
}

/** 500 items about the same few resources, with every answer of AWS 50 ms late. */
async function measureAwsCalls(): Promise<void> {
  const script = fileURLToPath(new URL('aws-calls.ts', import.meta.url));
  const {stdout} = await promisify(execFile)(process.execPath, [script]);
  const {items, calls, chainMs, wallMs}: AwsCalls = JSON.parse(stdout);
  const ratio = wallMs / chainMs;
  const over = ratio > CHAIN_AT_MOST;
  const figures = [chainMs.toFixed(0), wallMs.toFixed(0), ratio.toFixed(2), CHAIN_AT_MOST.toFixed(1)];
  const what = `${items} items, by the longest chain`;
  console.log(`${what.padEnd(36)}${figures.map((figure) => figure.padStart(9)).join('')}  ${over ? 'OVER' : 'ok'}`);
  if (over) process.exitCode = 1;
  console.log(
    `\n${`calls for these ${items} items`.padEnd(36)}${['least', 'made'].map((head) => head.padStart(9)).join('')}`,
  );
  for (const {service, calls: made, least} of calls) {
    console.log(`${service.padEnd(36)}${[least, made].map((count) => String(count).padStart(9)).join('')}`);
  }
}

const folder = await mkdtemp(join(tmpdir(), 'migrate-check-bench-'));
try {
  console.log(`${'what'.padEnd(36)}${['base ms', 'ms', 'ratio', 'at most'].map((head) => head.padStart(9)).join('')}`);
  for (const comparison of await comparisons(folder)) {
    const {baseMs, candidateMs, ratio} = await compare(comparison, PAIRS);
    const over = ratio > comparison.atMost;
    const figures = [baseMs.toFixed(0), candidateMs.toFixed(0), ratio.toFixed(2), comparison.atMost.toFixed(1)];
    const row = figures.map((figure) => figure.padStart(9)).join('');
    console.log(`${comparison.what.padEnd(36)}${row}  ${over ? 'OVER' : 'ok'}`);
    if (over) process.exitCode = 1;
  }
  await measureAwsCalls();
  if (!(await compareScreens(bin))) process.exitCode = 1;
  if (!(await compareReaders())) process.exitCode = 1;
  if (!(await compareItems())) process.exitCode = 1;
  if (!(await compareStreams())) process.exitCode = 1;
  if (!(await compareReportPages())) process.exitCode = 1;
} finally {
  await rm(folder, {recursive: true});
}

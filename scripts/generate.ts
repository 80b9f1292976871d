/**
 * Writes what is generated from the checks and the schemas; with `--check` it writes nothing, and fails when a file
 * differs from what it would write, so that docs and schemas cannot drift from the code.
 */
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {z} from 'zod';
import {checklistJsonSchema, signOffJsonSchema, waiversJsonSchema} from '../src/checklist/schema/json-schema.ts';
import {CHECKS} from '../src/checks/index.ts';
import {policyOfChecks} from '../src/iam/policy.ts';
import {eventLineSchema} from '../src/model/event-line.ts';
import {reportSchema} from '../src/model/report.ts';
import {streamsSvg} from '../src/reports/streams-svg.ts';
import {readSaidOfRepository} from '../test/checks/repo/failures/said.ts';
import {readSaidOfNames} from '../test/e2e/dns/said.ts';
import {LAB_VARS} from '../test/e2e/failures/lab-world.ts';
import {readMessages} from '../test/e2e/failures/messages.ts';
import {readChecklist} from '../test/e2e/failures/run.ts';
import {readSaidOfTls} from '../test/e2e/tls/said.ts';
import {readSaid} from '../test/e2e/wire/said.ts';
import {readSaidOfPlans} from '../test/lab/day-one/said.ts';
import {shippedChecklist} from '../test/lab/run-on-lab.ts';
import {checksPage} from './checks-page.ts';
import {failuresPage} from './failures-page.ts';
import {faultsPage} from './faults-page.ts';
import {unread} from './members/unread.ts';
import {PICTURED} from './pictured-streams.ts';
import {planCoverage} from './plan-coverage.ts';
import {wallsConfig, wallsTable} from './walls.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const shipped = await shippedChecklist();
const failures = await readChecklist(LAB_VARS);

const GENERATED: Readonly<Record<string, () => string | Promise<string>>> = {
  'schema/checklist.schema.json': () => json(checklistJsonSchema(CHECKS)),
  'schema/waivers.schema.json': () => json(waiversJsonSchema()),
  'schema/signoff.schema.json': () => json(signOffJsonSchema()),
  'schema/report.schema.json': () => json({title: 'A report of migrate-check', ...z.toJSONSchema(reportSchema)}),
  'schema/events.schema.json': () => json({title: 'A line of --reporter ndjson', ...z.toJSONSchema(eventLineSchema)}),
  'docs/checks.md': () => checksPage(CHECKS),
  'docs/iam-policy.json': () => json(policyOfChecks(CHECKS)),
  'docs/failures.md': () =>
    failuresPage(failures.items, readMessages(), {
      wire: readSaid('wire'),
      basePaths: readSaid('base-path'),
      names: readSaidOfNames(),
      tls: readSaidOfTls(),
      repository: readSaidOfRepository(),
      plans: readSaidOfPlans(),
    }),
  'docs/faults.md': () => faultsPage(),
  'docs/sse.svg': () => streamsSvg(PICTURED),
  'docs/architecture.md': () => withTable(readFileSync(join(root, 'docs/architecture.md'), 'utf8'), wallsTable()),
  'lint/walls.json': () => json(wallsConfig()),
  'docs/plan-coverage.md': () => planCoverage(shipped),
  'test/house/members/unread.json': () => unread(),
};

/** A page written by hand, with the table between its two markers regenerated. */
function withTable(page: string, table: string): string {
  const [begin, end] = ['<!-- walls: made by npm run generate -->', '<!-- walls: end -->'];
  const [before, after] = [page.indexOf(begin), page.indexOf(end)];
  if (before < 0 || after < before) throw new Error('docs/architecture.md: the marks of the table are missing');
  return `${page.slice(0, before)}${begin}\n\n${table}\n\n${page.slice(after)}`;
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

const writes = !process.argv.includes('--check');
for (const [name, make] of Object.entries(GENERATED)) {
  const path = join(root, name);
  const text = await make();
  if (read(path) === text) continue;
  if (writes) {
    mkdirSync(dirname(path), {recursive: true});
    writeFileSync(path, text);
    console.log(`${name}: written`);
  } else {
    console.error(`${name}: is out of date; run "npm run generate" and commit it`);
    process.exitCode = 1;
  }
}

import type {ItemReport, Report} from '../model/report.ts';
import {plainLines} from '../model/text/plain-text.ts';
import {itemFacts, testResult} from './item-facts.ts';
import {runProblem, type Strictness, USUAL} from './run-problem.ts';
import {xmlAttribute, xmlText} from './xml-text.ts';

/**
 * JUnit's XML as the Jenkins plugin's schema has it (both of its forms), which GitLab and GitHub's reporters read as well: a
 * suite for each top group, a case for each item by its id. What they have no word for is text of the case.
 */
export function junitReport(report: Report, strictness: Strictness = USUAL): string {
  const suites = [...groupsOf(report), ...suiteOfTheRun(runProblem(report, strictness))];
  const cases = suites.flatMap((suite) => suite.cases);
  const head = `<testsuites${attributes({name: report.checklist.title, ...totals(cases), time: seconds(report.durationMs)})}>`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${[head, ...suites.map((suite) => suiteText(suite, report)), '</testsuites>'].join('\n')}\n`;
}

interface Case {
  readonly name: string;
  readonly group: string;
  readonly durationMs: number;
  readonly result: ReturnType<typeof testResult>;
  readonly details: string;
  readonly properties: Readonly<Record<string, string>>;
}

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

function groupsOf({items, checklist}: Report): Suite[] {
  const groups = Map.groupBy(items, ({path}) => (path.length > 1 ? (path[0] ?? '') : checklist.title));
  return [...groups].map(([name, members]) => ({name, cases: members.map(caseOf)}));
}

function caseOf(item: ItemReport): Case {
  const {id, path, plan, durationMs} = item;
  const title = path.at(-1) ?? id;
  const details = itemFacts(item).map(([label, text]) => `${label}: ${text}`);
  return {
    name: `${id}: ${title}`,
    group: path.length > 1 ? path.slice(0, -1).join(' / ') : title,
    durationMs,
    result: testResult(item),
    details: details.join('\n'),
    properties: plan.length === 0 ? {} : {[`plan:${id}`]: plan.join(', ')},
  };
}

function suiteOfTheRun(message: string | null): Suite[] {
  if (message === null) return [];
  const broken: Case = {
    ...{name: 'the run as a whole', group: 'the run', durationMs: 0, details: '', properties: {}},
    result: {kind: 'error', message},
  };
  return [{name: 'the run', cases: [broken]}];
}

function suiteText({name, cases}: Suite, {startedAt, vantage, stage, environment, mode}: Report): string {
  const timeMs = cases.reduce((sum, {durationMs}) => sum + durationMs, 0);
  const head = {
    ...{name, ...totals(cases), skipped: String(countOf(cases, 'skipped')), time: seconds(timeMs)},
    ...{timestamp: startedAt.replace(/\.\d+Z$/, ''), hostname: vantage},
  };
  const properties = {
    ...{mode, stage: stage ?? '', environment: environment ?? ''},
    ...Object.assign({}, ...cases.map((one) => one.properties)),
  };
  const lines = Object.entries(properties as Record<string, string>)
    .filter(([, value]) => value !== '')
    .map(([property, value]) => `      <property${attributes({name: property, value})}/>`);
  return [
    `  <testsuite${attributes(head)}>`,
    ...['    <properties>', ...lines, '    </properties>'],
    ...cases.map(caseText),
    '  </testsuite>',
  ].join('\n');
}

const ELEMENTS = {failed: 'failure', error: 'error', skipped: 'skipped'} as const;

function caseText({name, group, durationMs, result, details}: Case): string {
  const head = `    <testcase${attributes({name, classname: group, time: seconds(durationMs)})}>`;
  const output = details === '' ? [] : [`      <system-out>${xmlText(plainLines(details))}</system-out>`];
  if (result.kind === 'passed') return [head, ...output, '    </testcase>'].join('\n');
  const element = ELEMENTS[result.kind];
  const opened = `      <${element}${attributes({message: plainLines(result.message)})}`;
  const inner = result.kind === 'skipped' ? `${opened}/>` : `${opened}>${xmlText(plainLines(details))}</${element}>`;
  return [head, inner, ...output, '    </testcase>'].join('\n');
}

function totals(cases: readonly Case[]) {
  return {
    tests: String(cases.length),
    failures: String(countOf(cases, 'failed')),
    errors: String(countOf(cases, 'error')),
  };
}

function countOf(cases: readonly Case[], kind: Case['result']['kind']): number {
  return cases.filter(({result}) => result.kind === kind).length;
}

function attributes(of: Readonly<Record<string, string>>): string {
  return Object.entries(of)
    .map(([name, value]) => ` ${name}="${xmlAttribute(plainLines(value))}"`)
    .join('');
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

import type {AnyCheck} from '../model/check.ts';
import type {ItemReport, Report} from '../model/report.ts';
import {notLiveText} from './item-facts.ts';
import {runProblem, type Strictness, USUAL} from './run-problem.ts';
import {locationsOf, messageText, resultOf, ruleIdOf, type SarifResult, SIGN_OFF_RULE, shown} from './sarif-result.ts';

/** What a check says of itself. */
export type RuleDocs = Pick<AnyCheck, 'title' | 'why' | 'fix' | 'links'>;

/** What SARIF says beside the run itself. */
export interface SarifContext {
  /** By the id of a check; those it lacks have an id alone. */
  readonly docsOf: (check: string) => RuleDocs | undefined;
  /** An earlier run that this one is compared with. */
  readonly baseline: Report | null;
  /** Left out: as without any flag. */
  readonly strictness?: Strictness;
}

/**
 * SARIF 2.1.0, which code scanning reads: a result for each item that did not pass, at its line of the checklist, and a rule
 * for each check. What could not be determined is an `open` result, and a notification, as many viewers show failures alone.
 */
export function sarifReport(report: Report, {docsOf, baseline, strictness = USUAL}: SarifContext): string {
  const results = resultsOf(report, baseline);
  const rules = [...new Set([...report.items.map(ruleIdOf), ...results.map(({ruleId}) => ruleId)])].toSorted();
  const indexed = (result: ComparedResult) => ({...result, ruleIndex: rules.indexOf(result.ruleId)});
  const {tool, checklist, stage, environment, vantage, mode, overrides, decision, summary} = report;
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {driver: {...tool, rules: rules.map((id) => ruleOf(id, docsOf)), notifications: NOTIFICATIONS}},
        automationDetails: {id: ['migrate-check', environment, stage, ''].filter((part) => part !== null).join('/')},
        columnKind: 'utf16CodeUnits',
        invocations: [invocationOf(report, rules, runProblem(report, strictness))],
        results: results.map(indexed),
        properties: {
          ...{verdict: decision?.verdict ?? null, reasons: decision?.reasons.map(({text}) => shown(text)) ?? []},
          ...{mode, overrides: overrides.map(shown), stage, environment, vantage: shown(vantage)},
          ...{checklist: shown(checklist.title), checklistSha256: checklist.sha256, summary},
        },
      },
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function ruleOf(id: string, docsOf: SarifContext['docsOf']) {
  if (id === SIGN_OFF_RULE) return {id, shortDescription: {text: 'A question that a person answers'}};
  const docs = docsOf(id);
  if (docs === undefined) return {id};
  const {title, why, fix, links} = docs;
  const [helpUri] = links;
  const help = [why, fix, ...links];
  return {
    ...{id, shortDescription: {text: messageText(title)}, fullDescription: {text: messageText(why)}},
    help: {text: messageText(help.join('\n'))},
    ...(helpUri === undefined ? {} : {helpUri}),
  };
}

const NOTIFICATIONS = [
  {id: 'incomplete', shortDescription: {text: 'The run did not end'}},
  {id: 'not-green', shortDescription: {text: 'The run as a whole is not green, whatever its items say'}},
  {id: 'not-determined', shortDescription: {text: 'An item could not be judged'}},
  {id: 'not-live', shortDescription: {text: 'The run says nothing about real accounts, or not only about them'}},
];

function invocationOf(report: Report, rules: readonly string[], problem: string | null) {
  const {incomplete, startedAt, finishedAt, mode, items} = report;
  return {
    executionSuccessful: problem === null,
    ...{startTimeUtc: utc(startedAt), endTimeUtc: utc(finishedAt)},
    toolExecutionNotifications: [
      ...(problem === null ? [] : [notification(incomplete === null ? 'not-green' : 'incomplete', 'error', problem)]),
      ...items.filter(({status}) => status === 'error').map((item) => notDetermined(item, report, rules)),
    ],
    toolConfigurationNotifications: mode === 'live' ? [] : [notification('not-live', 'warning', notLiveText(report))],
  };
}

function notDetermined(item: ItemReport, report: Report, rules: readonly string[]) {
  const id = ruleIdOf(item);
  return {
    ...notification('not-determined', 'warning', `${item.id}: ${item.summary}`),
    ...{associatedRule: {id, index: rules.indexOf(id)}, locations: locationsOf(item, report)},
  };
}

function notification(id: string, level: 'error' | 'warning', text: string) {
  const index = NOTIFICATIONS.findIndex((one) => one.id === id);
  return {descriptor: {id, index}, level, message: {text: messageText(text)}};
}

type ComparedResult = SarifResult & {readonly baselineState?: 'new' | 'unchanged' | 'updated' | 'absent'};

/** With a baseline each result says whether it was in it; what passes now, or is no item of the checklist any more, is absent. */
function resultsOf(report: Report, baseline: Report | null): ComparedResult[] {
  const results = report.items.flatMap((item) => resultOf(item, report) ?? []);
  if (baseline === null) return results;
  const before = new Map(baseline.items.map((item) => [item.id, resultOf(item, baseline)]));
  const compared = report.items.flatMap((item) => {
    const result = resultOf(item, report);
    return result === null ? [] : [{...result, baselineState: stateOf(result, before.get(item.id) ?? null)}];
  });
  // What this run did not look at may be as it was.
  const isWhole = report.incomplete === null && report.selection === null;
  const now = new Map(report.items.map(({id, status}) => [id, status]));
  const absent = [...before].flatMap(([id, result]) => {
    const isGone = now.has(id) ? now.get(id) === 'pass' : isWhole;
    return result !== null && isGone ? [{...result, baselineState: 'absent' as const}] : [];
  });
  return [...compared, ...absent];
}

function stateOf(now: SarifResult, before: SarifResult | null): 'new' | 'unchanged' | 'updated' {
  if (before === null) return 'new';
  const said = ({kind, level, message, suppressions}: SarifResult) =>
    JSON.stringify([kind, level, message, suppressions]);
  return said(now) === said(before) ? 'unchanged' : 'updated';
}

function utc(time: string): string {
  return new Date(time).toISOString();
}

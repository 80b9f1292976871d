import type {DecisionReason, Report} from '../report.ts';
import type {Decidable} from './looks.ts';

/** Why reports are not about the thing in question, whatever they say of it. */

/** What whoever asks believes the reports to be about; each is checked. */
export interface Expectations {
  readonly checklistSha256?: string;
  readonly environment?: string;
  readonly stage?: string;
  /** Account ids that were looked at, among others. */
  readonly accountIds?: readonly string[];
}

export function modeReasons(reports: readonly Decidable[]): DecisionReason[] {
  const notLive = reports.filter(({mode}) => mode !== 'live');
  return [...new Set(notLive.map(({mode}) => mode))].map((mode) => {
    const overrides = [
      ...new Set(notLive.filter((report) => report.mode === mode).flatMap((report) => report.overrides)),
    ];
    const by = mode === 'overridden' && overrides.length > 0 ? ` (${overrides.join(', ')})` : '';
    return {code: 'mode', text: `the run was not live but ${mode}${by}`, items: []};
  });
}

export function mismatchReasons(
  counting: readonly Decidable[],
  about: Decidable,
  expect: Expectations,
): DecisionReason[] {
  const texts: string[] = [];
  if (expect.checklistSha256 !== undefined && expect.checklistSha256 !== about.checklist.sha256) {
    texts.push(
      `the report is not of the checklist as it is now (${about.checklist.file} has changed, or is another file)`,
    );
  }
  if (expect.environment !== undefined && expect.environment !== about.environment) {
    texts.push(
      `the report is of ${about.environment === null ? 'no environment' : `environment ${about.environment}`}, not of ${expect.environment}`,
    );
  }
  if (expect.stage !== undefined && expect.stage !== about.stage) {
    texts.push(
      `the report is of ${about.stage === null ? 'no stage' : `stage ${about.stage}`}, not of ${expect.stage}`,
    );
  }
  for (const id of expect.accountIds ?? []) {
    if (lookedTogether(counting).some((reports) => missesAccount(id, reports)))
      texts.push(`the report did not look at account ${id}`);
  }
  return texts.map((text) => ({code: 'mismatch', text, items: []}));
}

/** The shards of a run look at its accounts together; each other report has to look at all of them. */
function lookedTogether(reports: readonly Decidable[]): Decidable[][] {
  const groups = Map.groupBy(reports, (report) => (report.selection?.shard === undefined ? report : report.vantage));
  return [...groups.values()];
}

/** Whether none looked at this account, or one looked at another under the same name. */
function missesAccount(id: string, reports: readonly Decidable[]): boolean {
  const all = reports.flatMap(({accounts}) => accounts);
  const names = new Set(all.filter((account) => accountId(account) === id).map(({name}) => name));
  return names.size === 0 || all.some((account) => names.has(account.name) && accountId(account) !== id);
}

/** Who it really was comes before who it should have been. */
function accountId({id, caller}: Report['accounts'][number]): string | null {
  return caller?.match(/\b\d{12}\b/)?.[0] ?? id;
}

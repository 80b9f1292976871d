/**
 * The library's door: what another program needs to run a checklist, with checks of its own beside the built-in ones, to
 * read a report, and to decide on it.
 *
 * @example
 * const checks = [...CHECKS, myCheck];
 * const loaded = await loadChecklist('checklist.yaml', {checks});
 * const {report} = await runChecklist(loaded, {checks, stage: 'ready'});
 */

export {
  type ChecklistRun,
  type LoadSettings,
  loadChecklist,
  type RunChecklistSettings,
  runChecklist,
} from './app/library.ts';
export type {LoadedChecklist} from './checklist/load.ts';
export {CHECKS} from './checks/index.ts';
export {
  type AnyCheck,
  type Check,
  type CheckDefinition,
  defineCheck,
} from './model/check.ts';
export {type DecideOptions, decide} from './model/decision/decision.ts';
export {DECISION_EXIT, EXIT} from './model/decision/exit-code.ts';
export {CannotTell, UsageError} from './model/errors.ts';
export type {Emit, RunEvent} from './model/event.ts';
export type * from './model/facts/aws-facts.ts';
export type {FactName, Touches, World, WorldOf} from './model/facts/world.ts';
export {
  type Consequence,
  type Evidence,
  fail,
  pass,
  type Status,
  type Verdict,
} from './model/outcome.ts';
export {
  durationParam,
  headersParam,
  hostParam,
  methodParam,
  pathParam,
  resourceParam,
  urlParam,
} from './model/params.ts';
export {type Decision, type DecisionVerdict, type ItemReport, type Report, reportSchema} from './model/report.ts';
export type {ResourceKind, ResourceRef} from './model/resource-ref.ts';
export {command} from './model/text/shell.ts';

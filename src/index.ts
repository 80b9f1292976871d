/**
 * The library's door: what another program needs to read a report, to decide on it, and to know the checks. The command
 * line is the way to run a checklist.
 */

export {CHECKS} from './checks/index.ts';
export {type AnyCheck, type Check, type CheckDocs, defineCheck, type Touches} from './model/check.ts';
export {type DecideOptions, decide} from './model/decision/decision.ts';
export {DECISION_EXIT, EXIT} from './model/decision/exit-code.ts';
export {CannotTell} from './model/errors.ts';
export type {World} from './model/facts/world.ts';
export {type Consequence, type Evidence, fail, pass, type Status, type Verdict} from './model/outcome.ts';
export {type Decision, type DecisionVerdict, type ItemReport, type Report, reportSchema} from './model/report.ts';

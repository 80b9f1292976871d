import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {decide, type Expectations} from '../../model/decision/decision.ts';
import {explainDecision} from '../../model/decision/decision-text.ts';
import {messageOf, UsageError} from '../../model/errors.ts';
import type {Decision, Report} from '../../model/report.ts';
import {readReport} from '../documents/report-file.ts';
import {readStdin} from '../stdin.ts';
import type {DecideFlags} from './decide-flags.ts';

/** The decision that saved reports come to now, and its text for a person. */
export async function decideFiles(
  [first, ...others]: readonly [string, ...string[]],
  flags: DecideFlags,
): Promise<{decision: Decision; text: string}> {
  const reports: [Report, ...Report[]] = [await readReport(first), ...(await Promise.all(others.map(readReport)))];
  const maxAgeMs = flags['max-age'];
  const decision = decide(reports, {
    now: new Date(),
    expect: await expectationsOf(flags),
    ...(maxAgeMs === undefined ? {} : {maxAgeMs}),
  });
  return {decision, text: flags.explain ? explainDecision(decision, reports) : decisionText(decision)};
}

async function expectationsOf({checklist, env, stage, account}: DecideFlags): Promise<Expectations> {
  return {
    ...(checklist === undefined ? {} : {checklistSha256: await sha256Of(checklist)}),
    ...(env === undefined ? {} : {environment: env}),
    ...(stage === undefined ? {} : {stage}),
    ...(account === undefined ? {} : {accountIds: account}),
  };
}

async function sha256Of(path: string): Promise<string> {
  try {
    return createHash('sha256')
      .update(path === '-' ? await readStdin() : await readFile(path))
      .digest('hex');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--checklist ${path}: can't be read (${messageOf(error)})`, {
      where: '--checklist',
      cause: error,
    });
  }
}

function decisionText({verdict, wouldBe, reasons}: Decision): string {
  const head = wouldBe === undefined ? verdict : `${verdict} (on a live run it would be ${wouldBe})`;
  return [head, ...reasons.map(({text}) => `- ${text}`)].join('\n');
}

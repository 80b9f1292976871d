import {createHash} from 'node:crypto';
import {whyNotRead} from '../../checklist/yaml/file-words.ts';
import {decide, type Expectations} from '../../model/decision/decision.ts';
import {decisionText, explainDecision} from '../../model/decision/decision-text.ts';
import {UsageError} from '../../model/errors.ts';
import type {Decision} from '../../model/report.ts';
import {plainLines} from '../../model/text/plain-text.ts';
import {repeatFlag} from '../../model/text/repeat-flag.ts';
import {readBounded} from '../documents/regular-file.ts';
import {readDecidables} from '../documents/saved-reports.ts';
import type {DecideFlags} from './decide-flags.ts';

type Asked = Omit<DecideFlags, 'json'>;

/** The decision that saved reports come to now, and its text for a person. */
export async function decideFiles(
  paths: readonly [string, ...string[]],
  flags: Asked,
): Promise<{decision: Decision; text: string}> {
  const reports = await readDecidables(paths);
  const maxAgeMs = flags['max-age'];
  const decision = decide(reports, {
    now: new Date(),
    expect: await expectationsOf(flags),
    ...(maxAgeMs === undefined ? {} : {maxAgeMs}),
  });
  const text = flags.explain ? explainDecision(decision, reports) : decisionText(decision, reports);
  // Whatever a report holds, it comes from a file.
  return {decision, text: plainLines(text)};
}

async function expectationsOf({checklist, env, stage, account}: Asked): Promise<Expectations> {
  const several = account?.find((id) => id.includes(','));
  if (several !== undefined) {
    const message = `--account ${several}: is not one account number.${repeatFlag('--account', several)}`;
    throw new UsageError(message, {where: '--account'});
  }
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
      .update(await readBounded(path))
      .digest('hex');
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`--checklist ${path}: ${await whyNotRead(path, error)}`, {
      where: '--checklist',
      cause: error,
    });
  }
}

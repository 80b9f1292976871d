import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startLab} from '../../src/lab/start.ts';
import {DEFAULT_ACCOUNT} from '../../src/model/checklist.ts';
import type {Recording} from '../../src/model/facts/fact-store.ts';

/** The built-in world as a recording of the SDK's own account, in which commands without a checklist look. */
export async function recordedInOneAccount(scenario: string): Promise<Recording> {
  const world = await startLab(scenario);
  await world.close();
  const {facts, ...recording} = world.recording;
  const moved = Object.entries(facts)
    // The zones are in the other account, and a list of them is of one account.
    .filter(([key]) => !key.startsWith('aws:platform:global:'))
    .map(([key, fact]) => [key.replace(/^aws:(?:platform|dns):/, `aws:${DEFAULT_ACCOUNT}:`), fact]);
  return {...recording, facts: Object.fromEntries(moved)};
}

/** Files of such recordings, in a folder of their own. */
export async function recordingFiles(...scenarios: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), 'migrate-check-recordings-'));
  for (const scenario of scenarios) {
    writeFileSync(join(folder, `${scenario}.json`), JSON.stringify(await recordedInOneAccount(scenario)));
  }
  return {folder, remove: () => rmSync(folder, {recursive: true, force: true})};
}

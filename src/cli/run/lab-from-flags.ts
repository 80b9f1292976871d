import {listScenarios} from '../../lab/scenarios.ts';
import {LAB_VARS} from '../../lab/setup.ts';
import {startLab} from '../../lab/start.ts';
import {tracesWanted} from '../trace/traces-wanted.ts';
import {shippedChecklist} from './checklist-file.ts';
import {loadFromFlags} from './load-from-flags.ts';
import {performRun} from './perform-run.ts';
import {type SoundChecklist, sound} from './problems.ts';
import type {ChecklistFlags, OutputFlags, PacingFlags, SelectionFlags, VerdictFlags} from './run-flags.ts';
import {circumstances, presentationOf, selectionOf} from './run-from-flags.ts';

const LAB_VAR_FLAGS = Object.entries(LAB_VARS).map(([name, value]) => `${name}=${value}`);

type LabFlags = OutputFlags & VerdictFlags & SelectionFlags & PacingFlags;

/** `lab [SCENARIO]`: the shipped checklist on the built-in world. */
export async function runLab(scenario: string, flags: LabFlags): Promise<void> {
  const loaded = await sound(await loadFromFlags(shippedChecklist(), {var: LAB_VAR_FLAGS}), flags);
  // They make the built-in world what it is.
  const checklist = {...loaded.checklist, overrides: []};
  await runInWorld(scenario, 'lab', {...loaded, checklist}, flags);
}

/** `run [FILE] --lab [SCENARIO]`: a checklist of the user's own on the built-in world. */
export async function runFileOnLab(
  named: string | undefined,
  scenario: string,
  flags: LabFlags & ChecklistFlags,
): Promise<void> {
  await runInWorld(scenario, '--lab', await sound(await loadFromFlags(named, flags), flags), flags);
}

async function runInWorld(scenario: string, asked: string, loaded: SoundChecklist, flags: LabFlags): Promise<void> {
  const world = await startLab(scenario, asked);
  try {
    const request = {
      ...loaded,
      // Questions to people have their answers there.
      signOffs: world.signOffs(loaded.checklist),
      source: {mode: 'lab', world} as const,
      traces: tracesWanted(loaded.checklist, flags),
      ...circumstances(flags),
      ...selectionOf(flags),
    };
    await performRun(request, presentationOf(flags));
  } finally {
    await world.close();
  }
}

/** What `lab --list` prints. */
export const scenarioList = listScenarios;

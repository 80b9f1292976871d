import {listScenarios} from '../../lab/scenarios.ts';
import {LAB_VARS} from '../../lab/setup.ts';
import {startLab} from '../../lab/start.ts';
import {tracesWanted} from '../trace/traces-wanted.ts';
import {shippedChecklist} from './checklist-file.ts';
import {loadFromFlags} from './load-from-flags.ts';
import {performRun, type RunRequest} from './perform-run.ts';
import {sound} from './problems.ts';
import type {OutputFlags, PacingFlags, SelectionFlags, VerdictFlags} from './run-flags.ts';
import {circumstances, presentationOf, selectionOf} from './run-from-flags.ts';

const LAB_VAR_FLAGS = Object.entries(LAB_VARS).map(([name, value]) => `${name}=${value}`);

/** `lab [SCENARIO]`: the shipped checklist on the built-in world. */
export async function runLab(
  scenario: string,
  flags: OutputFlags & VerdictFlags & SelectionFlags & PacingFlags,
): Promise<void> {
  const loaded = await sound(await loadFromFlags(shippedChecklist(), {var: LAB_VAR_FLAGS}), flags);
  const world = await startLab(scenario);
  try {
    const request: RunRequest = {
      ...loaded,
      // They make the built-in world what it is.
      checklist: {...loaded.checklist, overrides: []},
      signOffs: world.signOffs(loaded.checklist),
      source: {mode: 'lab', world},
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

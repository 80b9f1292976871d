import {type LoadedChecklist, loadChecklist} from '../../checklist/load.ts';
import {CHECKS} from '../../checks/index.ts';
import {readPairs} from './run-flags.ts';

/** The values of `checklistFlags`, as oclif hands them over. */
export interface ChecklistFlags {
  readonly env?: string | undefined;
  readonly var?: readonly string[] | undefined;
  readonly 'var-file'?: readonly string[] | undefined;
}

/** Reads a checklist as the command line says. */
export function loadFromFlags(file: string, flags: ChecklistFlags): Promise<LoadedChecklist> {
  return loadChecklist({
    file,
    checks: CHECKS,
    environment: flags.env ?? null,
    vars: readPairs('--var', flags.var),
    varFiles: flags['var-file'] ?? [],
    processEnv: process.env,
  });
}

import type {InputsNeeded} from '../../checklist/inputs.ts';
import {type LoadedChecklist, loadChecklist} from '../../checklist/load.ts';
import {warningWithout} from '../../checklist/yaml/problem-log.ts';
import {shownName} from '../../checklist/yaml/source.ts';
import {CHECKS} from '../../checks/index.ts';
import {readStdin} from '../stdin.ts';
import {checklistFile} from './checklist-file.ts';
import {type ChecklistFlags, readPairs} from './run-flags.ts';

export interface LoadedFile extends LoadedChecklist {
  /** What messages call it. */
  readonly file: string;
}

/**
 * Reads a checklist as the command line says; by default the one in this folder. What does not run it needs no value for
 * some or all of its inputs.
 */
export async function loadFromFlags(
  named: string | undefined,
  flags: ChecklistFlags,
  inputsNeeded: InputsNeeded = 'all',
): Promise<LoadedFile> {
  const {file, passedOver} = await checklistFile(named);
  const loaded = await loadChecklist({
    file,
    checks: CHECKS,
    environment: flags.env ?? null,
    vars: readPairs('--var', flags.var),
    varFiles: flags['var-file'] ?? [],
    processEnv: process.env,
    readStdin,
    inputsNeeded,
  });
  const notRead = `is not read, because ${file} is here too; remove one, or name the one that is meant`;
  const unread = passedOver === null ? [] : [warningWithout(passedOver, notRead)];
  return {...loaded, file: shownName(file), problems: [...loaded.problems, ...unread]};
}

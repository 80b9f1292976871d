import {stat} from 'node:fs/promises';

const NAMES = ['checklist.yaml', 'checklist.yml'] as const;

export interface ChecklistFile {
  /** `-` for stdin. */
  readonly file: string;
  /** A second file, under the other default name, that is not read. */
  readonly passedOver: string | null;
}

/** The file that a command reads; by default the one in this folder. */
export async function checklistFile(named: string | undefined): Promise<ChecklistFile> {
  if (named !== undefined) return {file: named, passedOver: null};
  const [file, other] = NAMES;
  if (!(await isThere(other))) return {file, passedOver: null};
  return (await isThere(file)) ? {file, passedOver: other} : {file: other, passedOver: null};
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

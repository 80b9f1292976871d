import {stat} from 'node:fs/promises';
import {relative} from 'node:path';
import {fileURLToPath} from 'node:url';

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

/** The checklist of the package itself, relative to the working directory. */
export function shippedChecklist(): string {
  return relative(process.cwd(), fileURLToPath(import.meta.resolve('#package/checklist.yaml')));
}

async function isThere(path: string): Promise<boolean> {
  return await stat(path).then(
    () => true,
    () => false,
  );
}

import {realpathSync, statSync} from 'node:fs';
import {sep} from 'node:path';

/** Whether both lead to one file that is there, by whatever links. */
export function isSameFile(one: string, other: string): boolean {
  try {
    const [here, there] = [one, other].map((path) => statSync(path, {throwIfNoEntry: false, bigint: true}));
    return here !== undefined && there !== undefined && here.dev === there.dev && here.ino === there.ino;
  } catch {
    // Too long for a name, or a circle of links: whatever it is, it leads to no file.
    return false;
  }
}

/** Whether a file that is there lies below a folder, links followed. */
export function isBelowFolder(path: string, folder: string): boolean {
  try {
    return realpathSync(path).startsWith(realpathSync(folder) + sep);
  } catch {
    return false;
  }
}

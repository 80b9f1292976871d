import {execFileSync} from 'node:child_process';
import {cpSync, mkdirSync} from 'node:fs';
import path from 'node:path';
import {ROOT} from './tool.ts';

/** Copies the files of the repository as git would check them out, but for those that `isLeftOut` says. */
export function checkOut(into: string, isLeftOut: (file: string) => boolean = () => false): void {
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {cwd: ROOT});
  for (const file of files.toString().split('\0').filter(Boolean)) {
    if (isLeftOut(file)) continue;
    mkdirSync(path.dirname(path.join(into, file)), {recursive: true});
    cpSync(path.join(ROOT, file), path.join(into, file));
  }
}

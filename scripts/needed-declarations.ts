/** The compiler emits declarations of all sources; consumers only need those reachable from the entry points. */
import {globSync, readFileSync, rmSync} from 'node:fs';
import {dirname, join, resolve} from 'node:path';

/** Removes the declarations below `folder` that cannot be reached from `doors`. */
export function keepNeededDeclarations(folder: string, doors: readonly string[]): void {
  const needed = new Set<string>();
  const queue = doors.map((door) => resolve(folder, door));
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (needed.has(file)) continue;
    needed.add(file);
    for (const [, path = ''] of readFileSync(file, 'utf8').matchAll(/(?:from |import\()['"](\.[^'"]+)['"]/g)) {
      queue.push(resolve(dirname(file), path.replace(/\.ts$/, '.d.ts')));
    }
  }
  for (const file of globSync('**/*.d.ts', {cwd: folder})) {
    if (!needed.has(join(folder, file))) rmSync(join(folder, file));
  }
}

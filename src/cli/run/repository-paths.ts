import {existsSync} from 'node:fs';
import {dirname, join, relative, resolve, sep} from 'node:path';
import type {Report} from '../../model/report.ts';

/** Where readers of a report look for the files that it names: the root of the repository. Null: in none. */
export function repositoryRoot(cwd: string, env: NodeJS.ProcessEnv): string | null {
  const said = [env.GITHUB_WORKSPACE, env.CI_PROJECT_DIR].find((folder) => folder && isBelow(folder, cwd));
  if (said !== undefined) return said;
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (folder === dirname(folder)) return null;
  }
}

/**
 * The report with the paths of its files as from the root of the repository: a run in a folder below it names them as from
 * there. What is no file, or lies outside, stays as it is.
 */
export function fromRepositoryRoot(report: Report, cwd: string, env: NodeJS.ProcessEnv): Report {
  const root = repositoryRoot(cwd, env);
  if (root === null) return report;
  const placed = (file: string) => {
    const path = resolve(cwd, file);
    return isBelow(root, path) && existsSync(path) ? relative(root, path).replaceAll(sep, '/') : file;
  };
  const {checklist, items} = report;
  return {
    ...report,
    checklist: {...checklist, file: placed(checklist.file)},
    items: items.map((item) => ({...item, source: {...item.source, file: placed(item.source.file)}})),
  };
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`);
}

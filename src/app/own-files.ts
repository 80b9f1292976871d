import {existsSync, realpathSync} from 'node:fs';
import {dirname, join, relative} from 'node:path';
import {fileURLToPath} from 'node:url';
import {isWithin} from '../checklist/readable-folders.ts';

/** What of a clone belongs to the shipped checklist; all else there may be somebody's own. */
const EXAMPLES_IN_A_CLONE = ['checklist.yaml', 'lab'] as const;

/**
 * Which of these files are of the package itself, as a report lists them: the shipped checklist judges the examples beside
 * it until it is told where the user's own files are. Of an installed package that is every file. `files` are absolute, with
 * links resolved, and so is the package's folder.
 */
export function ownFilesAmong(files: Iterable<string>, root = packageFolder()): string[] {
  // The package has no sources.
  const isClone = existsSync(join(root, 'src'));
  const own = isClone ? EXAMPLES_IN_A_CLONE.map((name) => join(root, name)) : [root];
  return [...files]
    .filter((file) => own.some((one) => isWithin(one, file)))
    .map((file) => `${relative(root, file)} of migrate-check itself`)
    .toSorted();
}

function packageFolder(): string {
  return realpathSync(dirname(fileURLToPath(import.meta.resolve('#package/package.json'))));
}

import type {Problem} from '../../model/checklist.ts';
import type {Json} from '../../model/outcome.ts';
import type {ReadableFolders} from '../../model/readable-folders.ts';
import {literalValue} from '../interpolate.ts';
import type {ValueLocation} from '../schema/validate.ts';
import type {Node} from '../yaml/node.ts';
import {logOf, type ProblemLog} from '../yaml/problem-log.ts';
import {isSource, readReadable} from '../yaml/source.ts';
import {valueLocation} from '../yaml/value-location.ts';
import {readYaml} from '../yaml/yaml-document.ts';

/** A file beside the checklist that was read: nothing is interpolated in it. */
export interface SideFile {
  readonly root: Node;
  readonly value: Json;
  readonly where: ValueLocation;
  readonly log: ProblemLog;
}

/**
 * Null when there is no such file; the problems when it cannot be read. A link must not lead out of the folder: what is
 * there is not reviewed with the checklist, and a message would quote it.
 */
export async function readSideFile(
  readable: ReadableFolders,
  file: string,
  name: string,
): Promise<SideFile | readonly Problem[] | null> {
  const read = await readReadable(readable, name, file);
  if (!isSource(read) && read.missing) return null;
  const opened = logOf(file, read);
  if (!('log' in opened)) return [opened];
  const {source, log} = opened;
  const root = readYaml(source.text, log);
  if (root === null) return log.problems;
  return {root, value: literalValue(root), where: valueLocation(root, root.start, 'this file', log, null), log};
}
